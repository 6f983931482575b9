"""Compensation: what has been done is undone, the last first. BPMN 2.0.2 §10.5.6, §13.5.5."""

from analysis.simulation.beginning import begin
from analysis.simulation.codes import FAULT, FREE_UNDO, HOLDING, UNDOS_FULL
from analysis.simulation.compiling import compiled
from analysis.simulation.items import add_item
from analysis.simulation.tables import State, Tables
from analysis.simulation.visiting import count_visit

__all__ = ["hand_up_undoing", "note_undoing", "undo_next"]


@compiled
def note_undoing(tables: Tables, state: State, item: int) -> None:
    """Remember that an instance has completed for which there is something that can undo it."""
    at, scope = state.items[item]["node"], state.items[item]["scope"]
    undo = state.counters[FREE_UNDO]
    if undo < 0:
        state.counters[FAULT] = UNDOS_FULL
        return
    state.counters[FREE_UNDO] = state.undos[undo]["next"]
    state.undos[undo]["handler"] = tables.nodes[at]["undo"]
    state.undos[undo]["host"] = at
    state.undos[undo]["next"] = state.scopes[scope]["undone"]
    state.scopes[scope]["undone"] = undo


@compiled
def hand_up_undoing(tables: Tables, state: State, scope: int) -> None:
    """Let what a sub-process has done be undone from outside now, unless it has a handler of its own."""
    holder = state.scopes[scope]["holder"]
    host, outer = state.items[holder]["node"], state.items[holder]["scope"]
    first = state.scopes[scope]["undone"]
    if first < 0 or tables.nodes[host]["undo"] >= 0:
        return
    last = first
    state.undos[last]["host"] = host
    while state.undos[last]["next"] >= 0:
        last = state.undos[last]["next"]
        state.undos[last]["host"] = host
    state.undos[last]["next"] = state.scopes[outer]["undone"]
    state.scopes[outer]["undone"] = first
    state.scopes[scope]["undone"] = -1


@compiled
def undo_next(tables: Tables, state: State, item: int, now: float) -> bool:
    """Begin to undo what was done last of all that the compensation at an item means; False where nothing is left."""
    at, scope, case = state.items[item]["node"], state.items[item]["scope"], state.items[item]["case"]
    handler = _take_last(tables, state, scope, tables.nodes[at]["undo_of"])
    if handler < 0:
        return False
    state.items[item]["state"] = HOLDING
    state.visits[case, handler] += 1
    count_visit(tables, state, handler, case)
    inner = add_item(state, handler, scope, item, now)
    state.items[inner]["visit"] = state.visits[case, handler]
    begin(tables, state, inner, now)
    return True


@compiled
def _take_last(tables: Tables, state: State, scope: int, wanted: int) -> int:
    """Take what was done last in a scope (or, a certain activity, around it) off its list; return its handler, or -1.

    In an event sub-process the scope is the one that it is in.
    """
    while tables.regions[state.scopes[scope]["region"]]["is_event"] == 1:
        scope = state.items[state.scopes[scope]["holder"]]["scope"]
    while True:
        before, undo = -1, state.scopes[scope]["undone"]
        while undo >= 0 and wanted >= 0 and state.undos[undo]["host"] != wanted:
            before, undo = undo, state.undos[undo]["next"]
        if undo >= 0:
            return _take_off(state, scope, before, undo)
        holder = state.scopes[scope]["holder"]
        if wanted < 0 or holder < 0:
            return -1
        scope = state.items[holder]["scope"]


@compiled
def _take_off(state: State, scope: int, before: int, undo: int) -> int:
    if before < 0:
        state.scopes[scope]["undone"] = state.undos[undo]["next"]
    else:
        state.undos[before]["next"] = state.undos[undo]["next"]
    state.undos[undo]["next"] = state.counters[FREE_UNDO]
    state.counters[FREE_UNDO] = undo
    return int(state.undos[undo]["handler"])
