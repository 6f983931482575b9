"""In which hours of the week people work, read off when something starts and ends."""

import math
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from analysis.scenario import Calendar, Opening

__all__ = ["HOUR_S", "SLOTS", "WEEK_S", "WeeklyHours", "local_offset_s", "worked_hours"]

Floats = NDArray[np.float64]

HOUR_S = 3600.0
SLOTS = 168
WEEK_S = SLOTS * HOUR_S
_MONDAY_S = 3 * 86400.0  # 1 January 1970 was a Thursday
_LEAST_EVENTS = 20
_SUPPORT = 0.1
_DENSE = 3.0


def local_offset_s(time_zone: str, moment: datetime) -> float:
    """Return what to add to seconds after 1970 so that they count local time from a Monday at midnight.

    The zone's difference to UTC is that of `moment`, for all of a log: where it changes, hours are an hour off for a
    part of the year.
    """
    offset = moment.astimezone(ZoneInfo(time_zone)).utcoffset()
    return _MONDAY_S + (offset.total_seconds() if offset else 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class WeeklyHours:
    """The hours of the week in which somebody works.

    Attributes:
        is_open: For each hour of the week from Monday 0:00 on, whether it is one of them.
    """

    is_open: NDArray[np.bool_]

    @property
    def cumulative_s(self) -> Floats:
        """Open seconds from Monday 0:00 until each hour begins; one entry more than hours."""
        return np.concatenate(([0.0], np.cumsum(self.is_open * HOUR_S)))

    @property
    def is_always(self) -> bool:
        """Whether all hours are open."""
        return bool(self.is_open.all())

    def worked_until(self, moments_s: Floats) -> Floats:
        """Return how long it has been open until each moment, local and counted from a Monday."""
        weeks, within = np.divmod(moments_s, WEEK_S)
        slot = np.minimum((within // HOUR_S).astype(np.int64), SLOTS - 1)
        table = self.cumulative_s
        return np.asarray(weeks * table[-1] + table[slot] + self.is_open[slot] * (within - slot * HOUR_S))

    def calendar(self, key: str, time_zone: str) -> Calendar:
        """Return the same as a scenario's calendar, days with the same hours together."""
        by_hours: dict[tuple[tuple[float, float], ...], list[int]] = {}
        for day in range(7):
            spans = tuple(_spans(self.is_open[day * 24 : day * 24 + 24]))
            by_hours.setdefault(spans, []).append(day)
        openings = [
            Opening(days=tuple(days), from_s=begin, to_s=end)
            for spans, days in by_hours.items()
            for begin, end in spans
        ]
        return Calendar(id=key, openings=tuple(openings), time_zone=time_zone)


def _spans(hours: NDArray[np.bool_]) -> list[tuple[float, float]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], hours, [False])).astype(np.int8)))
    return [(begin * HOUR_S, end * HOUR_S) for begin, end in edges.reshape(-1, 2).tolist()]


def worked_hours(moments_s: Floats) -> WeeklyHours:
    """Return the hours of the week in which somebody works.

    An hour counts when something started or ended in it in at least a tenth of the weeks. Hours between two of these
    on a day count too where so little happens an hour that nothing need have happened in them. With fewer than 20
    events nothing is known, and all hours count.

    Args:
        moments_s: When something started or ended, local and counted from a Monday.

    Source: calendars by support of granules, after Lopez-Pintado, Dumas, Business Process Simulation with
    Differentiated Resources, BPM 2022, 3.1, an hour the granule.
    """
    if len(moments_s) < _LEAST_EVENTS:
        return WeeklyHours(np.ones(SLOTS, dtype=np.bool_))
    week = np.floor(moments_s / WEEK_S).astype(np.int64)
    slot = np.minimum(((moments_s - week * WEEK_S) // HOUR_S).astype(np.int64), SLOTS - 1)
    weeks = int(week.max() - week.min()) + 1
    seen = np.unique(week * SLOTS + slot) % SLOTS
    is_open = np.bincount(seen, minlength=SLOTS) >= max(1, math.ceil(_SUPPORT * weeks))
    happened = np.bincount(slot, minlength=SLOTS)
    for day in range(7):
        hours = slice(day * 24, day * 24 + 24)
        places = np.flatnonzero(is_open[hours])
        if len(places) and happened[hours][places].mean() < _DENSE:
            is_open[day * 24 + places[0] : day * 24 + places[-1] + 1] = True
    return WeeklyHours(is_open)
