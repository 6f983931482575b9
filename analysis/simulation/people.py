"""Who takes up what: persons with calendars of their own, each with the stations they can serve."""

import numpy as np

from analysis.simulation.agenda import plan
from analysis.simulation.assigning import assign, full_work
from analysis.simulation.batch_work import start_batch
from analysis.simulation.clock import finish_time, next_open
from analysis.simulation.codes import (
    D_FIRST,
    FINISHED,
    FOR_REST,
    FOR_SET_UP,
    FOR_SETBACK,
    NEXT_ORDER,
    P_FREE,
    P_LAST,
    P_ORDER,
    P_WAKES,
    PERSON_OPENS,
    RUNNING,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import draw, uniform
from analysis.simulation.keys import further_key
from analysis.simulation.lines import comes_before, leave_line
from analysis.simulation.station_booking import calendar_of
from analysis.simulation.tables import State, Tables

__all__ = ["free_person", "seek_person", "serve_person", "start_work"]


@compiled
def seek_person(tables: Tables, state: State, station: int, now: float) -> None:
    """Let the free person who is open and has been free longest serve a station; else wake those who open later.

    Where work is given out at any hour nobody who is free is left, so that nobody need be woken.
    """
    skill = _longest_free(tables, state, station, now)
    if skill >= 0:
        serve_person(tables, state, tables.skills[skill]["person"], now)
        return
    for number in range(tables.stations[station]["skill0"], tables.stations[station]["skill1"]):
        person = tables.skills[number]["person"]
        if state.persons[person, P_FREE] == 1 and state.persons[person, P_WAKES] == 0:
            _wake_at_opening(tables, state, person, now)


@compiled
def _longest_free(tables: Tables, state: State, station: int, now: float) -> int:
    """Return the skill of a free and open person, or -1: of the first such pool, of its people who is free longest.

    Where work is given out at any hour: of who is free longest, of all pools, open or not.
    """
    at_any_hour = tables.stations[station]["at_any_hour"] == 1
    best = -1
    best_order = 0
    known, is_open = -2, False  # most people of a pool have the same calendar: it is looked up once
    for number in range(tables.stations[station]["skill0"], tables.stations[station]["skill1"]):
        skill = tables.skills[number]
        person = skill["person"]
        if best >= 0 and not at_any_hour and skill["choice"] > tables.skills[best]["choice"]:
            break
        order = state.persons[person, P_ORDER]
        if state.persons[person, P_FREE] == 0 or (best >= 0 and order >= best_order):
            continue
        calendar = tables.persons[person]["calendar"]
        if at_any_hour:
            is_open = True
        elif calendar != known:
            known, is_open = calendar, next_open(tables, calendar, now) <= now
        if is_open:
            best, best_order = number, order
    return best


@compiled
def _wake_at_opening(tables: Tables, state: State, person: int, now: float) -> bool:
    """Set an alarm for the next opening of a person; say whether they are closed now."""
    opening = next_open(tables, tables.persons[person]["calendar"], now)
    if opening <= now:
        return False
    if state.persons[person, P_WAKES] == 0:
        state.persons[person, P_WAKES] = 1
        plan(state, opening, PERSON_OPENS, 0, person)
    return True


@compiled
def _first_station(tables: Tables, state: State, person: int) -> int:
    """Return the station with the item that this person must do next, or -1."""
    best = -1
    for number in range(tables.persons[person]["skill0"], tables.persons[person]["skill1"]):
        station = tables.skills[tables.person_skills[number]]["station"]
        first = state.desks[station, D_FIRST]
        if first >= 0 and (best < 0 or comes_before(state, first, state.desks[best, D_FIRST])):
            best = station
    return int(best)


@compiled
def serve_person(tables: Tables, state: State, person: int, now: float) -> None:
    """Give a free person the work that is next, or wake them at their opening.

    Where a colleague has been free longer and can do it too (both open at this moment, or work is given out at any
    hour), the colleague gets it.
    """
    while state.persons[person, P_FREE] == 1:
        station = _first_station(tables, state, person)
        if station < 0:
            return
        if tables.stations[station]["at_any_hour"] == 0 and _wake_at_opening(tables, state, person, now):
            return
        start_work(tables, state, state.desks[station, D_FIRST], _longest_free(tables, state, station, now), now)


@compiled
def free_person(tables: Tables, state: State, skill: int, now: float) -> None:
    """Let the person of a skill be free and take up the next work."""
    if skill < 0:
        return
    person = tables.skills[skill]["person"]
    state.persons[person, P_FREE] = 1
    state.persons[person, P_ORDER] = state.counters[NEXT_ORDER]
    state.counters[NEXT_ORDER] += 1
    serve_person(tables, state, person, now)


@compiled
def start_work(tables: Tables, state: State, at: int, skill: int, now: float) -> None:
    """Start an instance, or a batch, by a skill; -1: by nobody, or by a pool of as many as needed when it opens."""
    station = tables.nodes[state.items[at]["node"]]["station"]
    change = 0.0
    if skill >= 0:
        leave_line(state, station, at)
        person = tables.skills[skill]["person"]
        state.persons[person, P_FREE] = 0
        change = _change_over(tables, state, at, person, station)
    assign(tables, state, at, skill)
    state.items[at]["state"] = RUNNING
    start = next_open(tables, calendar_of(tables, state, at), now)
    state.items[at]["start"] = start
    if state.works[at]["gathers"] == 1:
        start_batch(tables, state, at, change, start)
        return
    work = _round_work(tables, state, at)
    state.items[at]["work"] = work
    state.works[at]["set_up"] = change
    plan(state, finish_time(tables, calendar_of(tables, state, at), start, change + work), FINISHED, at, 0)


@compiled
def _change_over(tables: Tables, state: State, at: int, person: int, station: int) -> float:
    """Return the set-up time of a person who did something else before; nothing at their first work."""
    last = state.persons[person, P_LAST]
    state.persons[person, P_LAST] = station
    law = tables.stations[station]["set_up"]
    if law < 0 or last < 0 or last == station:
        return 0.0
    first = state.works[at]["first"] if state.works[at]["gathers"] == 1 else at
    return draw(tables.laws[law], tables.values, further_key(tables, state, first, FOR_SET_UP))


@compiled
def _round_work(tables: Tables, state: State, at: int) -> float:
    """Return the work until an instance is done or set back, and decide which of the two."""
    work = state.works[at]
    station = tables.stations[tables.nodes[state.items[at]["node"]]["station"]]
    rounds = work["rounds"]
    if rounds > 0 and station["rest"] >= 0:
        speed = tables.skills[work["skill"]]["speed"] if work["skill"] >= 0 else 1.0
        key = further_key(tables, state, at, FOR_REST) + np.uint64(rounds)
        left = draw(tables.laws[station["rest"]], tables.values, key) / speed
    else:
        left = full_work(tables, state, at) * work["left"]
    work["stops"] = 0
    if rounds < station["setbacks"]:
        chance = uniform(further_key(tables, state, at, FOR_SETBACK), rounds)
        if chance < station["probability"]:
            work["stops"] = 1
            if station["rest"] < 0:
                return float(left * (1.0 - station["share"]))
    return float(left)
