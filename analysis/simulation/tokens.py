"""The token game: how tokens move until each rests. BPMN 2.0.2 §13."""

from analysis.simulation.beginning import begin, begin_turn
from analysis.simulation.cancelling import interrupt_scope
from analysis.simulation.codes import (
    ENDLESS,
    FAULT,
    FAULT_NODE,
    HOLDING,
    INCLUSIVE_COUNT,
    JOIN_EACH,
    KIND_ARM,
    KIND_END,
    KIND_PASS,
    KIND_RAISE,
    KIND_TERMINATE,
    KIND_UNDO,
    TODO_COUNT,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.endings import drop_token, end_undoing
from analysis.simulation.items import add_item, remove_item
from analysis.simulation.joins import GOES_ON, IS_USED_UP, fire_inclusive, wait_at_join
from analysis.simulation.raising import throw_up
from analysis.simulation.repeating import count_instances
from analysis.simulation.sending import send
from analysis.simulation.tables import State, Tables
from analysis.simulation.undoing import undo_next
from analysis.simulation.visiting import count_visit
from analysis.simulation.waits import set_boundary
from analysis.simulation.ways import leave

__all__ = ["settle"]

_MOST_VISITS = 100_000


@compiled
def settle(tables: Tables, state: State, now: float) -> None:
    """Move tokens until every one rests, then see whether an inclusive join can go on, until none can."""
    while state.counters[FAULT] == 0:
        count = state.counters[TODO_COUNT]
        if count == 0:
            fired = fire_inclusive(tables, state) if state.counters[INCLUSIVE_COUNT] > 0 else -1
            if fired < 0:
                return
            _enter(tables, state, fired % len(tables.nodes), fired // len(tables.nodes), now)
            continue
        state.counters[TODO_COUNT] = count - 1
        token, scope = state.todo[count - 1, 0], state.todo[count - 1, 1]
        if state.scopes[scope]["generation"] != state.todo[count - 1, 2]:
            continue
        if token < 0:
            _enter(tables, state, -1 - token, scope, now)
        else:
            _arrive(tables, state, token, scope, now)


@compiled
def _arrive(tables: Tables, state: State, way: int, scope: int, now: float) -> None:
    """Let a token arrive at the end of a way; at a join it waits for the others."""
    at = tables.ways[way]["target"]
    answer = GOES_ON if tables.nodes[at]["join"] == JOIN_EACH else wait_at_join(tables, state, way, scope)
    if answer == GOES_ON:
        _enter(tables, state, at, scope, now)
    elif answer == IS_USED_UP:
        drop_token(tables, state, scope, now)


@compiled
def _enter(tables: Tables, state: State, at: int, scope: int, now: float) -> None:
    """Let a token enter a node: it begins something there, passes, or ends."""
    case = state.scopes[scope]["case"]
    node = tables.nodes[at]
    kind = node["kind"]
    state.visits[case, at] += 1
    visit = state.visits[case, at]
    if visit > _MOST_VISITS:
        state.counters[FAULT] = ENDLESS
        state.counters[FAULT_NODE] = at
        return
    if kind in (KIND_PASS, KIND_ARM, KIND_END):
        if node["send1"] > node["send0"]:
            generation = state.scopes[scope]["generation"]
            send(tables, state, at, case, now)
            if state.scopes[scope]["generation"] != generation:
                return  # it has been interrupted by what it sent
        leave(tables, state, at, scope)
        drop_token(tables, state, scope, now)
    elif kind == KIND_TERMINATE:
        interrupt_scope(tables, state, scope, now)
        state.scopes[scope]["tokens"] = 1
        drop_token(tables, state, scope, now)
    elif kind == KIND_RAISE:
        _raise(tables, state, at, scope, now)
    else:
        count_visit(tables, state, at, case)
        _rest(tables, state, at, scope, now)


@compiled
def _raise(tables: Tables, state: State, at: int, scope: int, now: float) -> None:
    """Throw; a thrower that is not interrupted goes on."""
    outer = throw_up(tables, state, at, scope, now)
    if outer == scope:
        leave(tables, state, at, scope)
    if outer >= 0:
        drop_token(tables, state, outer, now)


@compiled
def _rest(tables: Tables, state: State, at: int, scope: int, now: float) -> None:
    """Begin an activity or a wait; the token rests in its item."""
    case = state.scopes[scope]["case"]
    node = tables.nodes[at]
    if node["kind"] == KIND_UNDO and node["interrupting"] == 1:
        # A transaction that is cancelled ends what still runs in it before it is undone.
        interrupt_scope(tables, state, scope, now)
        state.scopes[scope]["tokens"] = 1
    item = add_item(state, at, scope, -1, now)
    state.items[item]["visit"] = state.visits[case, at]
    for number in range(node["bound0"], node["bound1"]):
        set_boundary(tables, state, item, tables.boundaries[number], now)
    if node["kind"] == KIND_UNDO:
        _begin_undoing(tables, state, item, now)
        return
    if node["instances"] < 0:
        begin(tables, state, item, now)
        return
    count = count_instances(tables, state, at, case)
    if count <= 0:
        _pass_on(tables, state, item, now)
        return
    state.items[item]["state"] = HOLDING
    state.items[item]["count"] = count
    state.items[item]["left"] = count if node["enough"] == 0 else min(count, node["enough"])
    at_once = 1 if node["sequential"] == 1 else count
    for turn in range(at_once):
        begin_turn(tables, state, item, turn, now)


@compiled
def _begin_undoing(tables: Tables, state: State, item: int, now: float) -> None:
    if not undo_next(tables, state, item, now):
        scope = end_undoing(tables, state, item, now)
        if scope >= 0:
            drop_token(tables, state, scope, now)


@compiled
def _pass_on(tables: Tables, state: State, item: int, now: float) -> None:
    """Let an item that has nothing to do go on at once."""
    at, scope = state.items[item]["node"], state.items[item]["scope"]
    leave(tables, state, at, scope)
    remove_item(state, item)
    drop_token(tables, state, scope, now)
