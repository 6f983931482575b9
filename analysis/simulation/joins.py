"""How tokens meet: at parallel, inclusive and complex gateways. BPMN 2.0.2 §13.3."""

from analysis.simulation.codes import FAULT, INCLUSIVE_COUNT, INCLUSIVE_FULL, JOIN_COUNT, JOIN_QUANTITY, JOIN_SOME
from analysis.simulation.compiling import compiled
from analysis.simulation.tables import State, Tables

__all__ = ["GOES_ON", "IS_USED_UP", "WAITS", "fire_inclusive", "wait_at_join"]

WAITS, GOES_ON, IS_USED_UP = range(3)


@compiled
def wait_at_join(tables: Tables, state: State, way: int, scope: int) -> int:
    """Let a token wait at a join; return whether it waits there, goes on for all that were waiting, or is used up."""
    node = tables.nodes[tables.ways[way]["target"]]
    state.slots[scope, tables.ways[way]["slot"]] += 1
    if node["join"] == JOIN_SOME:
        _wait_for_others(tables, state, way, scope)
        return WAITS
    if node["join"] == JOIN_COUNT:
        return _is_enough(tables, state, way, scope)
    if node["join"] == JOIN_QUANTITY:
        return _is_quantity(tables, state, way, scope)
    for slot in range(node["slot0"], node["slot1"]):
        if state.slots[scope, slot] == 0:
            return WAITS
    for slot in range(node["slot0"], node["slot1"]):
        state.slots[scope, slot] -= 1
    state.scopes[scope]["tokens"] -= node["slot1"] - node["slot0"] - 1
    return GOES_ON


@compiled
def _is_quantity(tables: Tables, state: State, way: int, scope: int) -> int:
    """Let an activity begin when so many tokens have come, by whatever ways. §13.3.2."""
    node = tables.nodes[tables.ways[way]["target"]]
    come = 0
    for slot in range(node["slot0"], node["slot1"]):
        come += state.slots[scope, slot]
    missing = node["needs"]
    if come < missing:
        return WAITS
    for slot in range(node["slot0"], node["slot1"]):
        taken = min(missing, state.slots[scope, slot])
        state.slots[scope, slot] -= taken
        missing -= taken
    state.scopes[scope]["tokens"] -= node["needs"] - 1
    return GOES_ON


@compiled
def _is_enough(tables: Tables, state: State, way: int, scope: int) -> int:
    """Let a complex gateway go on once when enough have come; it takes in the others and begins anew. §13.3.5.

    The slot behind those of its ways tells whether it has gone on.
    """
    node = tables.nodes[tables.ways[way]["target"]]
    first, last = node["slot0"], node["slot1"]
    come = 0
    for slot in range(first, last):
        if state.slots[scope, slot] > 0:
            come += 1
    answer = WAITS
    if state.slots[scope, last] == 1:
        answer = IS_USED_UP
    elif come >= node["needs"]:
        answer = GOES_ON
        state.slots[scope, last] = 1
        state.scopes[scope]["tokens"] -= come - 1
    if come == last - first:
        for slot in range(first, last + 1):
            state.slots[scope, slot] -= 1
    return answer


@compiled
def _wait_for_others(tables: Tables, state: State, way: int, scope: int) -> None:
    """Put an inclusive join that a token has come to on the list of those that may go on later."""
    at = tables.ways[way]["target"]
    state.scopes[scope]["waiting"] += 1
    count = state.counters[INCLUSIVE_COUNT]
    if count >= len(state.inclusive):
        state.counters[FAULT] = INCLUSIVE_FULL
        return
    for number in range(count):
        if state.inclusive[number, 0] == scope and state.inclusive[number, 1] == at:
            return
    state.inclusive[count, 0] = scope
    state.inclusive[count, 1] = at
    state.inclusive[count, 2] = state.scopes[scope]["generation"]
    state.counters[INCLUSIVE_COUNT] = count + 1


@compiled
def fire_inclusive(tables: Tables, state: State) -> int:
    """Let the first inclusive join go on that no further token can reach.

    Returns:
        Its scope times the number of nodes, and its node; -1 where there is none.
    """
    number = 0
    while number < state.counters[INCLUSIVE_COUNT]:
        scope, at = state.inclusive[number, 0], state.inclusive[number, 1]
        is_void = state.scopes[scope]["generation"] != state.inclusive[number, 2]
        if not is_void and _may_get_more(tables, state, at, scope):
            number += 1
            continue
        last = state.counters[INCLUSIVE_COUNT] - 1
        state.counters[INCLUSIVE_COUNT] = last
        state.inclusive[number] = state.inclusive[last]
        if is_void:
            continue
        taken = 0
        for slot in range(tables.nodes[at]["slot0"], tables.nodes[at]["slot1"]):
            if state.slots[scope, slot] > 0:
                state.slots[scope, slot] -= 1
                taken += 1
        state.scopes[scope]["waiting"] -= taken
        state.scopes[scope]["tokens"] -= taken - 1
        return int(scope) * len(tables.nodes) + int(at)
    return -1


@compiled
def _may_get_more(tables: Tables, state: State, at: int, scope: int) -> bool:
    """Whether a token in the scope can still reach an empty way into the join, and none of its full ones. §13.3.4."""
    item = state.scopes[scope]["first"]
    while item >= 0:
        if state.items[item]["owner"] < 0 and _lacks(tables, state, state.items[item]["node"], at, scope):
            return True
        item = state.items[item]["scope_after"]
    region = state.scopes[scope]["region"]
    for way in range(len(tables.ways)):
        slot = tables.ways[way]["slot"]
        target = tables.ways[way]["target"]
        is_other = slot >= 0 and target != at and tables.nodes[target]["region"] == region
        if is_other and state.slots[scope, slot] > 0 and _lacks(tables, state, target, at, scope):
            return True
    return False


@compiled
def _lacks(tables: Tables, state: State, position: int, at: int, scope: int) -> bool:
    reaches_empty = False
    for slot in range(tables.nodes[at]["slot0"], tables.nodes[at]["slot1"]):
        if tables.reaches[position, slot]:
            if state.slots[scope, slot] > 0:
                return False
            reaches_empty = True
    return reaches_empty
