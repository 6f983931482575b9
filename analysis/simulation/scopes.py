"""How runs of processes and sub-processes begin, event sub-processes among them. BPMN 2.0.2 §13.3, §13.5.4."""

import numpy as np

from analysis.simulation.agenda import plan
from analysis.simulation.cancelling import interrupt_scope
from analysis.simulation.codes import (
    ALARM,
    FOR_CHANCE,
    FOR_EVENT,
    FOR_ROUTE,
    HOLDING,
    LISTENING,
    OCCURRED,
    TODO_COUNT,
    WAITING,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import stream_key, uniform
from analysis.simulation.items import add_item, add_scope
from analysis.simulation.keys import turn
from analysis.simulation.mail import listen
from analysis.simulation.tables import State, Tables
from analysis.simulation.visiting import count_visit
from analysis.simulation.waits import host_key, moment_of
from analysis.simulation.ways import order_tokens, put

__all__ = ["begin_root", "begin_scope", "open_event_scope", "start_event_scope"]


@compiled
def open_region(tables: Tables, state: State, region: int, holder: int, case: int, now: float) -> int:
    """Begin a run of a region without a token yet: what can begin its event sub-processes is waited for."""
    scope = add_scope(tables, state, region, holder, case)
    if holder >= 0:
        state.items[holder]["child"] = scope
    state.scopes[scope]["next"] = tables.regions[region]["start1"]
    for number in range(tables.regions[region]["event0"], tables.regions[region]["event1"]):
        _arm(tables, state, tables.event_starts[number], scope, now)
    return scope


@compiled
def begin_scope(tables: Tables, state: State, region: int, holder: int, case: int, now: float) -> int:
    """Begin a run of a region: tokens at all of its starts, or at one of them."""
    scope = open_region(tables, state, region, holder, case, now)
    first, last = tables.regions[region]["start0"], tables.regions[region]["start1"]
    if tables.regions[region]["one_by_one"] == 1 and last > first:
        put(state, -1 - tables.starts[first], scope)
        state.scopes[scope]["next"] = first + 1
        return scope
    if tables.regions[region]["all"] == 1:
        before = state.counters[TODO_COUNT]
        for number in range(first, last):
            put(state, -1 - tables.starts[number], scope)
        if last - first > 1:
            visit = 0 if holder < 0 else turn(state, holder)
            element = tables.nodes[tables.starts[first]]["hash"]
            order_tokens(tables, state, before, stream_key(state.case_keys[case], element, visit, FOR_ROUTE))
        return scope
    chosen = first
    if last - first > 1:
        element = tables.nodes[tables.starts[first]]["hash"]
        u = uniform(stream_key(state.case_keys[case], element, 0, FOR_ROUTE), 0)
        while chosen < last - 1 and tables.start_shares[chosen] < u:
            chosen += 1
    put(state, -1 - tables.starts[chosen], scope)
    return scope


@compiled
def begin_root(tables: Tables, state: State, root: int, start: int, case: int, now: float) -> None:
    """Begin a process of a case, at a start event or (-1) at one of those that wait for nobody."""
    region = tables.roots[root]
    if start < 0:
        state.roots[case, root] = begin_scope(tables, state, region, -1, case, now)
        return
    scope = open_region(tables, state, region, -1, case, now)
    state.roots[case, root] = scope
    put(state, -1 - start, scope)


@compiled
def _arm(tables: Tables, state: State, start: int, scope: int, now: float) -> None:
    """Wait for the start event of an event sub-process while the scope runs. §10.3.5, §13.5.4."""
    node = tables.nodes[start]
    hears = node["hear1"] > node["hear0"]
    if node["law"] < 0 and not hears:
        return
    holder, case = state.scopes[scope]["holder"], state.scopes[scope]["case"]
    item = add_item(state, start, scope, -1, now)
    state.items[item]["visit"] = 0 if holder < 0 else state.items[holder]["visit"] * 64 + state.items[holder]["turn"]
    state.items[item]["left"] = node["repeats"]
    state.items[item]["state"] = LISTENING
    if hears:
        listen(tables, state, item, OCCURRED, start, now)
    key = stream_key(state.case_keys[case], node["hash"], state.items[item]["visit"], FOR_CHANCE)
    if node["law"] >= 0 and (node["probability"] >= 1.0 or uniform(key, 0) < node["probability"]):
        _set_alarm(tables, state, item, now)


@compiled
def _set_alarm(tables: Tables, state: State, item: int, now: float) -> None:
    state.items[item]["state"] = WAITING
    key = host_key(tables, state, item, state.items[item]["node"], FOR_EVENT) + np.uint64(state.items[item]["turn"])
    moment = moment_of(tables, state.items[item]["node"], key, now)
    code = ALARM if tables.nodes[state.items[item]["node"]]["hears_all"] == 1 else OCCURRED
    plan(state, moment, code, item, state.items[item]["node"])


@compiled
def start_event_scope(tables: Tables, state: State, item: int, now: float) -> None:
    """Let the event occur that an event sub-process waits for; where it repeats it is waited for again."""
    start, scope = state.items[item]["node"], state.items[item]["scope"]
    node = tables.nodes[start]
    if node["interrupting"] == 0 and node["law"] >= 0 and state.items[item]["left"] != 1:
        if state.items[item]["left"] > 1:
            state.items[item]["left"] -= 1
        state.items[item]["turn"] += 1
        _set_alarm(tables, state, item, now)
    open_event_scope(tables, state, start, scope, now)


@compiled
def open_event_scope(tables: Tables, state: State, start: int, scope: int, now: float) -> None:
    """Begin an event sub-process beside what runs in a scope, or (it interrupts) instead of it."""
    region = tables.nodes[start]["region"]
    at, case = tables.regions[region]["node"], state.scopes[scope]["case"]
    if tables.nodes[start]["interrupting"] == 1:
        interrupt_scope(tables, state, scope, now)
    state.scopes[scope]["tokens"] += 1
    state.visits[case, at] += 1
    count_visit(tables, state, at, case)
    holder = add_item(state, at, scope, -1, now)
    state.items[holder]["visit"] = state.visits[case, at]
    state.items[holder]["state"] = HOLDING
    put(state, -1 - start, open_region(tables, state, region, holder, case, now))
