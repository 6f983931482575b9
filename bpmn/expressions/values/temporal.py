"""Dates, times and durations of FEEL, exact to the nanosecond and for years of up to nine digits.

Python's `datetime` stops at microseconds and at the years 1 and 9999; FEEL's types are those of XML Schema and do not
(DMN 1.5 §10.3.2.3).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

__all__ = [
    "MAX_YEAR",
    "NANOS",
    "NANOS_PER_DAY",
    "Date",
    "DateTime",
    "DayTimeDuration",
    "Time",
    "YearMonthDuration",
    "Zone",
    "date_from_days",
    "days_in_month",
]

NANOS = 1_000_000_000
NANOS_PER_DAY = 86_400 * NANOS
MAX_YEAR = 999_999_999
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMonthDuration:
    """A years and months duration: a whole number of months."""

    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTimeDuration:
    """A days and time duration: a whole number of nanoseconds."""

    nanoseconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A time zone: a fixed offset from UTC in seconds, or a name of the IANA database."""

    offset_s: int = 0
    name: str | None = None

    def offset_at(self, day: "Date", time: "Time") -> int:
        """Return the offset from UTC in seconds that holds here at a local date and time."""
        if self.name is None:
            return self.offset_s
        # The rules of a zone repeat after 400 years, as the calendar does.
        year = day.year if 1 <= day.year <= 9998 else 2000 + day.year % 400
        local = datetime(year, day.month, day.day, time.hour, time.minute, time.second, tzinfo=_zone_info(self.name))
        offset = local.utcoffset()
        return 0 if offset is None else int(offset.total_seconds())


@lru_cache(maxsize=256)
def _zone_info(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A day of the proleptic Gregorian calendar."""

    year: int
    month: int
    day: int

    @property
    def days(self) -> int:
        """Days since 1970-01-01."""
        # Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
        year = self.year - (self.month <= 2)
        era, year_of_era = divmod(year, 400)
        day_of_year = (153 * ((self.month + 9) % 12) + 2) // 5 + self.day - 1
        return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday (ISO 8601)."""
        return (self.days + 3) % 7 + 1

    def plus_months(self, months: int) -> "Date":
        """Return the date so many months later, on the last day of the month where it has no such day."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Date(year=year, month=month + 1, day=min(self.day, days_in_month(year, month + 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time of the day, with or without a zone."""

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    zone: Zone | None = None

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds since the local midnight."""
        return ((self.hour * 60 + self.minute) * 60 + self.second) * NANOS + self.nanosecond

    @property
    def instant(self) -> int:
        """Nanoseconds since midnight in UTC, or since the local midnight where no offset is known."""
        offset_s = self.zone.offset_s if self.zone else 0
        return self.nanoseconds - offset_s * NANOS

    @classmethod
    def from_nanoseconds(cls, nanoseconds: int, zone: Zone | None) -> "Time":
        """Return the time so many nanoseconds after midnight."""
        seconds, nanosecond = divmod(nanoseconds, NANOS)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return cls(hour=hour, minute=minute, second=second, nanosecond=nanosecond, zone=zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateTime:
    """A date and a time of that day."""

    date: Date
    time: Time

    @property
    def local_nanoseconds(self) -> int:
        """Nanoseconds since 1970-01-01T00:00:00 on the local clock."""
        return self.date.days * NANOS_PER_DAY + self.time.nanoseconds

    @property
    def offset_s(self) -> int | None:
        """Offset from UTC in seconds, or None where the time has no zone."""
        zone = self.time.zone
        return None if zone is None else zone.offset_at(self.date, self.time)

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01T00:00:00Z, or on the local clock where there is no zone."""
        return self.local_nanoseconds - (self.offset_s or 0) * NANOS

    def plus(self, nanoseconds: int) -> "DateTime":
        """Return the date and time so much later on the local clock."""
        days, rest = divmod(self.local_nanoseconds + nanoseconds, NANOS_PER_DAY)
        return DateTime(date=date_from_days(days), time=Time.from_nanoseconds(rest, self.time.zone))

    @classmethod
    def from_python(cls, moment: datetime) -> "DateTime":
        """Return the same moment; a zone of the IANA database keeps its name."""
        zone: Zone | None = None
        if isinstance(moment.tzinfo, ZoneInfo):
            zone = Zone(name=moment.tzinfo.key)
        elif (offset := moment.utcoffset()) is not None:
            zone = Zone(offset_s=int(offset.total_seconds()))
        time = Time(
            hour=moment.hour,
            minute=moment.minute,
            second=moment.second,
            nanosecond=moment.microsecond * 1000,
            zone=zone,
        )
        return cls(date=Date(year=moment.year, month=moment.month, day=moment.day), time=time)

    def to_python(self) -> datetime:
        """Return Python's `datetime`, cut to microseconds; naive where there is no zone.

        Raises:
            ValueError: If the year is not within 1 to 9999.
        """
        day, time, offset_s = date(self.date.year, self.date.month, self.date.day), self.time, self.offset_s
        moment = datetime(  # noqa: DTZ001 - the zone is added below, where there is one
            day.year, day.month, day.day, time.hour, time.minute, time.second, time.nanosecond // 1000
        )
        if time.zone is None or offset_s is None:
            return moment
        if time.zone.name is not None:
            return moment.replace(tzinfo=_zone_info(time.zone.name))
        return moment.replace(tzinfo=timezone(timedelta(seconds=offset_s)) if offset_s else UTC)


def date_from_days(days: int) -> Date:
    """Return the date so many days after 1970-01-01.

    Source: Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    """
    era, day_of_era = divmod(days + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return Date(
        year=year_of_era + era * 400 + (month <= 2), month=month, day=day_of_year - (153 * shifted + 2) // 5 + 1
    )


def days_in_month(year: int, month: int) -> int:
    """Return how many days a month has."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and is_leap else _MONTH_DAYS[month - 1]
