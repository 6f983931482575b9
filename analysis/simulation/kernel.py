"""One replication, compiled: cases arrive, tokens move, work is done, until nothing is left to happen."""

import numpy as np

from analysis.simulation.agenda import plan, remove_first
from analysis.simulation.batches import flush_batches, let_go_in_time
from analysis.simulation.booking import count_wait
from analysis.simulation.cancelling import cancel
from analysis.simulation.closing import close_if_idle
from analysis.simulation.codes import (
    ADMITTED,
    ALARM,
    ARRIVED,
    BATCH_DUE,
    BOUNDARY,
    CASES_FULL,
    CLOCK,
    DONE,
    FAULT,
    FINISHED,
    FOR_EVENT,
    FREE_CASE_COUNT,
    HEAP_SIZE,
    IS_PAUSED,
    KIND_ARM,
    LOG_COUNT,
    LOG_MARK,
    OCCURRED,
    OPENS,
    P_WAKES,
    PERSON_OPENS,
    READY,
    WAKES,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import case_key, stream_key
from analysis.simulation.endings import drop_token, end_instance
from analysis.simulation.finishing import finish_station_work
from analysis.simulation.people import serve_person
from analysis.simulation.rules import forget_facts, learn_facts
from analysis.simulation.scopes import begin_root, start_event_scope
from analysis.simulation.sending import pass_time
from analysis.simulation.tables import State, Tables
from analysis.simulation.tokens import settle
from analysis.simulation.waits import moment_of
from analysis.simulation.ways import leave
from analysis.simulation.work import end_work, make_ready, serve

__all__ = ["replicate"]


@compiled
def replicate(tables: Tables, state: State, seed_key: np.uint64) -> None:
    """Run one replication: `cases` of the state holds the arrivals and gets the results; a fault stops it.

    It pauses when the log has reached its mark; called again, it goes on.
    """
    count = len(state.cases)
    next_case = state.counters[ADMITTED]
    now = state.window[CLOCK]
    while state.counters[FAULT] == 0:
        if state.counters[LOG_COUNT] > state.counters[LOG_MARK]:
            state.counters[IS_PAUSED] = 1
            state.counters[ADMITTED] = next_case
            state.window[CLOCK] = now
            return
        has_event = state.counters[HEAP_SIZE] > 0
        if next_case < count and (not has_event or state.cases[next_case, ARRIVED] <= state.events[0]["time"]):
            now = state.cases[next_case, ARRIVED]
            _admit(tables, state, next_case, seed_key)
            next_case += 1
        elif has_event:
            time = state.events[0]["time"]
            if _happen(tables, state):
                now = time
        elif not flush_batches(tables, state, now):
            if len(tables.roots) > 1:
                for case in range(len(state.case_numbers)):
                    close_if_idle(tables, state, case, now)
            return


@compiled
def _admit(tables: Tables, state: State, number: int, seed_key: np.uint64) -> None:
    free = state.counters[FREE_CASE_COUNT]
    if free == 0:
        state.counters[FAULT] = CASES_FULL
        return
    state.counters[FREE_CASE_COUNT] = free - 1
    case = state.free_cases[free - 1]
    state.case_numbers[case] = number
    state.case_keys[case] = case_key(seed_key, number)
    state.visits[case, :] = 0
    state.cases[number, DONE] = -1.0
    state.case_units[case] = -1  # nobody has had it yet
    if tables.first_sources[1] > 0 or state.facts.shape[1] > 0:
        forget_facts(state, case)
        learn_facts(tables, state, case, 0, tables.first_sources[1], 0)
    now = state.cases[number, ARRIVED]
    for root in range(len(tables.roots)):
        if tables.begins[root] == 1:
            begin_root(tables, state, root, -1, case, now)
    settle(tables, state, now)


@compiled
def _happen(tables: Tables, state: State) -> bool:
    """Take the earliest event off the heap and let it happen; False where what it was for has gone."""
    event = state.events[0]
    now, code, item = event["time"], event["code"], event["item"]
    argument, generation = event["argument"], event["generation"]
    remove_first(state)
    if code == OPENS:
        state.unit_state[argument, WAKES] = 0
        serve(tables, state, argument, now)
        return True
    if code == PERSON_OPENS:
        state.persons[argument, P_WAKES] = 0
        serve_person(tables, state, argument, now)
        return True
    if state.items[item]["generation"] != generation:
        return False
    if code == READY:
        make_ready(tables, state, item, now)
        return True
    if code == BATCH_DUE:
        let_go_in_time(tables, state, item, argument, now)
        return True
    case = state.items[item]["case"]
    _happen_to_item(tables, state, code, item, argument, now)
    settle(tables, state, now)
    if len(tables.roots) > 1:
        close_if_idle(tables, state, case, now)
    return True


@compiled
def _happen_to_item(tables: Tables, state: State, code: int, item: int, argument: int, now: float) -> None:
    if code == BOUNDARY:
        _occur_on_boundary(tables, state, item, argument, now)
    elif code == FINISHED:
        _finish(tables, state, item, now)
    elif code == OCCURRED:
        _occur(tables, state, item, argument, now)
    elif code == ALARM:
        pass_time(tables, state, item, argument, now)


@compiled
def _finish(tables: Tables, state: State, item: int, now: float) -> None:
    if tables.nodes[state.items[item]["node"]]["station"] >= 0:
        finish_station_work(tables, state, item, now)
        return
    end_work(tables, state, item, now)
    _advance(tables, state, item, now)


@compiled
def _advance(tables: Tables, state: State, item: int, now: float) -> None:
    scope = end_instance(tables, state, item, now)
    if scope >= 0:
        drop_token(tables, state, scope, now)


@compiled
def _occur(tables: Tables, state: State, item: int, winner: int, now: float) -> None:
    """Let the event occur that an item waits for; at an event-based gateway the first of several goes on."""
    at, scope, case = state.items[item]["node"], state.items[item]["scope"], state.items[item]["case"]
    if tables.nodes[at]["kind"] == KIND_ARM:
        start_event_scope(tables, state, item, now)
        return
    count_wait(tables, state, item, winner, now)
    if winner == at:
        _advance(tables, state, item, now)
        return
    state.visits[case, winner] += 1
    leave(tables, state, winner, scope)
    # The gateway's own token is used up; its ways are not taken a second time.
    cancel(tables, state, item, now)
    drop_token(tables, state, scope, now)


@compiled
def _occur_on_boundary(tables: Tables, state: State, item: int, argument: int, now: float) -> None:
    """Let a boundary event occur: once and for all where it interrupts, else as often as it repeats."""
    turns, boundary = argument // len(tables.nodes), argument % len(tables.nodes)
    node = tables.nodes[boundary]
    scope, case = state.items[item]["scope"], state.items[item]["case"]
    state.visits[case, boundary] += 1
    leave(tables, state, boundary, scope)
    if node["interrupting"] == 1:
        cancel(tables, state, item, now)
        drop_token(tables, state, scope, now)
        return
    if node["law"] >= 0 and (node["repeats"] < 0 or turns + 1 < node["repeats"]):
        key = stream_key(state.case_keys[case], node["hash"], state.visits[case, boundary], FOR_EVENT)
        again = moment_of(tables, boundary, key, now)
        plan(state, again, BOUNDARY, item, argument + len(tables.nodes))
