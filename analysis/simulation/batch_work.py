"""How a batch is worked on: as one piece of work, one after the other, or all at once in turns.

In turns is processor sharing: of n that are in work each gets the n-th part of the person's time, so that the next to
be done is the one with the least left (Kleinrock, Queueing Systems II, 1976, §4.4).
"""

import numpy as np

from analysis.simulation.agenda import plan
from analysis.simulation.assigning import assign, full_work
from analysis.simulation.clock import finish_time, next_open
from analysis.simulation.codes import D_BATCH, FINISHED, FOR_BATCH, IN_TURNS, ONE_BY_ONE, RUNNING
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import draw
from analysis.simulation.keys import further_key
from analysis.simulation.station_booking import calendar_of, open_between
from analysis.simulation.tables import State, Tables

__all__ = [
    "begin_member",
    "end_turns_of",
    "least_of_turns",
    "pass_turns",
    "plan_next_of_turns",
    "start_batch",
]


@compiled
def start_batch(tables: Tables, state: State, carrier: int, change: float, start: float) -> None:
    """Start a batch: all of it at once, or its first."""
    station_number = tables.nodes[state.items[carrier]["node"]]["station"]
    station = tables.stations[station_number]
    work = state.works[carrier]
    if state.desks[station_number, D_BATCH] == carrier:
        state.desks[station_number, D_BATCH] = -1
    work["size"] = work["count"]
    set_up = change
    if station["batch_set_up"] >= 0:
        key = further_key(tables, state, work["first"], FOR_BATCH)
        set_up += draw(tables.laws[station["batch_set_up"]], tables.values, key)
    if station["together"] == ONE_BY_ONE:
        begin_member(tables, state, carrier, set_up, start)
        return
    if station["together"] == IN_TURNS:
        _begin_in_turns(tables, state, carrier, set_up, start)
        return
    first = work["first"]
    assign(tables, state, first, work["skill"])
    duration = full_work(tables, state, first) * _factor(tables, station, work["size"])
    member = first
    while member >= 0:
        assign(tables, state, member, work["skill"])
        _begin(state, member, duration, set_up, start)
        state.works[member]["order"] = work["order"]
        state.works[member]["share"] = 1.0 / work["size"]
        member = state.works[member]["after"]
    plan(
        state, finish_time(tables, calendar_of(tables, state, carrier), start, set_up + duration), FINISHED, carrier, 0
    )


@compiled
def begin_member(tables: Tables, state: State, carrier: int, set_up: float, start: float) -> None:
    """Begin the next instance of a batch that one person does one after the other."""
    work = state.works[carrier]
    station = tables.stations[tables.nodes[state.items[carrier]["node"]]["station"]]
    member = work["first"]
    assign(tables, state, member, work["skill"])
    duration = full_work(tables, state, member) * _factor(tables, station, work["size"])
    calendar = calendar_of(tables, state, carrier)
    begin = next_open(tables, calendar, start)
    _begin(state, member, duration, set_up, begin)
    state.works[member]["order"] = work["order"]
    plan(state, finish_time(tables, calendar, begin, set_up + duration), FINISHED, carrier, 0)


@compiled
def _begin(state: State, member: int, duration: float, set_up: float, start: float) -> None:
    item = state.items[member]
    item["state"] = RUNNING
    item["start"] = start
    item["work"] = duration
    state.works[member]["set_up"] = set_up


@compiled
def _factor(tables: Tables, station: np.void, size: int) -> float:
    """Return by what a batch of a size multiplies durations."""
    factor = 1.0
    for number in range(station["factor0"], station["factor1"]):
        if tables.values[number, 0] <= size:
            factor = tables.values[number, 1]
    return float(factor)


@compiled
def _begin_in_turns(tables: Tables, state: State, carrier: int, set_up: float, start: float) -> None:
    """Begin all of a batch at once; one person turns from one to another, each getting an equal part of the time."""
    work = state.works[carrier]
    station = tables.stations[tables.nodes[state.items[carrier]["node"]]["station"]]
    member = work["first"]
    while member >= 0:
        assign(tables, state, member, work["skill"])
        duration = full_work(tables, state, member) * _factor(tables, station, work["size"])
        _begin(state, member, duration, set_up, start)
        state.works[member]["order"] = work["order"]
        state.works[member]["left"] = duration
        member = state.works[member]["after"]
    work["begun"] = finish_time(tables, calendar_of(tables, state, carrier), start, set_up)
    plan_next_of_turns(tables, state, carrier)


@compiled
def plan_next_of_turns(tables: Tables, state: State, carrier: int) -> None:
    """Plan when the next of a batch that is done in turns is done."""
    work = state.works[carrier]
    least = state.works[least_of_turns(state, carrier)]["left"]
    calendar = calendar_of(tables, state, carrier)
    begin = next_open(tables, calendar, work["begun"])
    plan(state, finish_time(tables, calendar, begin, least * work["count"]), FINISHED, carrier, 0)


@compiled
def least_of_turns(state: State, carrier: int) -> int:
    """Return which of a batch has the least left to do, the first of several."""
    best = member = state.works[carrier]["first"]
    while member >= 0:
        if state.works[member]["left"] < state.works[best]["left"]:
            best = member
        member = state.works[member]["after"]
    return int(best)


@compiled
def pass_turns(tables: Tables, state: State, carrier: int, now: float) -> None:
    """Take what has been done in turns until now off what is left of each."""
    work = state.works[carrier]
    part = open_between(tables, calendar_of(tables, state, carrier), work["begun"], now) / work["count"]
    work["begun"] = max(work["begun"], now)
    member = work["first"]
    while member >= 0:
        state.works[member]["left"] = max(0.0, state.works[member]["left"] - part)
        member = state.works[member]["after"]


@compiled
def end_turns_of(tables: Tables, state: State, carrier: int, member: int, now: float) -> None:
    """Say of one of a batch done in turns how much of the time since its start was for it, before that is booked."""
    work = state.works[member]
    spent = open_between(tables, calendar_of(tables, state, member), state.items[member]["start"], now)
    set_up = min(work["set_up"], spent)
    own = state.items[member]["work"] - work["left"] + set_up / state.works[carrier]["size"]
    work["set_up"] = set_up
    state.items[member]["work"] = spent - set_up
    work["share"] = min(1.0, own / spent) if spent > 0.0 else 1.0 / state.works[carrier]["size"]
