"""Opening hours on the simulation's clock: seconds after the scenario's start, public holidays left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from analysis.errors import ScenarioError
from analysis.scenario.values import Calendar
from bpmn.language import Text

__all__ = ["OpeningTable", "opening_table"]

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


def opening_table(calendar: Calendar, start: datetime) -> OpeningTable:
    """Return the openings of a calendar from `start` on.

    Raises:
        ScenarioError: If it never opens.
    """
    zone = ZoneInfo(calendar.time_zone)
    days = _WEEK_DAYS if _is_regular(calendar, zone, start) else _LONG_DAYS
    first = start.astimezone(zone).date() - timedelta(days=1)
    closed = _closed_days(calendar, first.year, days)
    spans: list[list[float]] = []
    for begin, end in sorted(_spans(calendar, zone, start, first, days + 2, closed)):
        low, high = max(begin, 0.0), min(end, days * _DAY_S)
        if low >= high:
            continue
        if spans and low <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], high)
        else:
            spans.append([low, high])
    if not spans:
        text = Text('The calendar "{name}" never opens.', name=calendar.id)
        raise ScenarioError(text, path=f"calendars.{calendar.id}")
    table = np.array(spans)
    worked = np.concatenate(([0.0], np.cumsum(table[:, 1] - table[:, 0])))
    return OpeningTable(opens=table[:, 0].copy(), closes=table[:, 1].copy(), worked=worked, period_s=days * _DAY_S)


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


def _spans(
    calendar: Calendar, zone: ZoneInfo, start: datetime, first: date, days: int, closed: set[date]
) -> Iterator[tuple[float, float]]:
    for number in range(days):
        day = first + timedelta(days=number)
        if day in closed:
            continue
        midnight = (datetime(day.year, day.month, day.day, tzinfo=zone) - start).total_seconds()
        for opening in calendar.openings:
            if day.weekday() in opening.days:
                yield midnight + opening.from_s, midnight + opening.to_s
