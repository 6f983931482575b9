"""The token game: how tokens split, meet, enter nodes and end regions. BPMN 2.0.2 §13."""

import numpy as np

from analysis.simulation.agenda import plan
from analysis.simulation.codes import (
    BOUNDARY,
    DONE,
    DONE_COUNT,
    ENDLESS,
    FAULT,
    FAULT_NODE,
    FOR_CHANCE,
    FOR_COUNT,
    FOR_EVENT,
    FOR_ROUTE,
    FREE_CASE_COUNT,
    HOLDING,
    INCLUSIVE_COUNT,
    INCLUSIVE_FULL,
    JOIN_ALL,
    JOIN_EACH,
    KIND_END,
    KIND_PASS,
    KIND_RAISE,
    KIND_SCOPE,
    KIND_TASK,
    KIND_TERMINATE,
    NO_WAY,
    OCCURRED,
    REWORK,
    S_CASES,
    S_REWORK,
    SPLIT_ALL,
    SPLIT_FIRST,
    SPLIT_ONE,
    SPLIT_ONE_BY_RULES,
    SPLIT_SOME_BY_RULES,
    TODO_COUNT,
    TODO_FULL,
    WAITING,
    WARM_UP,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import draw, stream_key, uniform
from analysis.simulation.items import add_item, add_scope, remove_item, remove_scope
from analysis.simulation.rules import holds, learn_facts
from analysis.simulation.tables import State, Tables
from analysis.simulation.work import begin_work, drop_work

__all__ = ["begin_scope", "cancel", "drop_token", "end_instance", "leave", "settle"]

_MOST_VISITS = 100_000
_PATIENCE = 1000


@compiled
def _put(state: State, token: int, scope: int) -> None:
    """Send a token on its way: `token` is a way's index, or -1 minus the index of a node it begins at."""
    count = state.counters[TODO_COUNT]
    if count >= len(state.todo):
        state.counters[FAULT] = TODO_FULL
        return
    state.todo[count, 0] = token
    state.todo[count, 1] = scope
    state.todo[count, 2] = state.scopes[scope]["generation"]
    state.counters[TODO_COUNT] = count + 1
    state.scopes[scope]["tokens"] += 1


@compiled
def begin_scope(tables: Tables, state: State, region: int, holder: int, case: int) -> None:
    """Begin a run of a region: tokens at all of its starts, or at one of them."""
    scope = add_scope(tables, state, region, holder, case)
    if holder >= 0:
        state.items[holder]["child"] = scope
    first, last = tables.regions[region]["start0"], tables.regions[region]["start1"]
    if tables.regions[region]["all"] == 1:
        for number in range(first, last):
            _put(state, -1 - tables.starts[number], scope)
        return
    chosen = first
    if last - first > 1:
        element = tables.nodes[tables.starts[first]]["hash"]
        u = uniform(stream_key(state.case_keys[case], element, 0, FOR_ROUTE), 0)
        while chosen < last - 1 and tables.start_shares[chosen] < u:
            chosen += 1
    _put(state, -1 - tables.starts[chosen], scope)


@compiled
def leave(tables: Tables, state: State, at: int, scope: int) -> None:
    """Let tokens leave a node by its ways."""
    node = tables.nodes[at]
    first, last = node["out0"], node["out1"]
    if last - first == 1 or node["split"] in (SPLIT_ALL, SPLIT_FIRST):
        for way in range(first, last):
            _put(state, way, scope)
        return
    case = state.scopes[scope]["case"]
    if node["split"] in (SPLIT_ONE_BY_RULES, SPLIT_SOME_BY_RULES):
        _leave_by_rules(tables, state, at, scope)
        return
    key = stream_key(state.case_keys[case], node["hash"], state.visits[case, at], FOR_ROUTE)
    if node["split"] == SPLIT_ONE:
        u = uniform(key, 0)
        chosen = first
        while chosen < last - 1 and tables.ways[chosen]["cumulative"] < u:
            chosen += 1
        _put(state, chosen, scope)
        return
    _leave_by_some(tables, state, at, scope, key)


@compiled
def _leave_by_rules(tables: Tables, state: State, at: int, scope: int) -> None:
    """Take the first way whose rule is true for the case, or each such way; the default where none is."""
    case = state.scopes[scope]["case"]
    default, taken = -1, 0
    for way in range(tables.nodes[at]["out0"], tables.nodes[at]["out1"]):
        rule = tables.ways[way]["rule"]
        if tables.ways[way]["default"] == 1:
            default = way
        elif rule < 0 or holds(tables, state, rule, case):
            _put(state, way, scope)
            taken += 1
            if tables.nodes[at]["split"] == SPLIT_ONE_BY_RULES:
                return
    if taken == 0 and default >= 0:
        _put(state, default, scope)
    elif taken == 0:
        state.counters[FAULT] = NO_WAY
        state.counters[FAULT_NODE] = at


@compiled
def _leave_by_some(tables: Tables, state: State, at: int, scope: int, key: np.uint64) -> None:
    """Take each way of an inclusive split by its own chance; the default, or else another try, where none was taken."""
    first, last = tables.nodes[at]["out0"], tables.nodes[at]["out1"]
    for attempt in range(_PATIENCE):
        taken = 0
        for way in range(first, last):
            chance = tables.ways[way]["probability"]
            if tables.ways[way]["default"] == 0 and uniform(key, attempt * 64 + way - first) < chance:
                _put(state, way, scope)
                taken += 1
        if taken > 0:
            return
        for way in range(first, last):
            if tables.ways[way]["default"] == 1:
                _put(state, way, scope)
                return
    state.counters[FAULT] = ENDLESS
    state.counters[FAULT_NODE] = at


@compiled
def settle(tables: Tables, state: State, now: float) -> None:
    """Move tokens until every one rests, then see whether an inclusive join can go on, until none can."""
    while state.counters[FAULT] == 0:
        count = state.counters[TODO_COUNT]
        if count == 0:
            if state.counters[INCLUSIVE_COUNT] == 0 or not _fire_inclusive(tables, state, now):
                return
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
    node = tables.nodes[at]
    if node["join"] == JOIN_EACH:
        _enter(tables, state, at, scope, now)
        return
    state.slots[scope, tables.ways[way]["slot"]] += 1
    if node["join"] == JOIN_ALL:
        for slot in range(node["slot0"], node["slot1"]):
            if state.slots[scope, slot] == 0:
                return
        for slot in range(node["slot0"], node["slot1"]):
            state.slots[scope, slot] -= 1
        state.scopes[scope]["tokens"] -= node["slot1"] - node["slot0"] - 1
        _enter(tables, state, at, scope, now)
        return
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
def _fire_inclusive(tables: Tables, state: State, now: float) -> bool:
    """Let the first inclusive join go on that no further token can reach; say whether there was one."""
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
        _enter(tables, state, at, scope, now)
        return True
    return False


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
    if kind == KIND_PASS:
        leave(tables, state, at, scope)
        drop_token(tables, state, scope, now)
    elif kind == KIND_END:
        drop_token(tables, state, scope, now)
    elif kind == KIND_TERMINATE:
        _terminate(tables, state, scope, now)
    elif kind == KIND_RAISE:
        _raise(tables, state, at, scope, now)
    else:
        _count_visit(state, tables.nodes[at]["stat"], case, visit, kind, node["inside_many"])
        _rest(tables, state, at, scope, now)


@compiled
def _count_visit(state: State, stat: int, case: int, visit: int, kind: int, inside_many: int) -> None:
    number = state.case_numbers[case]
    is_repeated = visit > 1 and kind == KIND_TASK and inside_many == 0
    if is_repeated:
        state.cases[number, REWORK] += 1
    if number >= state.counters[WARM_UP]:
        if visit == 1:
            state.stats[stat, S_CASES] += 1
        if is_repeated:
            state.stats[stat, S_REWORK] += 1


@compiled
def _rest(tables: Tables, state: State, at: int, scope: int, now: float) -> None:
    """Begin an activity or a wait; the token rests in its item."""
    case = state.scopes[scope]["case"]
    node = tables.nodes[at]
    item = add_item(state, at, scope, -1, now)
    state.items[item]["visit"] = state.visits[case, at]
    for number in range(node["bound0"], node["bound1"]):
        _set_boundary(tables, state, item, tables.boundaries[number], now)
    if node["instances"] < 0:
        _begin(tables, state, item, now)
        return
    key = stream_key(state.case_keys[case], node["hash"], state.visits[case, at], FOR_COUNT)
    count = round(draw(tables.laws[node["instances"]], tables.values, key))
    if count <= 0:
        _pass_on(tables, state, item, now)
        return
    state.items[item]["state"] = HOLDING
    state.items[item]["left"] = count
    at_once = 1 if node["sequential"] == 1 else count
    for turn in range(at_once):
        _begin_turn(tables, state, item, turn, now)


@compiled
def _pass_on(tables: Tables, state: State, item: int, now: float) -> None:
    """Let an item that has nothing to do go on at once."""
    at, scope = state.items[item]["node"], state.items[item]["scope"]
    leave(tables, state, at, scope)
    remove_item(state, item)
    drop_token(tables, state, scope, now)


@compiled
def _begin_turn(tables: Tables, state: State, body: int, turn: int, now: float) -> None:
    item = add_item(state, state.items[body]["node"], state.items[body]["scope"], body, now)
    state.items[item]["visit"] = state.items[body]["visit"]
    state.items[item]["turn"] = turn
    _begin(tables, state, item, now)


@compiled
def _set_boundary(tables: Tables, state: State, item: int, boundary: int, now: float) -> None:
    node = tables.nodes[boundary]
    if node["law"] < 0:
        return
    key = _host_key(tables, state, item, boundary, FOR_CHANCE)
    if node["probability"] < 1.0 and uniform(key, 0) >= node["probability"]:
        return
    key = _host_key(tables, state, item, boundary, FOR_EVENT)
    plan(state, now + draw(tables.laws[node["law"]], tables.values, key), BOUNDARY, item, boundary)


@compiled
def _host_key(tables: Tables, state: State, item: int, boundary: int, purpose: int) -> np.uint64:
    case = state.items[item]["case"]
    return stream_key(state.case_keys[case], tables.nodes[boundary]["hash"], state.items[item]["visit"], purpose)


@compiled
def _begin(tables: Tables, state: State, item: int, now: float) -> None:
    """Begin one instance of what an item is at."""
    node = tables.nodes[state.items[item]["node"]]
    if node["kind"] == KIND_TASK:
        begin_work(tables, state, item, now)
    elif node["kind"] == KIND_SCOPE:
        state.items[item]["state"] = HOLDING
        begin_scope(tables, state, node["inner"], item, state.items[item]["case"])
    else:
        state.items[item]["state"] = WAITING
        _wait(tables, state, item, now)


@compiled
def _wait(tables: Tables, state: State, item: int, now: float) -> None:
    """Wait for an event, or (event-based gateway) for the first of several."""
    at = state.items[item]["node"]
    node = tables.nodes[at]
    if node["split"] != SPLIT_FIRST:
        plan(state, now + _time_to(tables, state, item, at), OCCURRED, item, at)
        return
    best, winner = -1.0, -1
    for way in range(node["out0"], node["out1"]):
        target = tables.ways[way]["target"]
        after = _time_to(tables, state, item, target)
        if winner < 0 or after < best:
            best, winner = after, target
    if winner >= 0:
        plan(state, now + best, OCCURRED, item, winner)


@compiled
def _time_to(tables: Tables, state: State, item: int, at: int) -> float:
    law = tables.nodes[at]["law"]
    if law < 0:
        return 0.0
    case = state.items[item]["case"]
    key = stream_key(state.case_keys[case], tables.nodes[at]["hash"], state.items[item]["visit"], FOR_EVENT)
    return draw(tables.laws[law], tables.values, key)


@compiled
def end_instance(tables: Tables, state: State, item: int, now: float) -> int:
    """End one instance. Return the scope in which a token is used up by that, or -1 where other instances go on."""
    body = state.items[item]["owner"]
    if body < 0:
        return _end_item(tables, state, item)
    turn = state.items[item]["turn"] + 1
    remove_item(state, item)
    state.items[body]["left"] -= 1
    if state.items[body]["left"] > 0:
        if tables.nodes[state.items[body]["node"]]["sequential"] == 1:
            _begin_turn(tables, state, body, turn, now)
        return -1
    return _end_item(tables, state, body)


@compiled
def _end_item(tables: Tables, state: State, item: int) -> int:
    """Let tokens leave what is done: by its ways, or by a boundary event that its end brings about."""
    at, scope = int(state.items[item]["node"]), int(state.items[item]["scope"])
    exit_node = at
    node = tables.nodes[at]
    if node["source1"] > node["source0"]:
        case, visit = state.items[item]["case"], state.items[item]["visit"]
        learn_facts(tables, state, case, node["source0"], node["source1"], visit)
    for number in range(node["bound0"], node["bound1"]):
        boundary = tables.boundaries[number]
        chance = tables.nodes[boundary]["probability"]
        if tables.nodes[boundary]["law"] < 0 and chance > 0.0 and exit_node == at:
            key = _host_key(tables, state, item, boundary, FOR_CHANCE)
            if uniform(key, 0) < chance:
                state.visits[state.items[item]["case"], boundary] += 1
                exit_node = boundary if tables.nodes[boundary]["interrupting"] == 1 else at
                if exit_node == at:
                    leave(tables, state, boundary, scope)
    leave(tables, state, exit_node, scope)
    remove_item(state, item)
    return scope


@compiled
def drop_token(tables: Tables, state: State, scope: int, now: float) -> None:
    """Use up a token; a scope without tokens is done, and what it is inside of goes on."""
    while True:
        state.scopes[scope]["tokens"] -= 1
        if state.scopes[scope]["tokens"] > 0:
            return
        holder = state.scopes[scope]["holder"]
        case = state.scopes[scope]["case"]
        remove_scope(state, scope)
        if holder < 0:
            _close_case(state, case, now)
            return
        state.items[holder]["child"] = -1
        scope = end_instance(tables, state, holder, now)
        if scope < 0:
            return


@compiled
def _close_case(state: State, case: int, now: float) -> None:
    state.cases[state.case_numbers[case], DONE] = now
    state.counters[DONE_COUNT] += 1
    state.free_cases[state.counters[FREE_CASE_COUNT]] = case
    state.counters[FREE_CASE_COUNT] += 1


@compiled
def cancel(tables: Tables, state: State, item: int, now: float) -> None:
    """End an item and all that is inside it, before its time."""
    state.doomed[0] = item
    count = 1
    while count > 0:
        count -= 1
        at = state.doomed[count]
        count = _doom_inner(tables, state, at, count)
        node = tables.nodes[state.items[at]["node"]]
        is_work = node["kind"] == KIND_TASK and state.items[at]["state"] != HOLDING
        if is_work:
            drop_work(tables, state, at, now)
        remove_item(state, at)


@compiled
def _doom_inner(tables: Tables, state: State, at: int, count: int) -> int:
    """Put what an item holds on the list of what must end: its instances, or what runs in its scope."""
    child = state.items[at]["child"]
    scope = state.items[at]["scope"]
    inner = state.scopes[child]["first"] if child >= 0 else -1
    while inner >= 0:
        if state.items[inner]["owner"] < 0:
            state.doomed[count] = inner
            count += 1
        inner = state.items[inner]["scope_after"]
    if child >= 0:
        remove_scope(state, child)
    if tables.nodes[state.items[at]["node"]]["instances"] >= 0 and state.items[at]["owner"] < 0:
        inner = state.scopes[scope]["first"]
        while inner >= 0:
            if state.items[inner]["owner"] == at:
                state.doomed[count] = inner
                count += 1
            inner = state.items[inner]["scope_after"]
    return count


@compiled
def _terminate(tables: Tables, state: State, scope: int, now: float) -> None:
    """End all that goes on in a scope, and so the scope."""
    while state.scopes[scope]["first"] >= 0:
        first = state.scopes[scope]["first"]
        owner = state.items[first]["owner"]
        cancel(tables, state, owner if owner >= 0 else first, now)
    state.scopes[scope]["tokens"] = 1
    drop_token(tables, state, scope, now)


@compiled
def _raise(tables: Tables, state: State, at: int, scope: int, now: float) -> None:
    """Throw an error, escalation or cancellation to the boundary event that catches it around this scope."""
    boundary = tables.nodes[at]["raises"]
    if boundary < 0:
        drop_token(tables, state, scope, now)
        return
    inner = scope
    holder = state.scopes[inner]["holder"]
    while state.items[holder]["node"] != tables.nodes[boundary]["host"]:
        inner = state.items[holder]["scope"]
        holder = state.scopes[inner]["holder"]
    body = state.items[holder]["owner"]
    host = body if body >= 0 else holder
    outer = state.items[host]["scope"]
    state.visits[state.scopes[outer]["case"], boundary] += 1
    leave(tables, state, boundary, outer)
    if tables.nodes[boundary]["interrupting"] == 1:
        cancel(tables, state, host, now)
        drop_token(tables, state, outer, now)
    else:
        drop_token(tables, state, scope, now)
