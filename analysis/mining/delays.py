"""How long work waited for something that a log does not tell: travel, post, an answer."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.mining.hours import HOUR_S, SLOTS, WEEK_S, WeeklyHours

if TYPE_CHECKING:
    import polars as pl

__all__ = ["hidden_delays"]

Floats = NDArray[np.float64]

_TRIES = 50
_INSTANT_S = 1e-3


def hidden_delays(
    rows: "pl.DataFrame", busy: "pl.DataFrame", hours: WeeklyHours, amount: int | None
) -> tuple[Floats, Floats]:
    """Return, for instances of one pool, how long at least and at most each was not there to be begun.

    At least until the last moment before its start at which somebody of the pool was at work and free: had it been
    there then, it would have begun. At most until its start: what lies between is a queue or closing time, in which
    nobody sees whether it was there. Where it began at a moment at which somebody was free, the two are equal.

    Args:
        rows: The instances: enabled and start, in seconds of local time from a Monday on.
        busy: Everything the pool did: start and end.
        hours: When the pool works.
        amount: How many they are; None: as many as needed.

    Source: the eclipse-aware estimate of Chapela-Campa, Dumas, Enhancing Business Process Simulation Models with
    Extraneous Activity Delays, Information Systems 122 (2024), here for a pool instead of a person, with both bounds.
    """
    start, enabled = rows["start"].to_numpy(), rows["enabled"].to_numpy()
    begins, ends = _free(busy, amount)
    table = _last_open(hours)
    found = np.full(len(start), -np.inf)
    left = np.arange(len(start))  # the instances for which no such moment has been found yet
    place = np.searchsorted(begins, start, side="left") - 1
    for _ in range(_TRIES):
        left, place = left[place >= 0], place[place >= 0]
        if not len(left):
            break
        latest = _back_to_open(np.minimum(ends[place], start[left]), hours, table)
        is_found = latest > begins[place]
        found[left[is_found]] = latest[is_found]
        # What lies before it could begin no longer matters.
        goes_on = ~is_found & (begins[place] > enabled[left])
        left, place = left[goes_on], place[goes_on] - 1
    most = np.maximum(start - enabled, 0.0)
    least = np.clip(found - enabled, 0.0, most)
    return np.where(found >= start - _INSTANT_S, most, least), most


def _free(busy: "pl.DataFrame", amount: int | None) -> tuple[Floats, Floats]:
    """Return begin and end of each time in which somebody of the pool is free."""
    if amount is None:
        return np.array([-np.inf]), np.array([np.inf])
    start, end = busy["start"].to_numpy(), busy["end"].to_numpy()
    moments = np.concatenate((start, end))
    steps = np.concatenate((np.ones(len(start)), -np.ones(len(end))))
    order = np.lexsort((steps, moments))  # who ends at a moment is free for what begins at it
    moments, count = moments[order], np.cumsum(steps[order])
    is_free = np.concatenate(([True], count < amount))
    edges = np.concatenate(([-np.inf], moments, [np.inf]))
    begins, ends = edges[:-1][is_free], edges[1:][is_free]
    joined = np.concatenate(([True], begins[1:] > ends[:-1]))
    last = np.concatenate((np.flatnonzero(joined)[1:] - 1, [len(begins) - 1]))
    return begins[joined], ends[last]


def _last_open(hours: WeeklyHours) -> Floats:
    """Return for each hour of the week when, at its beginning, it was last open, in seconds of the week (or before)."""
    ends = np.flatnonzero(hours.is_open) + 1.0
    if not len(ends):
        return np.full(SLOTS, -np.inf)
    edges = np.concatenate((ends - SLOTS, ends)) * HOUR_S
    begins = np.arange(SLOTS) * HOUR_S
    return np.asarray(edges[np.searchsorted(edges, begins, side="right") - 1])


def _back_to_open(moments: Floats, hours: WeeklyHours, table: Floats) -> Floats:
    """Return each moment where it lies in, or at the end of, an open hour; else the last moment that was open."""
    weeks, within = np.divmod(moments, WEEK_S)
    slot = np.minimum((within // HOUR_S).astype(np.int64), SLOTS - 1)
    is_inside = hours.is_open[slot] & (within > slot * HOUR_S)
    return np.where(is_inside, moments, weeks * WEEK_S + table[slot])
