"""How many cases come, and at what time of the week."""

import numpy as np

from analysis.flow.laws import Floats
from analysis.flow.staff import open_share
from analysis.flow.week import CELL_S, EVENLY, Hours
from analysis.scenario.calendars import opening_table
from analysis.scenario.values import Arrivals, Scenario

__all__ = ["arrival_density", "arrival_rate"]


def arrival_rate(scenario: Scenario) -> float:
    """Return the cases a second of clock time; 0 where all come at once, which is no rate.

    By the clock with a calendar, the first case of each opening comes when it opens, and on average
    m = l / a + (c² - 1) / 2 more within it, at least 0: l its length, a the mean time between arrivals and c its
    coefficient of variation. Exact for exponential times; else the renewal function where many come in an opening (Cox,
    Renewal Theory, 1962, §4.2).
    """
    arrivals = scenario.arrivals
    if arrivals is None or arrivals.inter_arrival.expected <= 0:
        return 0.0
    mean = arrivals.inter_arrival.expected
    if arrivals.calendar is None:
        return 1 / mean
    if not arrivals.is_by_the_clock:
        return open_share(scenario.calendars[arrivals.calendar], scenario.start) / mean
    table = opening_table(scenario.calendars[arrivals.calendar], scenario.start)
    many = 1 + _further(arrivals, table.closes - table.opens)
    return min(1 / mean, float(many.sum()) / table.period_s)


def _further(arrivals: Arrivals, lengths: Floats) -> Floats:
    """How many come in an opening of some length after the first."""
    law = arrivals.inter_arrival
    more = lengths / law.expected + (law.variance / law.expected**2 - 1) / 2
    return np.asarray(np.maximum(0.0, more))


def arrival_density(arrivals: Arrivals, hours: Hours) -> Floats:
    """Return in which cells of the week cases come, as shares; `hours` is when their calendar is open."""
    cells = hours.cells
    size = len(EVENLY)
    density = np.zeros(size)
    density[cells] = 1 / len(cells)
    if arrivals.is_by_the_clock:
        first = cells[~np.isin((cells - 1) % size, cells)]
        if len(first):
            length = len(cells) / len(first) * CELL_S
            further = float(_further(arrivals, np.array([length]))[0])
            density *= further / (1 + further)
            density[first] += 1 / (1 + further) / len(first)
    return density
