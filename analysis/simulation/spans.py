"""Spans of waiting and work, spread over stretches of equal length while the simulation runs.

Of a span only its ends are noted, so it takes the same time however long it is: what of it is in the stretch where it
begins, less what is left of the stretch where it ends; and one more from the stretch after its begin on, one less from
the stretch after its end on (`analysis.simulation.over_time` adds them up).
Rows: for each pool its queue, then for each pool its work, then for each skill its work.
"""

from analysis.simulation.clock import worked_until
from analysis.simulation.codes import AT_ENDS, BETWEEN, STEP
from analysis.simulation.compiling import compiled
from analysis.simulation.tables import State, Tables

__all__ = ["note_wait", "note_work"]


@compiled
def note_wait(tables: Tables, state: State, unit: int, begin: float, end: float) -> None:
    """Note that an instance waited for a pool from `begin` to `end`, open or closed."""
    _note(tables, state, unit, -1, begin, end, 1.0)


@compiled
def note_work(tables: Tables, state: State, unit: int, skill: int, begin: float, end: float, share: float) -> None:
    """Note that a pool (`skill` -1), or a person by a skill, was at a piece of work that took `share` of their time."""
    units = len(tables.units)
    if skill < 0:
        _note(tables, state, units + unit, tables.units[unit]["calendar"], begin, end, share)
        return
    calendar = tables.persons[tables.skills[skill]["person"]]["calendar"]
    _note(tables, state, 2 * units + skill, calendar, begin, end, share)


@compiled
def _note(tables: Tables, state: State, row: int, calendar: int, begin: float, end: float, weight: float) -> None:
    if end <= begin:
        return
    step = state.window[STEP]
    beyond = state.series.shape[2] - 2
    first, last = min(int(begin / step), beyond), min(int(end / step), beyond)
    series = state.series[row]
    rest = worked_until(tables, calendar, (first + 1) * step) - worked_until(tables, calendar, begin)
    series[AT_ENDS, first] += weight * rest
    series[BETWEEN, first + 1] += weight
    rest = worked_until(tables, calendar, (last + 1) * step) - worked_until(tables, calendar, end)
    series[AT_ENDS, last] -= weight * rest
    series[BETWEEN, last + 1] -= weight
