"""Errors, escalations and cancellations. BPMN 2.0.2 §10.5.3, §13.5.3."""

from analysis.simulation.cancelling import cancel, interrupt_scope
from analysis.simulation.codes import KIND_ARM
from analysis.simulation.compiling import compiled
from analysis.simulation.scopes import open_event_scope
from analysis.simulation.tables import State, Tables
from analysis.simulation.ways import leave

__all__ = ["throw_up"]


@compiled
def throw_up(tables: Tables, state: State, at: int, scope: int, now: float) -> int:
    """Throw an error, escalation or cancellation to what catches it in this scope or around it.

    Returns:
        The scope in which a token is used up by it: the thrower's own where nothing is interrupted; -1 where none is.
        An error that nobody catches ends all of its process.
    """
    target = tables.nodes[at]["raises"]
    if target < 0:
        return scope if tables.nodes[at]["fatal"] == 0 else _end_process(tables, state, scope, now)
    if tables.nodes[target]["kind"] == KIND_ARM:
        return _throw_to_event_scope(tables, state, target, scope, now)
    inner = scope
    holder = state.scopes[inner]["holder"]
    while state.items[holder]["node"] != tables.nodes[target]["host"]:
        inner = state.items[holder]["scope"]
        holder = state.scopes[inner]["holder"]
    body = state.items[holder]["owner"]
    host = body if body >= 0 else holder
    outer = int(state.items[host]["scope"])
    state.visits[state.scopes[outer]["case"], target] += 1
    leave(tables, state, target, outer)
    if tables.nodes[target]["interrupting"] == 1:
        cancel(tables, state, host, now)
        return outer
    return scope


@compiled
def _end_process(tables: Tables, state: State, scope: int, now: float) -> int:
    outermost = scope
    while state.scopes[outermost]["holder"] >= 0:
        outermost = state.items[state.scopes[outermost]["holder"]]["scope"]
    interrupt_scope(tables, state, outermost, now)
    state.scopes[outermost]["tokens"] = 1
    return int(outermost)


@compiled
def _throw_to_event_scope(tables: Tables, state: State, start: int, scope: int, now: float) -> int:
    region = tables.nodes[tables.regions[tables.nodes[start]["region"]]["node"]]["region"]
    inner = scope
    while state.scopes[inner]["region"] != region:
        inner = state.items[state.scopes[inner]["holder"]]["scope"]
    open_event_scope(tables, state, start, inner, now)
    return -1 if tables.nodes[start]["interrupting"] == 1 else scope
