"""How tokens leave a node by its ways. BPMN 2.0.2 §13.3."""

import numpy as np

from analysis.simulation.codes import (
    ENDLESS,
    FAULT,
    FAULT_NODE,
    FOR_ROUTE,
    KIND_TASK,
    NO_WAY,
    SPLIT_ALL,
    SPLIT_FIRST,
    SPLIT_ONE,
    SPLIT_ONE_BY_RULES,
    SPLIT_SOME_BY_RULES,
    SPLIT_SOME_ELSE_ONE,
    TODO_COUNT,
    TODO_FULL,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import stream_key, uniform
from analysis.simulation.rules import holds
from analysis.simulation.tables import State, Tables

__all__ = ["leave", "order_tokens", "put"]

_MOST_TRIES = 1000
_FOR_ORDER = 1_000_000  # random numbers beyond those that choose ways


@compiled
def put(state: State, token: int, scope: int) -> None:
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
def leave(tables: Tables, state: State, at: int, scope: int) -> None:
    """Let tokens leave a node by its ways."""
    node = tables.nodes[at]
    first, last = node["out0"], node["out1"]
    if last - first <= 1:
        if last > first:
            put(state, first, scope)
        return
    case = state.scopes[scope]["case"]
    key = stream_key(state.case_keys[case], node["hash"], state.visits[case, at], FOR_ROUTE)
    before = state.counters[TODO_COUNT]
    if node["split"] in (SPLIT_ALL, SPLIT_FIRST):
        for way in range(first, last):
            put(state, way, scope)
    elif node["split"] in (SPLIT_ONE_BY_RULES, SPLIT_SOME_BY_RULES):
        _leave_by_rules(tables, state, at, scope)
    elif node["split"] == SPLIT_ONE:
        put(state, _one_of(tables, first, last, uniform(key, 0)), scope)
    else:
        _leave_by_some(tables, state, at, scope, key)
    if state.counters[TODO_COUNT] - before > 1:
        order_tokens(tables, state, before, key)


@compiled
def _one_of(tables: Tables, first: int, last: int, share: float) -> int:
    """Return the way up to which the ways' probabilities add up to `share`."""
    chosen = first
    while chosen < last - 1 and tables.ways[chosen]["cumulative"] < share:
        chosen += 1
    return chosen


@compiled
def order_tokens(tables: Tables, state: State, before: int, key: np.uint64) -> None:
    """Let tokens that set out together move in the order in which their ways are listed, work among them in any order.

    What was put last moves first, so those put since `before` are turned round. BPMN does not say which of several
    tokens moves first; where their work waits for the same people, it must not hang on the order in a file.
    """
    low, high = before, state.counters[TODO_COUNT] - 1
    while low < high:
        _exchange(state, low, high)
        low, high = low + 1, high - 1
    seen = 0
    for place in range(before, state.counters[TODO_COUNT]):
        if not _begins_work(tables, state, place):
            continue
        seen += 1
        chosen = int(uniform(key, _FOR_ORDER + seen) * seen)  # of those seen so far, itself among them
        other, number = before, -1
        while number < chosen:
            if _begins_work(tables, state, other):
                number += 1
            other += 1
        _exchange(state, other - 1, place)


@compiled
def _begins_work(tables: Tables, state: State, place: int) -> bool:
    token = state.todo[place, 0]
    at = tables.ways[token]["target"] if token >= 0 else -1 - token
    return bool(tables.nodes[at]["kind"] == KIND_TASK)


@compiled
def _exchange(state: State, one: int, other: int) -> None:
    for column in range(state.todo.shape[1]):
        kept = state.todo[one, column]
        state.todo[one, column] = state.todo[other, column]
        state.todo[other, column] = kept


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
            put(state, way, scope)
            taken += 1
            if tables.nodes[at]["split"] == SPLIT_ONE_BY_RULES:
                return
    if taken == 0 and default >= 0:
        put(state, default, scope)
    elif taken == 0:
        state.counters[FAULT] = NO_WAY
        state.counters[FAULT_NODE] = at


@compiled
def _leave_by_some(tables: Tables, state: State, at: int, scope: int, key: np.uint64) -> None:
    """Take each way of an inclusive split by its own chance.

    Where none was taken: the default way, one way by the probabilities, or else another try.
    """
    first, last = tables.nodes[at]["out0"], tables.nodes[at]["out1"]
    for attempt in range(_MOST_TRIES):
        taken = 0
        for way in range(first, last):
            chance = tables.ways[way]["probability"]
            if tables.ways[way]["default"] == 0 and uniform(key, attempt * 64 + way - first) < chance:
                put(state, way, scope)
                taken += 1
        if taken > 0:
            return
        total = tables.ways[last - 1]["cumulative"]
        if tables.nodes[at]["split"] == SPLIT_SOME_ELSE_ONE and total > 0:
            put(state, _one_of(tables, first, last, total * uniform(key, 64)), scope)
            return
        for way in range(first, last):
            if tables.ways[way]["default"] == 1:
                put(state, way, scope)
                return
    state.counters[FAULT] = ENDLESS
    state.counters[FAULT_NODE] = at
