"""Work at stations that is done: booked, its person freed, its token sent on; batches with all that they carry."""

from analysis.simulation.batch_work import (
    begin_member,
    end_turns_of,
    least_of_turns,
    pass_turns,
    plan_next_of_turns,
)
from analysis.simulation.batches import dissolve, take_out
from analysis.simulation.codes import IN_TURNS, TOGETHER
from analysis.simulation.compiling import compiled
from analysis.simulation.desk import set_back
from analysis.simulation.endings import drop_token, end_instance
from analysis.simulation.people import free_person
from analysis.simulation.station_booking import book_instance
from analysis.simulation.tables import State, Tables

__all__ = ["finish_station_work"]


@compiled
def finish_station_work(tables: Tables, state: State, at: int, now: float) -> None:
    """Let the planned end of a piece of work come: of an instance, of a batch, or of the next one in a batch."""
    if state.works[at]["gathers"] == 1:
        how = tables.stations[tables.nodes[state.items[at]["node"]]["station"]]["together"]
        if how == TOGETHER:
            _finish_together(tables, state, at, now)
        elif how == IN_TURNS:
            _finish_least(tables, state, at, now)
        else:
            _finish_next(tables, state, at, now)
        return
    if state.works[at]["stops"] == 1:
        set_back(tables, state, at, now)
        return
    book_instance(tables, state, at, now)
    free_person(tables, state, state.works[at]["skill"], now)
    _go_on(tables, state, at, now)


@compiled
def _go_on(tables: Tables, state: State, at: int, now: float) -> None:
    scope = end_instance(tables, state, at, now)
    if scope >= 0:
        drop_token(tables, state, scope, now)


@compiled
def _finish_together(tables: Tables, state: State, carrier: int, now: float) -> None:
    """Let all of a batch go on; one of them may end the others, and the last to go ends the batch."""
    generation = state.items[carrier]["generation"]
    while state.items[carrier]["generation"] == generation:
        member = state.works[carrier]["first"]
        take_out(state, member)
        book_instance(tables, state, member, now)
        if state.works[carrier]["count"] == 0:
            dissolve(tables, state, carrier, now)
        _go_on(tables, state, member, now)


@compiled
def _finish_next(tables: Tables, state: State, carrier: int, now: float) -> None:
    """Let one of a batch go on and begin the next."""
    member = state.works[carrier]["first"]
    take_out(state, member)
    book_instance(tables, state, member, now)
    if state.works[carrier]["count"] == 0:
        dissolve(tables, state, carrier, now)
    else:
        begin_member(tables, state, carrier, 0.0, now)
    _go_on(tables, state, member, now)


@compiled
def _finish_least(tables: Tables, state: State, carrier: int, now: float) -> None:
    """Let the one of a batch done in turns go on that had the least left."""
    pass_turns(tables, state, carrier, now)
    member = least_of_turns(state, carrier)
    state.works[member]["left"] = 0.0  # what rounding left over
    end_turns_of(tables, state, carrier, member, now)
    take_out(state, member)
    book_instance(tables, state, member, now)
    if state.works[carrier]["count"] == 0:
        dissolve(tables, state, carrier, now)
    else:
        plan_next_of_turns(tables, state, carrier)
    _go_on(tables, state, member, now)
