"""Opening hours on the simulation's clock: seconds after the scenario's start, public holidays left out."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from analysis.errors import ScenarioError
from analysis.scenario.public_holidays import public_holidays
from analysis.scenario.values import Calendar
from bpmn.frozen import dataclass
from bpmn.language import Text

__all__ = ["OpeningTable", "WorkingDays", "opening_table", "working_days"]

_WEEK_DAYS = 7
_LONG_DAYS = 522 * 7
_DAY_S = 86400.0
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpeningTable:
    """When a calendar is open, from the scenario's start on; after `period_s` it begins again.

    Attributes:
        opens: Start of each opening, in seconds after the scenario's start, rising.
        closes: Its end.
        worked: Open seconds before each opening; one entry more than openings, the last is all of a period.
        period_s: One week, or ten years where holidays or daylight saving make weeks differ.
    """

    opens: NDArray[np.float64]
    closes: NDArray[np.float64]
    worked: NDArray[np.float64]
    period_s: float

    @property
    def open_share(self) -> float:
        """The share of all time that is open."""
        return float(self.worked[-1]) / self.period_s

    def worked_until(self, at_s: float) -> float:
        """Return how many seconds it has been open from the start to `at_s`."""
        periods, within = divmod(at_s, self.period_s)
        inside = np.clip(within, self.opens, self.closes) - self.opens
        return float(periods * self.worked[-1] + inside.sum())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkingDays:
    """The openings of a calendar day by day: what is left of it when somebody is away on some of them can be told fast.

    Attributes:
        begins: Start of each day's each opening, in seconds after the scenario's start, rising.
        ends: Its end.
        days: The day it is on, as the ordinal of its date.
        period_s: After how long it begins again.
    """

    begins: NDArray[np.float64]
    ends: NDArray[np.float64]
    days: NDArray[np.int64]
    period_s: float

    def openings(self, present: NDArray[np.bool_] | None = None) -> OpeningTable | None:
        """Return the openings on the days that are marked (None: on all of them), or None where there are none."""
        begins, ends = (self.begins, self.ends) if present is None else (self.begins[present], self.ends[present])
        if not len(begins):
            return None
        reached = np.maximum.accumulate(ends)
        is_first = np.concatenate(([True], begins[1:] > reached[:-1]))
        last = np.concatenate((np.flatnonzero(is_first)[1:] - 1, [len(begins) - 1]))
        opens, closes = begins[is_first], reached[last]
        worked = np.concatenate(([0.0], np.cumsum(closes - opens)))
        return OpeningTable(opens=opens, closes=closes, worked=worked, period_s=self.period_s)


def working_days(calendar: Calendar, start: datetime, closed: Iterable[tuple[date, date]] = ()) -> WorkingDays:
    """Return the openings of a calendar over ten years from `start` on.

    Args:
        calendar: The calendar.
        start: When the clock starts.
        closed: Further times without openings, from one day to another, both included.
    """
    zone = ZoneInfo(calendar.time_zone)
    eve = start.astimezone(zone).date() - timedelta(days=1)
    away = _closed_days(calendar, eve.year, _LONG_DAYS)
    for first, last in closed:
        begin = max(first, eve)
        length = min((last - begin).days, _LONG_DAYS + 2)
        away |= {begin + timedelta(days=number) for number in range(length + 1)}
    return _laid_out(calendar, zone, start, _LONG_DAYS, away)


@lru_cache(maxsize=128)
def opening_table(calendar: Calendar, start: datetime) -> OpeningTable:
    """Return the openings of a calendar from `start` on; kept, since ten years of holidays take a while to lay out.

    Raises:
        ScenarioError: If it never opens.
    """
    zone = ZoneInfo(calendar.time_zone)
    is_regular = not calendar.holidays and not calendar.closed and _keeps_its_offset(zone, start)
    days = _WEEK_DAYS if is_regular else _LONG_DAYS
    closed = _closed_days(calendar, (start.astimezone(zone).date() - timedelta(days=1)).year, days)
    table = _laid_out(calendar, zone, start, days, closed).openings()
    if table is None:
        text = Text('The calendar "{name}" never opens.', name=calendar.id)
        raise ScenarioError(text, path=f"calendars.{calendar.id}")
    return table


@lru_cache(maxsize=128)
def _keeps_its_offset(zone: ZoneInfo, start: datetime) -> bool:
    """Return whether clocks of a time zone are never put forward or back in the ten years from the start on."""
    offsets = {(start + timedelta(days=30 * month)).astimezone(zone).utcoffset() for month in range(120)}
    return len(offsets) == 1


def _closed_days(calendar: Calendar, first_year: int, days: int) -> set[date]:
    closed = {date.fromisoformat(day) for day in calendar.closed}
    if calendar.holidays:
        closed |= public_holidays(calendar.holidays, range(first_year, first_year + days // 365 + 2))
    return closed


def _laid_out(calendar: Calendar, zone: ZoneInfo, start: datetime, days: int, closed: set[date]) -> WorkingDays:
    """Return the openings within the first days, in order."""
    eve = start.astimezone(zone).toordinal() - 1
    ordinals = np.arange(eve, eve + days + 2)
    midnights = _midnights(zone, start, ordinals)
    is_worked = ~np.isin(ordinals, [day.toordinal() for day in closed])
    weekdays = (ordinals - 1) % _WEEK_DAYS  # as `date.weekday`
    parts = [(np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int64))]
    for opening in calendar.openings:
        here = is_worked & np.isin(weekdays, opening.days)
        parts.append((midnights[here] + opening.from_s, midnights[here] + opening.to_s, ordinals[here]))
    begins, ends, on = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((on, ends, begins))
    begins, ends = np.maximum(begins[order], 0.0), np.minimum(ends[order], days * _DAY_S)
    is_within = begins < ends
    return WorkingDays(
        begins=begins[is_within], ends=ends[is_within], days=on[order][is_within], period_s=days * _DAY_S
    )


def _midnights(zone: ZoneInfo, start: datetime, ordinals: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return when some days begin in a time zone, in seconds after the start."""
    offsets = [zone.utcoffset(datetime.fromordinal(ordinal)) or timedelta() for ordinal in ordinals.tolist()]
    known = {offset: offset // _MICROSECOND for offset in set(offsets)}
    first = datetime.fromordinal(int(ordinals[0])).replace(tzinfo=UTC) - start
    begins = first // _MICROSECOND + (ordinals - ordinals[0]) * round(_DAY_S * 1e6)
    return np.asarray((begins - np.array([known[offset] for offset in offsets])) / 1e6)
