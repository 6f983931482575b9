"""Working time: when an office is open, and when so much of it will have passed.

Days are those of the office's own time zone; holidays are the public holidays of its country, as the library
`holidays` knows them. Nothing here reads a clock.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

__all__ = ["OFFICE_ZONE", "WEEKDAYS", "OfficeHours", "Periods"]

Periods: TypeAlias = tuple[tuple[time, time], ...]
"""From when until when an office is open on a day, in order."""

OFFICE_ZONE = "Asia/Ulaanbaatar"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_USUAL_DAY: Periods = ((time(9), time(13)), (time(14), time(18)))
_LONGEST = timedelta(days=50 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """When an office is open.

    The usual week has five days of eight hours (Labour Law of Mongolia, 2021, art. 84: 40 hours a week).

    Attributes:
        zone: The name of its time zone.
        week: When it is open, by day of the week ("mon" … "sun"); a day that is missing is closed.
        country: Whose public holidays it keeps, as a code of ISO 3166-1; "" for none.
        closed: Days on which it is closed as well.
        open: Days on which it is open although they are weekends or holidays, with the hours of its first open weekday.
    """

    zone: str = OFFICE_ZONE
    week: Mapping[str, Periods] = field(default_factory=lambda: dict.fromkeys(WEEKDAYS[:5], _USUAL_DAY))
    country: str = "MN"
    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()

    def periods(self, day: date) -> Periods:
        """Return when the office is open on a day; nothing where it is closed."""
        if day in self.closed:
            return ()
        if day in self.open:
            return next((self.week[name] for name in WEEKDAYS if self.week.get(name)), ())
        return () if _is_holiday(self.country, day) else self.week.get(WEEKDAYS[day.weekday()], ())

    def day_of(self, moment: datetime) -> date:
        """Return the office's date at a moment."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def at(self, day: date, clock: time) -> datetime:
        """Return the moment at which the office's clocks show a time, in UTC."""
        return datetime.combine(day, clock, ZoneInfo(self.zone)).astimezone(UTC)

    def after_days(self, start: datetime, days: int) -> datetime | None:
        """Return the closing time of the office's `days`-th working day after the day of `start`, in UTC.

        The day of `start` itself does not count. For 0 it is the end of the first working day that is not over.
        None where there is no such day within 50 years.
        """
        first = self.day_of(start)
        left = days
        for day, periods in self._open_days(first):
            closing = self.at(day, periods[-1][1])
            if left <= 0 and closing > start:
                return closing
            if day > first:
                left -= 1
                if left == 0:
                    return closing
        return None

    def after_hours(self, start: datetime, amount: timedelta) -> datetime | None:
        """Return when the office will have been open for `amount` since `start`, in UTC; None beyond 50 years."""
        left = amount
        for day, periods in self._open_days(self.day_of(start)):
            for opening, closing in periods:
                begin, end = max(self.at(day, opening), start), self.at(day, closing)
                if end > begin and end - begin >= left:
                    return begin + left
                left -= max(end - begin, timedelta())
        return None

    def end_of_day(self, day: date) -> datetime | None:
        """Return the closing time of a day, or of the next working day where that one is none (a deadline moves on).

        None where there is no such day within 50 years.
        """
        return next((self.at(open_day, periods[-1][1]) for open_day, periods in self._open_days(day)), None)

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Return for how long the office is open between two moments."""
        total = timedelta()
        for day, periods in self._open_days(self.day_of(start)):
            if self.at(day, time()) > end:
                break
            for opening, closing in periods:
                total += max(min(self.at(day, closing), end) - max(self.at(day, opening), start), timedelta())
        return total

    def _open_days(self, first: date) -> Iterator[tuple[date, Periods]]:
        day = first
        while day - first < _LONGEST and day < date.max - timedelta(days=2):
            periods = self.periods(day)
            if periods:
                yield day, periods
            day += timedelta(days=1)


@lru_cache(maxsize=1024)
def _holidays_of(country: str, year: int) -> frozenset[date]:
    # Imported where it is needed: the simulated run of the command line does without it.
    from holidays import country_holidays

    return frozenset(country_holidays(country, years=year))


def _is_holiday(country: str, day: date) -> bool:
    return bool(country) and day in _holidays_of(country, day.year)
