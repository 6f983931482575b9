"""When the cases of a replication arrive."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.scenario.calendars import OpeningTable
from analysis.scenario.distributions import Distribution
from analysis.simulation.clock import finish_time, next_open
from analysis.simulation.compile import SimulationModel, element_hash
from analysis.simulation.compiling import entry
from analysis.simulation.draws import case_key, draw, stream_key
from analysis.simulation.laws import law_table
from analysis.simulation.layouts import FloatRows, Floats
from analysis.simulation.tables import Laws, Tables

__all__ = ["arrival_excess", "sample_arrivals"]

_ARRIVALS = element_hash("\0arrivals")
_HOUR, _WEEK = 3600.0, 604800.0


def sample_arrivals(model: SimulationModel, key: np.uint64, count: int) -> NDArray[np.float64]:
    """Return the arrival times of `count` cases, in seconds after the scenario's start.

    The first case arrives at the start, or when the arrivals' calendar first opens after it; each other one a drawn
    time after the one before, in the calendar's working time. By the clock, who would come while the calendar is closed
    comes when it opens, the first one too. By rates also the first one is drawn.
    """
    arrivals = model.network.scenario.arrivals
    if arrivals is None:
        return np.zeros(count)
    if arrivals.moments_s:
        return _repeated(np.array(arrivals.moments_s), count)
    if arrivals.rates:
        events = _spaced(model, Distribution(type="exponential", mean=1.0), -1, key, count + 1)[1:]
        return _by_rates([(model.openings[calendar], rate) for calendar, rate in arrivals.rates], events)
    calendar = -1 if arrivals.calendar is None else list(model.openings).index(arrivals.calendar)
    return _spaced(model, arrivals.inter_arrival, calendar, key, count, by_the_clock=arrivals.is_by_the_clock)


def _spaced(
    model: SimulationModel, law: Distribution, calendar: int, key: np.uint64, count: int, *, by_the_clock: bool = False
) -> NDArray[np.float64]:
    """Return moments that a drawn time lies between, in the working time of a calendar or by the clock."""
    times = np.zeros(count)
    laws, values = law_table(law)
    with np.errstate(over="ignore"):
        _fill(model.tables, laws, values, calendar, -1 if by_the_clock else calendar, key, _ARRIVALS, times)
    return times


def arrival_excess(model: SimulationModel, times: NDArray[np.float64]) -> float:
    """Return by which share the mean time between arrivals is longer than the distribution's mean, 0 without one."""
    arrivals = model.network.scenario.arrivals
    if arrivals is None or arrivals.moments_s or arrivals.rates or len(times) < 2:
        return 0.0
    if arrivals.inter_arrival.expected <= 0 or (arrivals.is_by_the_clock and arrivals.calendar is not None):
        return 0.0
    first, last = float(times[0]), float(times[-1])
    if arrivals.calendar is not None:
        first, last = (model.openings[arrivals.calendar].worked_until(moment) for moment in (first, last))
    return (last - first) / ((len(times) - 1) * arrivals.inter_arrival.expected) - 1


def _repeated(moments: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return so many of the moments; when all have come, they come again whole weeks later."""
    weeks = np.floor(moments[-1] / _WEEK) + 1
    turn, number = np.divmod(np.arange(count), len(moments))
    return np.asarray(moments[number] + turn * weeks * _WEEK, dtype=np.float64)


def _by_rates(rates: Sequence[tuple[OpeningTable, float]], events: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the moments of a non-homogeneous Poisson process from those of one of rate 1.

    The moment t of an event at unit rate is when the expected number of arrivals reaches t: Λ⁻¹(t). So the n-th case
    hangs on the n-th draw whatever the rates are.

    Source: Çinlar, Introduction to Stochastic Processes, 1975, ch. 4.
    """
    period = max(table.period_s for table, _ in rates)
    edges, risen = [0.0, period], dict[float, float]()
    for table, rate in rates:
        turns = np.arange(round(period / table.period_s))[:, None] * table.period_s
        for moments, change in ((table.opens, rate / _HOUR), (table.closes, -rate / _HOUR)):
            for moment in (turns + moments).ravel().tolist():
                edges.append(moment)
                risen[moment] = risen.get(moment, 0.0) + change
    places = np.unique(edges)
    level = np.maximum(np.cumsum([risen.get(moment, 0.0) for moment in places.tolist()]), 0.0)
    expected = np.concatenate(([0.0], np.cumsum(level[:-1] * np.diff(places))))
    turns, rest = np.divmod(events, expected[-1])
    return np.asarray(turns * period + np.interp(rest, expected, places), dtype=np.float64)


@entry
def _fill(
    tables: Tables,
    laws: Laws,
    values: FloatRows,
    calendar: int,
    counted: int,
    seed_key: np.uint64,
    element: np.uint64,
    times: Floats,
) -> None:
    now = next_open(tables, counted, 0.0)
    for case in range(len(times)):
        if case > 0 or next_open(tables, calendar, now) > now:
            key = stream_key(case_key(seed_key, case), element, 0, 0)
            gap = draw(laws[0], values, key)
            now = next_open(tables, calendar, finish_time(tables, counted, now, gap))
        times[case] = now
