"""Why a replication could not be run to its end, as errors that name the element."""

import numpy as np

from analysis.errors import SimulationError
from analysis.simulation.codes import DONE_COUNT, ENDLESS, LISTENING, NO_WAY
from analysis.simulation.compile import SimulationModel
from analysis.simulation.tables import State
from bpmn.language import Text

__all__ = ["endless", "stuck"]


def endless(model: SimulationModel, at: int, fault: int) -> SimulationError:
    """Return the error of a case for which there is no way on or no end, or of more waiting than fits."""
    node = model.network.nodes[at]
    if fault == NO_WAY:
        text = Text(
            "No way out of {name} fits a case: give it a default way, or a rule that is true for all that is left.",
            name=node.name,
        )
        return SimulationError(text, element=node.id)
    if fault == ENDLESS:
        text = Text("A case goes round without end at {name}: no way out of the loop has a chance.", name=node.name)
        return SimulationError(text, element=node.id)
    return SimulationError(
        Text("So much waits at once that it does not fit: cases arrive faster than they can be done.")
    )


def stuck(model: SimulationModel, state: State, cases: int) -> SimulationError:
    """Return an error that names the join at which cases wait for a token that never comes."""
    waiting = cases - int(state.counters[DONE_COUNT])
    held = state.slots.sum(axis=0)
    joins = [node for node in model.network.nodes if node.join != "each"]
    slots = [int(row["slot0"]) for row in model.tables.nodes if row["join"] > 0]
    counts = [int(held[slot : slot + len(node.incoming)].sum()) for node, slot in zip(joins, slots, strict=True)]
    listening = state.items[state.items["state"] == LISTENING]["node"]
    node = joins[int(np.argmax(counts))] if counts else model.network.nodes[0]
    if len(listening) and not any(counts):
        node = model.network.nodes[int(listening[0])]
        text = Text(
            "{waiting} of {cases} cases never end: they wait at {name} for a message that nobody sends.",
            waiting=waiting,
            cases=cases,
            name=node.name,
        )
        return SimulationError(text, element=node.id)
    text = Text(
        "{waiting} of {cases} cases never end: they wait at {name} for a token that never comes.",
        waiting=waiting,
        cases=cases,
        name=node.name,
    )
    return SimulationError(text, element=node.id)
