"""Work and who does it: queues, members of pools who are all alike, opening hours."""

from analysis.simulation.agenda import plan
from analysis.simulation.booking import book, log_row
from analysis.simulation.clock import finish_time, next_open, worked_until
from analysis.simulation.codes import (
    COST_OFFICE,
    DELAYED,
    FEES,
    FINISHED,
    FOR_DELAY,
    FOR_WORK,
    KEEPS_LOG,
    MEMBERS_FIRST,
    MEMBERS_FREE,
    OPENS,
    QUEUED,
    READY,
    RUNNING,
    S_COST,
    S_FEE,
    S_INSTANCES,
    WAKES,
    WARM_UP,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.desk import begin_station_work, drop_station_work, make_station_ready
from analysis.simulation.draws import draw
from analysis.simulation.keys import work_key
from analysis.simulation.tables import State, Tables

__all__ = ["begin_work", "drop_work", "end_work", "make_ready", "serve"]


@compiled
def begin_work(tables: Tables, state: State, at: int, now: float) -> None:
    """Begin an activity instance: its delay first, if it has one."""
    item = state.items[at]
    node = tables.nodes[item["node"]]
    if node["station"] >= 0:
        begin_station_work(tables, state, at, now)
        return
    if node["delay"] < 0:
        make_ready(tables, state, at, now)
        return
    item["state"] = DELAYED
    delay = draw(tables.laws[node["delay"]], tables.values, work_key(tables, state, at, FOR_DELAY))
    plan(state, now + delay, READY, at, 0)


@compiled
def make_ready(tables: Tables, state: State, at: int, now: float) -> None:
    """Let work be taken up: at once where nobody is needed, else by the first who is free, else after a wait."""
    item = state.items[at]
    node = tables.nodes[item["node"]]
    item["ready"] = now
    if node["station"] >= 0:
        make_station_ready(tables, state, at, now)
        return
    if node["law"] >= 0:
        item["work"] = draw(tables.laws[node["law"]], tables.values, work_key(tables, state, at, FOR_WORK))
    if node["group"] < 0:
        item["state"] = RUNNING
        item["start"] = now
        plan(state, now + item["work"], FINISHED, at, 0)
        return
    group = tables.groups[node["group"]]
    only = tables.group_units[group["unit0"]]
    if tables.units[only]["amount"] < 0:
        _start(tables, state, at, only, -1, next_open(tables, tables.units[only]["calendar"], now))
        return
    _join_queue(state, at, node["group"])
    for number in range(group["unit0"], group["unit1"]):
        unit = tables.group_units[number]
        if state.unit_state[unit, MEMBERS_FREE] > 0:
            serve(tables, state, unit, now)
            if item["state"] != QUEUED:
                return


@compiled
def _join_queue(state: State, at: int, group: int) -> None:
    item = state.items[at]
    last = state.queue_ends[group, 1]
    item["state"] = QUEUED
    item["group"] = group
    item["queue_before"] = last
    item["queue_after"] = -1
    item["order"] = state.counters[1]
    state.counters[1] += 1
    if last >= 0:
        state.items[last]["queue_after"] = at
    else:
        state.queue_ends[group, 0] = at
    state.queue_ends[group, 1] = at


@compiled
def _leave_queue(state: State, at: int) -> None:
    item = state.items[at]
    group, before, after = item["group"], item["queue_before"], item["queue_after"]
    if before >= 0:
        state.items[before]["queue_after"] = after
    else:
        state.queue_ends[group, 0] = after
    if after >= 0:
        state.items[after]["queue_before"] = before
    else:
        state.queue_ends[group, 1] = before


@compiled
def _next_in_line(tables: Tables, state: State, unit: int) -> int:
    """Return the waiting item of the highest priority, the one that has waited longest among equals, or -1."""
    best, best_priority, best_order = -1, 0, 0
    for number in range(tables.units[unit]["group0"], tables.units[unit]["group1"]):
        group = tables.unit_groups[number]
        at = state.queue_ends[group, 0]
        if at < 0:
            continue
        priority, order = tables.groups[group]["priority"], state.items[at]["order"]
        if best < 0 or priority > best_priority or (priority == best_priority and order < best_order):
            best, best_priority, best_order = at, priority, order
    return int(best)


@compiled
def serve(tables: Tables, state: State, unit: int, now: float) -> None:
    """Give waiting work to the free members of a pool, or set an alarm for its next opening."""
    while state.unit_state[unit, MEMBERS_FREE] > 0:
        at = _next_in_line(tables, state, unit)
        if at < 0:
            return
        opening = next_open(tables, tables.units[unit]["calendar"], now)
        if opening > now:
            if state.unit_state[unit, WAKES] == 0:
                state.unit_state[unit, WAKES] = 1
                plan(state, opening, OPENS, 0, unit)
            return
        _leave_queue(state, at)
        _start(tables, state, at, unit, _take_member(tables, state, unit), now)


@compiled
def _take_member(tables: Tables, state: State, unit: int) -> int:
    """Return the member who has been free longest."""
    first = state.unit_state[unit, MEMBERS_FIRST]
    base, amount = tables.units[unit]["member0"], tables.units[unit]["amount"]
    state.unit_state[unit, MEMBERS_FIRST] = (first + 1) % amount
    state.unit_state[unit, MEMBERS_FREE] -= 1
    return int(state.free_members[base + first])


@compiled
def _give_back(tables: Tables, state: State, unit: int, member: int) -> None:
    base, amount = tables.units[unit]["member0"], tables.units[unit]["amount"]
    last = (state.unit_state[unit, MEMBERS_FIRST] + state.unit_state[unit, MEMBERS_FREE]) % amount
    state.free_members[base + last] = member
    state.unit_state[unit, MEMBERS_FREE] += 1


@compiled
def _start(tables: Tables, state: State, at: int, unit: int, member: int, start: float) -> None:
    item = state.items[at]
    item["state"] = RUNNING
    item["unit"] = unit
    item["member"] = member
    item["start"] = start
    plan(state, finish_time(tables, tables.units[unit]["calendar"], start, item["work"]), FINISHED, at, 0)


@compiled
def end_work(tables: Tables, state: State, at: int, now: float) -> None:
    """Book a finished activity instance and let its member take up the next."""
    item = state.items[at]
    node = tables.nodes[item["node"]]
    unit = item["unit"]
    book(tables, state, at, item["work"], now)
    number = state.case_numbers[item["case"]]
    state.cases[number, FEES] += node["fee"]
    state.cases[number, COST_OFFICE] += node["fixed_cost"]
    if number >= state.counters[WARM_UP]:
        state.stats[node["stat"], S_INSTANCES] += 1
        state.stats[node["stat"], S_FEE] += node["fee"]
        state.stats[node["stat"], S_COST] += node["fixed_cost"]
    if state.counters[KEEPS_LOG] == 1:
        log_row(state, at, item["node"], number, now)
    if unit >= 0 and tables.units[unit]["amount"] > 0:
        _give_back(tables, state, unit, item["member"])
        serve(tables, state, unit, now)


@compiled
def drop_work(tables: Tables, state: State, at: int, now: float) -> None:
    """Stop an activity instance that is interrupted: book what was done and free who did it."""
    item = state.items[at]
    unit = item["unit"]
    if tables.nodes[item["node"]]["station"] >= 0:
        drop_station_work(tables, state, at, now)
        return
    if item["state"] == QUEUED:
        _leave_queue(state, at)
        item["start"] = now
        book(tables, state, at, 0.0, now)
        return
    if item["state"] == DELAYED:
        item["ready"] = now
        item["start"] = now
        book(tables, state, at, 0.0, now)
        return
    if unit < 0:
        book(tables, state, at, now - item["start"], now)
        return
    calendar = tables.units[unit]["calendar"]
    item["start"] = min(item["start"], now)
    done = worked_until(tables, calendar, now) - worked_until(tables, calendar, item["start"])
    book(tables, state, at, done, now)
    if tables.units[unit]["amount"] > 0:
        _give_back(tables, state, unit, item["member"])
        item["state"] = FINISHED
        serve(tables, state, unit, now)
