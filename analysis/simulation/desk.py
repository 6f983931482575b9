"""Work at stations: how an instance begins there, gets ready, is set back, and is dropped."""

import numpy as np

from analysis.simulation.agenda import plan
from analysis.simulation.batch_work import begin_member, end_turns_of, pass_turns, plan_next_of_turns
from analysis.simulation.batches import dissolve, gather, take_out
from analysis.simulation.codes import (
    ARRIVED,
    DELAYED,
    FOR_APPLICANT,
    FOR_DELAY,
    FOR_TRANSFER,
    GATHERED,
    IN_TURNS,
    NEXT_ORDER,
    QUEUED,
    READY,
    RUNNING,
    SET_BACK,
    TOGETHER,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import draw
from analysis.simulation.keys import further_key, work_key
from analysis.simulation.lines import join_line, leave_line
from analysis.simulation.people import free_person, seek_person, start_work
from analysis.simulation.rule_codes import IS_NUMBER
from analysis.simulation.rules import run_program
from analysis.simulation.station_booking import book_round, calendar_of, open_between
from analysis.simulation.tables import State, Tables

__all__ = ["begin_station_work", "drop_station_work", "make_station_ready", "set_back"]


@compiled
def begin_station_work(tables: Tables, state: State, at: int, now: float) -> None:
    """Begin an activity instance: the way to who does it and its delay first, if it has them."""
    item, work = state.items[at], state.works[at]
    node = tables.nodes[item["node"]]
    work["skill"] = -1
    work["gathers"] = 0
    work["carrier"] = -1
    work["rounds"] = 0
    work["stops"] = 0
    work["batched"] = 0.0
    work["set_up"] = 0.0
    work["share"] = 1.0
    work["left"] = 1.0
    transfer = _transfer(tables, state, at)
    if transfer < 0 and node["delay"] < 0:
        item["ready"] = now
        make_station_ready(tables, state, at, now)
        return
    later = now
    if transfer >= 0:
        later += draw(tables.laws[transfer], tables.values, further_key(tables, state, at, FOR_TRANSFER))
    if node["delay"] >= 0:
        later += draw(tables.laws[node["delay"]], tables.values, work_key(tables, state, at, FOR_DELAY))
    item["state"] = DELAYED
    plan(state, later, READY, at, 0)


@compiled
def _transfer(tables: Tables, state: State, at: int) -> int:
    """Return the law of the way from the pool that had the case last, or -1."""
    source = state.case_units[state.items[at]["case"]]
    target = tables.stations[tables.nodes[state.items[at]["node"]]["station"]]["unit"]
    if source < 0 or target < 0 or source == target:
        return -1
    return int(tables.transfers[source, target])


@compiled
def make_station_ready(tables: Tables, state: State, at: int, now: float) -> None:
    """Let an instance join a batch, stand in line, or start where nobody's time is needed."""
    item, work = state.items[at], state.works[at]
    number = tables.nodes[item["node"]]["station"]
    station = tables.stations[number]
    item["ready"] = now
    work["rank"] = station["rank"]
    work["due"] = 0.0
    if station["by_rank"] == 1:
        work["rank"] += round(_said(tables, state, tables.order_programs[0], item["case"], 0.0))
    elif station["by_due"] == 1:
        work["due"] = now + station["due"] if station["due"] < np.inf else _case_due(tables, state, item["case"])
    if station["batched"] == 1:
        gather(tables, state, at, now)
        return
    work["order"] = state.counters[NEXT_ORDER]
    state.counters[NEXT_ORDER] += 1
    if station["skill0"] == station["skill1"]:
        start_work(tables, state, at, -1, now)
        return
    item["state"] = QUEUED
    join_line(state, number, at)
    seek_person(tables, state, number, now)


@compiled
def _case_due(tables: Tables, state: State, case: int) -> float:
    """Return when a case is due: as its rule says, else as promised."""
    arrived = state.cases[state.case_numbers[case], ARRIVED]
    return float(arrived + _said(tables, state, tables.order_programs[1], case, tables.promise[0]))


@compiled
def _said(tables: Tables, state: State, program: int, case: int, otherwise: float) -> float:
    """Return the number that a rule gives for a case; `otherwise` where there is no rule or it gives no number."""
    if program < 0:
        return otherwise
    run_program(tables, state, program, case)
    return float(state.stack[0, 1]) if state.stack[0, 0] == IS_NUMBER else otherwise


@compiled
def set_back(tables: Tables, state: State, at: int, now: float) -> None:
    """Stop a piece of work because something is missing; who did it is free, and it queues again when that has come."""
    item, work = state.items[at], state.works[at]
    station = tables.stations[tables.nodes[item["node"]]["station"]]
    book_round(tables, state, at, item["work"], work["set_up"], now)
    if work["rounds"] == 0:
        work["origin"] = item["enable"]
        work["begun"] = item["start"]
    work["rounds"] += 1
    work["stops"] = 0
    if station["rest"] < 0:
        work["left"] *= station["share"]
    skill = work["skill"]
    work["skill"] = -1
    work["batched"] = 0.0
    work["set_up"] = 0.0
    item["unit"] = -1
    item["enable"] = now
    item["state"] = SET_BACK
    key = further_key(tables, state, at, FOR_APPLICANT) + np.uint64(work["rounds"])
    plan(state, now + draw(tables.laws[station["applicant"]], tables.values, key), READY, at, 0)
    free_person(tables, state, skill, now)


@compiled
def drop_station_work(tables: Tables, state: State, at: int, now: float) -> None:
    """Stop an instance that is interrupted: book what was done, and free who did it."""
    doing = state.items[at]["state"]
    if state.works[at]["carrier"] >= 0:
        _drop_from_batch(tables, state, at, now)
    elif doing == RUNNING:
        _book_part(tables, state, at, now)
        free_person(tables, state, state.works[at]["skill"], now)
    else:
        if doing == QUEUED:
            leave_line(state, tables.nodes[state.items[at]["node"]]["station"], at)
        else:
            state.items[at]["ready"] = now
        state.items[at]["start"] = now
        book_round(tables, state, at, 0.0, 0.0, now)


@compiled
def _book_part(tables: Tables, state: State, at: int, now: float) -> None:
    """Book the part of a piece of work that was done; its set-up came first."""
    item = state.items[at]
    item["start"] = min(item["start"], now)
    spent = open_between(tables, calendar_of(tables, state, at), item["start"], now)
    set_up = min(state.works[at]["set_up"], spent)
    book_round(tables, state, at, spent - set_up, set_up, now)


@compiled
def _drop_from_batch(tables: Tables, state: State, at: int, now: float) -> None:
    item = state.items[at]
    was_running = item["state"] == RUNNING
    how = tables.stations[tables.nodes[item["node"]]["station"]]["together"]
    if was_running and how == IN_TURNS:
        pass_turns(tables, state, state.works[at]["carrier"], now)
        end_turns_of(tables, state, state.works[at]["carrier"], at, now)
    carrier = take_out(state, at)
    if was_running:
        _book_part(tables, state, at, now)
    else:
        if state.items[carrier]["state"] == GATHERED:
            state.works[at]["batched"] = now - item["ready"]
            item["ready"] = now
        item["start"] = now
        book_round(tables, state, at, 0.0, 0.0, now)
    if state.works[carrier]["count"] == 0:
        dissolve(tables, state, carrier, now)
    elif was_running and how != TOGETHER:
        state.items[carrier]["generation"] += 1  # the end of what was dropped is void
        if how == IN_TURNS:
            plan_next_of_turns(tables, state, carrier)
        else:
            begin_member(tables, state, carrier, 0.0, now)
