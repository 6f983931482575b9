"""Cron expressions: five fields as in Unix, six with seconds first, seven with the year last (Quartz)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

__all__ = ["CronError", "next_match"]

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_DAYS_LOOKED_AT = 366 * 8 + 2  # 29 February may be eight years away (around 2100)


class CronError(ValueError):
    """The text is no cron expression, or it never comes true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cron:
    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int] | None
    months: frozenset[int]
    weekdays: frozenset[int] | None
    years: frozenset[int] | None

    def has_day(self, day: datetime) -> bool:
        """Whether it fires on that day: where both day fields are given, one of them is enough (POSIX crontab)."""
        if day.month not in self.months or (self.years is not None and day.year not in self.years):
            return False
        asked = []
        if self.days is not None:
            asked.append(day.day in self.days)
        if self.weekdays is not None:
            asked.append(day.isoweekday() % 7 in self.weekdays)
        return any(asked) if asked else True


def next_match(text: str, after: datetime) -> datetime:
    """Return the first time after `after` (aware) at which a cron expression is true, in UTC.

    Raises:
        CronError: If it is no cron expression, or is not true in the next eight years.
    """
    cron = _parse(text)
    after = after.astimezone(UTC)
    day = after.replace(hour=0, minute=0, second=0, microsecond=0)
    for _ in range(_DAYS_LOOKED_AT):
        if cron.has_day(day):
            for hour in cron.hours:
                for minute in cron.minutes:
                    for second in cron.seconds:
                        found = day.replace(hour=hour, minute=minute, second=second)
                        if found > after:
                            return found
        day += timedelta(days=1)
    raise CronError(text)


@lru_cache(maxsize=256)
def _parse(text: str) -> _Cron:
    fields = text.upper().split()
    if len(fields) == 5:
        fields = ["0", *fields]
    if len(fields) == 6:
        fields = [*fields, "*"]
    if len(fields) != 7:
        raise CronError(text)
    second, minute, hour, day, month, weekday, year = fields
    return _Cron(
        seconds=_values(second, 0, 59), minutes=_values(minute, 0, 59), hours=_values(hour, 0, 23),
        days=None if day in {"*", "?"} else frozenset(_values(day, 1, 31)),
        months=frozenset(_values(month, 1, 12, _MONTHS, 1)),
        weekdays=None if weekday in {"*", "?"} else _weekdays(weekday),
        years=None if year == "*" else frozenset(_values(year, 1970, 2199)),
    )  # fmt: skip


def _weekdays(text: str) -> frozenset[int]:
    # Sunday is 0 or 7, as in Unix and in Spring (which Camunda 8 follows); Quartz counts from 1, but files use names.
    return frozenset(value % 7 for value in _values(text, 0, 7, _DAYS, 0))


def _values(text: str, low: int, high: int, names: tuple[str, ...] = (), first: int = 0) -> tuple[int, ...]:
    def number(part: str) -> int:
        value = names.index(part) + first if part in names else int(part) if part.isdigit() else -1
        if not low <= value <= high:
            raise CronError(text)
        return value

    found: set[int] = set()
    for item in text.split(","):
        span, _, step = item.partition("/")
        if step and not step.isdigit():
            raise CronError(text)
        start, _, end = span.partition("-")
        begin = low if span in {"*", "?"} else number(start)
        last = high if span in {"*", "?"} or (step and not end) else number(end or start)
        found.update(range(begin, last + 1, int(step or 1) or 1))
    return tuple(sorted(found))
