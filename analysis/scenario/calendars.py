"""Opening hours on the simulation's clock: seconds after the scenario's start, public holidays left out."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from analysis.errors import ScenarioError
from analysis.scenario.values import Calendar
from bpmn.frozen import dataclass
from bpmn.language import Text

__all__ = ["OpeningTable", "WorkingDays", "opening_table", "working_days"]

_WEEK_DAYS = 7
_LONG_DAYS = 522 * 7
_DAY_S = 86400.0


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
    spans = _clipped_spans(calendar, zone, start, _LONG_DAYS, away)
    return WorkingDays(
        begins=np.array([begin for begin, _, _ in spans]),
        ends=np.array([end for _, end, _ in spans]),
        days=np.array([day for _, _, day in spans], dtype=np.int64),
        period_s=_LONG_DAYS * _DAY_S,
    )


@lru_cache(maxsize=128)
def opening_table(calendar: Calendar, start: datetime) -> OpeningTable:
    """Return the openings of a calendar from `start` on; kept, since ten years of holidays take a while to lay out.

    Raises:
        ScenarioError: If it never opens.
    """
    zone = ZoneInfo(calendar.time_zone)
    days = _WEEK_DAYS if _is_regular(calendar, zone, start) else _LONG_DAYS
    closed = _closed_days(calendar, (start.astimezone(zone).date() - timedelta(days=1)).year, days)
    spans = _clipped_spans(calendar, zone, start, days, closed)
    table = WorkingDays(
        begins=np.array([begin for begin, _, _ in spans]),
        ends=np.array([end for _, end, _ in spans]),
        days=np.array([day for _, _, day in spans], dtype=np.int64),
        period_s=days * _DAY_S,
    ).openings()
    if table is None:
        text = Text('The calendar "{name}" never opens.', name=calendar.id)
        raise ScenarioError(text, path=f"calendars.{calendar.id}")
    return table


def _is_regular(calendar: Calendar, zone: ZoneInfo, start: datetime) -> bool:
    if calendar.holidays or calendar.closed:
        return False
    offsets = {(start + timedelta(days=30 * month)).astimezone(zone).utcoffset() for month in range(120)}
    return len(offsets) == 1


def _closed_days(calendar: Calendar, first_year: int, days: int) -> set[date]:
    closed = {date.fromisoformat(day) for day in calendar.closed}
    if calendar.holidays:
        import holidays

        years = range(first_year, first_year + days // 365 + 2)
        closed |= set(holidays.country_holidays(calendar.holidays, years=years))
    return closed


def _clipped_spans(
    calendar: Calendar, zone: ZoneInfo, start: datetime, days: int, closed: set[date]
) -> list[tuple[float, float, int]]:
    """Return begin, end and day of each opening within the first days, in order."""
    first = start.astimezone(zone).date() - timedelta(days=1)
    spans = []
    for begin, end, day in sorted(_spans(calendar, zone, start, first, days + 2, closed)):
        low, high = max(begin, 0.0), min(end, days * _DAY_S)
        if low < high:
            spans.append((low, high, day))
    return spans


def _spans(
    calendar: Calendar, zone: ZoneInfo, start: datetime, first: date, days: int, closed: set[date]
) -> Iterator[tuple[float, float, int]]:
    for number in range(days):
        day = first + timedelta(days=number)
        if day in closed:
            continue
        midnight = (datetime(day.year, day.month, day.day, tzinfo=zone) - start).total_seconds()
        for opening in calendar.openings:
            if day.weekday() in opening.days:
                yield midnight + opening.from_s, midnight + opening.to_s, day.toordinal()
