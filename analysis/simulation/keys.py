"""The keys of random numbers that belong to one piece of work."""

import numpy as np

from analysis.simulation.compiling import compiled
from analysis.simulation.draws import stream_key
from analysis.simulation.tables import State, Tables

__all__ = ["further_key", "turn", "work_key"]

_FURTHER = np.uint64(0xA0761D6478BD642F)


@compiled
def turn(state: State, at: int) -> int:
    """Return the number of this instance among all of its element in its case: visits, and turns within one."""
    return int(state.items[at]["visit"]) * 4096 + int(state.items[at]["turn"])


@compiled
def work_key(tables: Tables, state: State, at: int, purpose: int) -> np.uint64:
    """Return the key of what every piece of work draws."""
    item = state.items[at]
    return stream_key(state.case_keys[item["case"]], tables.nodes[item["node"]]["hash"], turn(state, at), purpose)


@compiled
def further_key(tables: Tables, state: State, at: int, purpose: int) -> np.uint64:
    """Return the key of what only work at a station draws; it never meets a key of the other kind."""
    item = state.items[at]
    element = tables.nodes[item["node"]]["hash"] ^ _FURTHER
    return stream_key(state.case_keys[item["case"]], element, turn(state, at), purpose)
