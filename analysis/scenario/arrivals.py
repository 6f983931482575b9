"""Arrivals that are no plain renewal process: by rates over the week, or at given moments such as those of a log."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from analysis.errors import ScenarioError
from analysis.log import EventLog
from analysis.scenario.calendars import opening_table
from analysis.scenario.distributions import Distribution
from analysis.scenario.values import Arrivals, Calendar
from bpmn.language import Text

__all__ = ["arrivals_at", "arrivals_by_rates", "arrivals_of_log"]

_HOUR, _WEEK = 3600.0, 604800.0


def arrivals_by_rates(
    rates: Sequence[tuple[str, float]], calendars: Mapping[str, Calendar], start: datetime
) -> Arrivals:
    """Return arrivals at random, so many an hour while a calendar is open (a non-homogeneous Poisson process).

    Args:
        rates: Calendar and cases an hour; where several are open at once, they add up.
        calendars: The scenario's calendars.
        start: The scenario's start.

    Raises:
        ScenarioError: If a calendar never opens.
    """
    per_hour = sum(rate * opening_table(calendars[key], start).open_share for key, rate in rates)
    mean = Distribution(type="exponential", mean=_HOUR / per_hour)
    return Arrivals(inter_arrival=mean, rates=tuple(rates))


def arrivals_of_log(log: EventLog, start: datetime) -> Arrivals:
    """Return the arrivals of a log's own cases, moved by whole weeks to begin within a week after `start`.

    Raises:
        ScenarioError: If the log has fewer than two cases, or all arrive at once.
    """
    moments = np.array([moment.timestamp() for moment in log.arrivals().to_list()]) - start.timestamp()
    if len(moments) < 2 or moments[0] == moments[-1]:
        raise ScenarioError(Text("The log has too few cases to take their arrivals from."))
    return arrivals_at(moments - np.floor(moments[0] / _WEEK) * _WEEK)


def arrivals_at(moments_s: Sequence[float] | NDArray[np.float64]) -> Arrivals:
    """Return arrivals at given moments, the same in every replication.

    Where more cases are asked for than there are moments, the moments come again whole weeks later.

    Args:
        moments_s: In seconds after the scenario's start, at least two, not all the same; the order does not matter.
    """
    moments = np.sort(np.asarray(moments_s, dtype=np.float64))
    gaps = np.diff(moments)
    mean, sd = float(gaps.mean()), float(gaps.std())
    law = Distribution(type="gamma", mean=mean, sd=sd) if sd > 1e-9 * mean else Distribution(type="fixed", value=mean)
    return Arrivals(inter_arrival=law, moments_s=tuple(moments.tolist()))
