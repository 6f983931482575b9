"""What is waited for: a time, a chance, or what somebody sends. BPMN 2.0.2 §10.5, §13.5."""

import numpy as np

from analysis.simulation.agenda import plan
from analysis.simulation.clock import finish_time
from analysis.simulation.codes import (
    ALARM,
    AT_A_MOMENT,
    BOUNDARY,
    BY_THE_CLOCK,
    FOR_CHANCE,
    FOR_EVENT,
    LISTENING,
    OCCURRED,
    SPLIT_FIRST,
    WAITING,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import draw, stream_key, uniform
from analysis.simulation.mail import listen
from analysis.simulation.tables import State, Tables

__all__ = ["host_key", "moment_of", "set_boundary", "wait"]


@compiled
def moment_of(tables: Tables, at: int, key: np.uint64, now: float) -> float:
    """Return when the event at a node occurs that is waited for from now on."""
    node = tables.nodes[at]
    if node["law"] < 0:
        return now
    after = draw(tables.laws[node["law"]], tables.values, key)
    if node["clock"] == BY_THE_CLOCK:
        return now + after
    if node["clock"] == AT_A_MOMENT:
        return max(now, after)
    return finish_time(tables, node["clock"], now, after)


@compiled
def host_key(tables: Tables, state: State, item: int, boundary: int, purpose: int) -> np.uint64:
    """Return the key of what a boundary event draws for the item that it sits on."""
    case = state.items[item]["case"]
    return stream_key(state.case_keys[case], tables.nodes[boundary]["hash"], state.items[item]["visit"], purpose)


@compiled
def set_boundary(tables: Tables, state: State, item: int, boundary: int, now: float) -> None:
    """Let a boundary event of an item be waited for: until its time has come, or what it hears is sent."""
    node = tables.nodes[boundary]
    if node["hear1"] > node["hear0"]:
        listen(tables, state, item, BOUNDARY, boundary, now)
    if node["law"] < 0:
        return
    key = host_key(tables, state, item, boundary, FOR_CHANCE)
    if node["probability"] < 1.0 and uniform(key, 0) >= node["probability"]:
        return
    key = host_key(tables, state, item, boundary, FOR_EVENT)
    plan(state, moment_of(tables, boundary, key, now), _code(tables, boundary, BOUNDARY), item, boundary)


@compiled
def _code(tables: Tables, at: int, usual: int) -> int:
    """Return what it means that the time of the node `at` has come: that it occurs, or one of all it waits for."""
    return ALARM if tables.nodes[at]["hears_all"] == 1 else usual


@compiled
def wait(tables: Tables, state: State, item: int, now: float) -> None:
    """Wait for an event, or (event-based gateway) for the first of several."""
    at = state.items[item]["node"]
    node = tables.nodes[at]
    state.items[item]["state"] = WAITING
    if node["split"] != SPLIT_FIRST:
        if node["hear1"] > node["hear0"]:
            state.items[item]["state"] = LISTENING
            listen(tables, state, item, OCCURRED, at, now)
            if node["has_clock"] == 0:
                return
            state.items[item]["state"] = WAITING
        moment = moment_of(tables, at, host_key(tables, state, item, at, FOR_EVENT), now)
        plan(state, moment, _code(tables, at, OCCURRED), item, at)
        return
    _wait_for_first(tables, state, item, now)


@compiled
def _wait_for_first(tables: Tables, state: State, item: int, now: float) -> None:
    """Wait at an event-based gateway for all that is behind it. §13.4.4."""
    node = tables.nodes[state.items[item]["node"]]
    first, winner, has_alarm = now, -1, False
    for way in range(node["out0"], node["out1"]):
        target = tables.ways[way]["target"]
        if tables.nodes[target]["hear1"] > tables.nodes[target]["hear0"]:
            listen(tables, state, item, OCCURRED, target, now)
            if tables.nodes[target]["has_clock"] == 0:
                continue
        moment = moment_of(tables, target, host_key(tables, state, item, target, FOR_EVENT), now)
        if tables.nodes[target]["hears_all"] == 1:
            plan(state, moment, ALARM, item, target)
            has_alarm = True
        elif winner < 0 or moment < first:
            first, winner = moment, target
    if winner >= 0:
        plan(state, first, OCCURRED, item, winner)
    elif not has_alarm:
        state.items[item]["state"] = LISTENING
