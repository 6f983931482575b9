"""What work at a station adds up to, every second of waiting under its cause."""

from analysis.simulation.booking import log_row
from analysis.simulation.clock import worked_until
from analysis.simulation.codes import (
    APPLICANT,
    COST_APPLICANT,
    COST_OFFICE,
    FAULT,
    FEES,
    KEEPS_LOG,
    KEEPS_SERIES,
    M_BUSY,
    M_COST,
    M_INSTANCES,
    M_WORK,
    PIECE_COUNT,
    PIECES_FULL,
    PROCESSING,
    S_BATCHING,
    S_CLOSED,
    S_CONTENTION,
    S_COST,
    S_DELAY,
    S_FEE,
    S_INSTANCES,
    S_INTERRUPTED,
    S_PROCESSING,
    S_SET_UP,
    S_SETBACK,
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

__all__ = ["book_instance", "book_round", "calendar_of", "open_between"]


@compiled
def calendar_of(tables: Tables, state: State, at: int) -> int:
    """Return the calendar of who does an item: a person's own, else the pool's, else -1."""
    skill = state.works[at]["skill"]
    if skill >= 0:
        return int(tables.persons[tables.skills[skill]["person"]]["calendar"])
    unit = state.items[at]["unit"]
    return int(tables.units[unit]["calendar"]) if unit >= 0 else -1


@compiled
def open_between(tables: Tables, calendar: int, begin: float, end: float) -> float:
    """Return how long a calendar is open between two moments; 0 where the second is the earlier."""
    if end <= begin:
        return 0.0
    return worked_until(tables, calendar, end) - worked_until(tables, calendar, begin)


@compiled
def book_round(tables: Tables, state: State, at: int, work: float, set_up: float, end: float) -> None:
    """Add one round of an instance, enabled to `end`: `work` of it was done, and before that `set_up`.

    The causes of waiting add up to end - enable - work: delay or setback to `ready`, less what it was gathered in a
    batch; then contention and closing time until `start`; then set-up, and what work lies over closing time.
    """
    item, extra = state.items[at], state.works[at]
    node = tables.nodes[item["node"]]
    number = state.case_numbers[item["case"]]
    waiting = end - item["enable"] - work
    state.cases[number, PROCESSING] += work
    state.cases[number, WAITED] += waiting
    queue = item["start"] - item["ready"]
    contention = open_between(tables, calendar_of(tables, state, at), item["ready"], item["start"])
    cost = _book_cost(tables, state, at, work, set_up)
    _book_people(tables, state, at, (work + set_up) * extra["share"], contention, cost, end)
    if number < state.counters[WARM_UP]:
        return
    stats = state.stats[node["stat"]]
    before = item["ready"] - item["enable"] - extra["batched"]
    stats[S_SETBACK if extra["rounds"] > 0 else S_DELAY] += before
    stats[S_PROCESSING] += work
    stats[S_WAITING] += waiting
    stats[S_BATCHING] += extra["batched"]
    stats[S_CONTENTION] += contention
    stats[S_CLOSED] += queue - contention
    stats[S_SET_UP] += set_up
    stats[S_INTERRUPTED] += end - item["start"] - work - set_up
    if item["unit"] < 0 or tables.units[item["unit"]]["applicant"] == 0:
        stats[S_COST] += cost


@compiled
def _book_cost(tables: Tables, state: State, at: int, work: float, set_up: float) -> float:
    """Add what the time of who did it costs to the case's cost; return it."""
    extra, unit = state.works[at], state.items[at]["unit"]
    if unit < 0:
        return 0.0
    number = state.case_numbers[state.items[at]["case"]]
    rate = tables.units[unit]["rate"]
    if extra["skill"] >= 0:
        rate = tables.skills[extra["skill"]]["rate"]
    cost = (work + set_up) * extra["share"] * rate
    if tables.units[unit]["applicant"] == 1:
        state.cases[number, APPLICANT] += work
        state.cases[number, COST_APPLICANT] += cost
    else:
        state.cases[number, COST_OFFICE] += cost
    return float(cost)


@compiled
def _book_people(
    tables: Tables, state: State, at: int, work: float, contention: float, cost: float, end: float
) -> None:
    """Add to the figures of the pool and of the person: `work` is the share of their time that this instance took."""
    item, extra = state.items[at], state.works[at]
    unit, skill = item["unit"], extra["skill"]
    if unit < 0:
        return
    calendar = calendar_of(tables, state, at)
    if state.counters[KEEPS_SERIES] == 1:
        note_wait(tables, state, unit, item["ready"], item["start"])
        note_work(tables, state, unit, skill, item["start"], end, extra["share"])
    low, high = max(item["start"], state.window[0]), min(end, state.window[1])
    busy = open_between(tables, calendar, low, high) * extra["share"]
    state.unit_stats[unit, U_BUSY] += busy
    is_counted = state.case_numbers[item["case"]] >= state.counters[WARM_UP]
    if is_counted:
        state.unit_stats[unit, U_WORK] += work
        state.unit_stats[unit, U_QUEUE] += contention
        state.unit_stats[unit, U_INSTANCES] += 1 - extra["stops"]
        state.unit_stats[unit, U_COST] += cost
    if skill < 0:
        return
    person = tables.skills[skill]["person"]
    state.skill_stats[skill, M_BUSY] += busy
    if is_counted:
        state.skill_stats[skill, M_WORK] += work
        state.skill_stats[skill, M_INSTANCES] += 1 - extra["stops"]
        state.skill_stats[skill, M_COST] += cost
    if tables.stations[tables.nodes[item["node"]]["station"]]["records"] == 1:
        spent = open_between(tables, calendar, item["start"], end) * extra["share"]
        _record(tables, state, at, person, contention, spent, is_counted)


@compiled
def _record(
    tables: Tables, state: State, at: int, person: int, contention: float, spent: float, is_counted: bool
) -> None:
    """Note who did this when it had come when: from that it is told later who was overtaken by whom."""
    count = state.counters[PIECE_COUNT]
    if count >= len(state.pieces):
        state.counters[FAULT] = PIECES_FULL
        return
    state.counters[PIECE_COUNT] = count + 1
    piece = state.pieces[count]
    piece["person"] = person
    piece["order"] = state.works[at]["order"]
    piece["stat"] = tables.nodes[state.items[at]["node"]]["stat"]
    piece["counted"] = 1 if is_counted else 0
    piece["contention"] = contention
    piece["busy"] = spent


@compiled
def book_instance(tables: Tables, state: State, at: int, now: float) -> None:
    """Book the last round of an instance that is done, its fee and fixed cost, and its row in the log."""
    item, extra = state.items[at], state.works[at]
    node = tables.nodes[item["node"]]
    book_round(tables, state, at, item["work"], extra["set_up"], now)
    number = state.case_numbers[item["case"]]
    state.cases[number, FEES] += node["fee"]
    state.cases[number, COST_OFFICE] += node["fixed_cost"]
    if item["unit"] >= 0:
        state.case_units[item["case"]] = item["unit"]
    if number >= state.counters[WARM_UP]:
        state.stats[node["stat"], S_INSTANCES] += 1
        state.stats[node["stat"], S_FEE] += node["fee"]
        state.stats[node["stat"], S_COST] += node["fixed_cost"]
    if state.counters[KEEPS_LOG] == 1:
        if extra["rounds"] > 0:
            item["enable"] = extra["origin"]
            item["start"] = extra["begun"]
        log_row(state, at, item["node"], number, now)
