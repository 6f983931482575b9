"""Batches: instances gathered until there are enough of them or it is time, then done together or one after the other.

A batch is an item of its own outside all cases, the carrier: it stands in line and is worked on for those it carries,
which are chained by `before` and `after` and wait in it.
"""

import numpy as np

from analysis.simulation.agenda import plan
from analysis.simulation.clock import next_open
from analysis.simulation.codes import (
    BATCH_DUE,
    D_BATCH,
    D_FLUSHED,
    FAULT,
    FOR_GATHERING,
    FREE,
    FREE_ITEM_COUNT,
    GATHERED,
    ITEMS_FULL,
    NEXT_ORDER,
    QUEUED,
    RUNNING,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import draw
from analysis.simulation.keys import further_key
from analysis.simulation.lines import join_line, leave_line
from analysis.simulation.people import free_person, seek_person, start_work
from analysis.simulation.tables import State, Tables

__all__ = ["dissolve", "flush_batches", "gather", "let_go_in_time", "take_out"]

_FOR_PAUSE, _FOR_ALONE = np.uint64(1), np.uint64(2)
_FOR_SEVERAL = -1


@compiled
def gather(tables: Tables, state: State, at: int, now: float) -> None:
    """Put an instance into the batch that gathers at its station, or begin one; let it go when it is large enough."""
    number = tables.nodes[state.items[at]["node"]]["station"]
    station = tables.stations[number]
    carrier = state.desks[number, D_BATCH]
    if carrier < 0:
        carrier = _new_carrier(state, state.items[at]["node"])
        state.desks[number, D_BATCH] = carrier
        _set_alarms(tables, state, carrier, at, now)
    _append(state, carrier, at)
    state.items[at]["state"] = GATHERED
    count = state.works[carrier]["count"]
    is_full = station["most"] > 0 and count >= station["most"]
    if is_full:
        state.desks[number, D_BATCH] = -1
    is_enough = (station["least"] > 0 and count >= station["least"]) or state.works[carrier]["ripe"] == 1
    if state.items[carrier]["state"] == GATHERED and (is_enough or is_full):
        _let_go(tables, state, carrier, now)
    elif state.items[carrier]["state"] == GATHERED and station["pause"] >= 0:
        _await_another(tables, state, carrier, at, now)


@compiled
def _await_another(tables: Tables, state: State, carrier: int, latest: int, now: float) -> None:
    """Plan that a batch is let go unless another joins it in time; `rounds` of the carrier counts those who joined."""
    station = tables.stations[tables.nodes[state.items[carrier]["node"]]["station"]]
    law = station["pause_alone"] if state.works[carrier]["count"] == 1 else station["pause"]
    key = further_key(tables, state, latest, FOR_GATHERING)
    pause = draw(tables.laws[law], tables.values, key + _FOR_PAUSE)
    plan(state, now + pause, BATCH_DUE, carrier, state.works[carrier]["rounds"])


@compiled
def _new_carrier(state: State, node: int) -> int:
    count = state.counters[FREE_ITEM_COUNT]
    if count == 0:
        state.counters[FAULT] = ITEMS_FULL
        return 0
    state.counters[FREE_ITEM_COUNT] = count - 1
    carrier = state.free_items[count - 1]
    state.items[carrier]["node"] = node
    state.items[carrier]["case"] = -1
    state.items[carrier]["scope"] = -1
    state.items[carrier]["owner"] = -1
    state.items[carrier]["child"] = -1
    state.items[carrier]["unit"] = -1
    state.items[carrier]["state"] = GATHERED
    work = state.works[carrier]
    work["gathers"] = 1
    work["carrier"] = -1
    work["skill"] = -1
    work["first"] = -1
    work["last"] = -1
    work["count"] = 0
    work["ripe"] = 0
    work["size"] = 0
    work["rounds"] = 0
    return int(carrier)


@compiled
def _set_alarms(tables: Tables, state: State, carrier: int, first: int, now: float) -> None:
    """Plan when a batch is let go at the latest: some time after its first came, or at the next release."""
    station = tables.stations[tables.nodes[state.items[carrier]["node"]]["station"]]
    if station["wait"] >= 0:
        wait = draw(tables.laws[station["wait"]], tables.values, further_key(tables, state, first, FOR_GATHERING))
        if station["wait_alone"] >= 0:
            key = further_key(tables, state, first, FOR_GATHERING) + _FOR_ALONE
            alone = draw(tables.laws[station["wait_alone"]], tables.values, key)
            plan(state, now + wait, BATCH_DUE, carrier, _FOR_SEVERAL)
            plan(state, now + max(wait, alone), BATCH_DUE, carrier, 0)
        else:
            plan(state, now + wait, BATCH_DUE, carrier, 0)
    if station["release"] >= 0:
        plan(state, next_open(tables, station["release"], now), BATCH_DUE, carrier, 0)


@compiled
def _append(state: State, carrier: int, at: int) -> None:
    work, last = state.works[carrier], state.works[carrier]["last"]
    state.works[at]["carrier"] = carrier
    state.works[at]["before"] = last
    state.works[at]["after"] = -1
    if last >= 0:
        state.works[last]["after"] = at
    else:
        work["first"] = at
    work["last"] = at
    work["count"] += 1
    work["rounds"] += 1


@compiled
def _let_go(tables: Tables, state: State, carrier: int, now: float) -> None:
    """Let a batch stand in line from now on, with the highest rank and the earliest due time of what it carries."""
    number = tables.nodes[state.items[carrier]["node"]]["station"]
    work = state.works[carrier]
    member = work["first"]
    work["rank"] = state.works[member]["rank"]
    work["due"] = state.works[member]["due"]
    while member >= 0:
        state.works[member]["batched"] = now - state.items[member]["ready"]
        state.items[member]["ready"] = now
        work["rank"] = max(work["rank"], state.works[member]["rank"])
        work["due"] = min(work["due"], state.works[member]["due"])
        member = state.works[member]["after"]
    work["order"] = state.counters[NEXT_ORDER]
    state.counters[NEXT_ORDER] += 1
    state.items[carrier]["state"] = QUEUED
    if tables.stations[number]["skill1"] == tables.stations[number]["skill0"]:
        start_work(tables, state, carrier, -1, now)
        return
    join_line(state, number, carrier)
    seek_person(tables, state, number, now)


@compiled
def let_go_in_time(tables: Tables, state: State, carrier: int, joined: int, now: float) -> None:
    """Let a batch go for which it is time, unless it has gone; where `joined` is positive, unless more have joined.

    Where the time is only that of several, one alone waits for the second, with whom it goes at once.
    """
    if state.items[carrier]["state"] != GATHERED:
        return
    if joined == _FOR_SEVERAL and state.works[carrier]["count"] == 1:
        state.works[carrier]["ripe"] = 1
    elif joined in (_FOR_SEVERAL, 0, state.works[carrier]["rounds"]):
        _let_go(tables, state, carrier, now)


@compiled
def take_out(state: State, at: int) -> int:
    """Take an instance out of its batch; return the batch's carrier."""
    carrier = state.works[at]["carrier"]
    work, before, after = state.works[carrier], state.works[at]["before"], state.works[at]["after"]
    if before >= 0:
        state.works[before]["after"] = after
    else:
        work["first"] = after
    if after >= 0:
        state.works[after]["before"] = before
    else:
        work["last"] = before
    work["count"] -= 1
    state.works[at]["carrier"] = -1
    return int(carrier)


@compiled
def dissolve(tables: Tables, state: State, carrier: int, now: float) -> None:
    """End a batch that carries nothing any more; who worked on it is free."""
    number = tables.nodes[state.items[carrier]["node"]]["station"]
    before = state.items[carrier]["state"]
    if before == QUEUED:
        leave_line(state, number, carrier)
    if state.desks[number, D_BATCH] == carrier:
        state.desks[number, D_BATCH] = -1
    state.items[carrier]["generation"] += 1
    state.items[carrier]["state"] = FREE
    state.free_items[state.counters[FREE_ITEM_COUNT]] = carrier
    state.counters[FREE_ITEM_COUNT] += 1
    if before == RUNNING:
        free_person(tables, state, state.works[carrier]["skill"], now)


@compiled
def flush_batches(tables: Tables, state: State, now: float) -> bool:
    """Let all batches go for which nothing more can come, when nothing else is left to happen; say whether there were.

    How many instances that were is noted at the station.
    """
    found = False
    for number in range(len(tables.stations)):
        carrier = state.desks[number, D_BATCH]
        if carrier >= 0 and state.items[carrier]["state"] == GATHERED:
            state.desks[number, D_FLUSHED] += state.works[carrier]["count"]
            _let_go(tables, state, carrier, now)
            found = True
    return found
