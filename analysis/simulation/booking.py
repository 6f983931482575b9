"""What work adds up to: times and costs of cases, activities and pools, and the rows of the event log."""

from analysis.simulation.clock import worked_until
from analysis.simulation.codes import (
    APPLICANT,
    COST_APPLICANT,
    COST_OFFICE,
    FAULT,
    KEEPS_LOG,
    KEEPS_SERIES,
    LOG_COUNT,
    LOG_FULL,
    PROCESSING,
    S_CLOSED,
    S_CONTENTION,
    S_COST,
    S_DELAY,
    S_INSTANCES,
    S_INTERRUPTED,
    S_PROCESSING,
    S_WAITING,
    U_BUSY,
    U_COST,
    U_INSTANCES,
    U_QUEUE,
    U_WORK,
    WAITED,
    WARM_UP,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.spans import note_wait, note_work
from analysis.simulation.tables import State, Tables

__all__ = ["book", "count_wait", "log_row"]


@compiled
def book(tables: Tables, state: State, at: int, work: float, end: float) -> None:
    """Add an instance's times and costs to its case, its activity and its pool."""
    item = state.items[at]
    node = tables.nodes[item["node"]]
    unit = item["unit"]
    number = state.case_numbers[item["case"]]
    waiting = end - item["enable"] - work
    state.cases[number, PROCESSING] += work
    state.cases[number, WAITED] += waiting
    cost = 0.0
    if unit >= 0:
        cost = work * tables.units[unit]["rate"]
        if tables.units[unit]["applicant"] == 1:
            state.cases[number, APPLICANT] += work
            state.cases[number, COST_APPLICANT] += cost
        else:
            state.cases[number, COST_OFFICE] += cost
    queue = item["start"] - item["ready"]
    contention = _book_unit(tables, state, at, work, cost, end)
    if number < state.counters[WARM_UP]:
        return
    stats = state.stats[node["stat"]]
    stats[S_PROCESSING] += work
    stats[S_WAITING] += waiting
    stats[S_DELAY] += item["ready"] - item["enable"]
    stats[S_CONTENTION] += contention
    stats[S_CLOSED] += queue - contention
    stats[S_INTERRUPTED] += end - item["start"] - work
    if unit >= 0 and tables.units[unit]["applicant"] == 0:
        stats[S_COST] += cost


@compiled
def _book_unit(tables: Tables, state: State, at: int, work: float, cost: float, end: float) -> float:
    """Add to the pool's figures; return how long the item waited for it while it was open."""
    item = state.items[at]
    unit = item["unit"]
    if unit < 0:
        return float(item["start"] - item["ready"])
    calendar = tables.units[unit]["calendar"]
    contention = 0.0
    if item["start"] > item["ready"]:
        contention = worked_until(tables, calendar, item["start"]) - worked_until(tables, calendar, item["ready"])
    if state.counters[KEEPS_SERIES] == 1:
        note_wait(tables, state, unit, item["ready"], item["start"])
        note_work(tables, state, unit, -1, item["start"], end, 1.0)
    low, high = max(item["start"], state.window[0]), min(end, state.window[1])
    if high > low:
        busy = worked_until(tables, calendar, high) - worked_until(tables, calendar, low)
        state.unit_stats[unit, U_BUSY] += busy
    if state.case_numbers[item["case"]] >= state.counters[WARM_UP]:
        state.unit_stats[unit, U_WORK] += work
        state.unit_stats[unit, U_QUEUE] += contention
        state.unit_stats[unit, U_INSTANCES] += 1
        state.unit_stats[unit, U_COST] += cost
    return contention


@compiled
def count_wait(tables: Tables, state: State, at: int, node: int, now: float) -> None:
    """Book an item's wait for an event that has occurred at a node; a receive task is an activity in the log."""
    enable = state.items[at]["enable"]
    number = state.case_numbers[state.items[at]["case"]]
    state.cases[number, WAITED] += now - enable
    if state.counters[KEEPS_LOG] == 1 and tables.nodes[node]["logged"] == 1:
        log_row(state, at, node, number, now)
    if number >= state.counters[WARM_UP]:
        stat = tables.nodes[node]["stat"]
        state.stats[stat, S_INSTANCES] += 1
        state.stats[stat, S_WAITING] += now - enable
        state.stats[stat, S_DELAY] += now - enable


@compiled
def log_row(state: State, at: int, node: int, number: int, now: float) -> None:
    """Write a row of the event log for what an item has done at a node until `now`."""
    count = state.counters[LOG_COUNT]
    if count >= len(state.log):
        state.counters[FAULT] = LOG_FULL
        return
    state.counters[LOG_COUNT] = count + 1
    item = state.items[at]
    row = state.log[count]
    row["case"] = number
    row["node"] = node
    row["unit"] = item["unit"]
    row["member"] = item["member"]
    row["enable"] = item["enable"]
    row["start"] = item["start"]
    row["end"] = now
