"""Functions of dates, times and durations (DMN 1.5 §10.3.4.1, §10.3.4.8, §10.3.4.11)."""

from decimal import Decimal

from bpmn.expressions.feel.builtins.registry import Registry
from bpmn.expressions.numbers import whole
from bpmn.expressions.run import Run
from bpmn.expressions.values import (
    Date,
    DateTime,
    DayTimeDuration,
    Time,
    Value,
    YearMonthDuration,
    Zone,
)
from bpmn.expressions.values.temporal import MAX_YEAR, NANOS, days_in_month
from bpmn.expressions.values.text import parse_date, parse_date_time, parse_duration, parse_time

__all__ = ["REGISTRY"]

REGISTRY = Registry()
_LAST_OFFSET_S = 18 * 3600


def _day_of(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@REGISTRY.add("date", "from: string")
def _date_from_text(_run: Run, text: str) -> Value:
    return parse_date(text)


@REGISTRY.add("date", "from: date|date and time")
def _date_from_moment(_run: Run, moment: Date | DateTime) -> Value:
    return _day_of(moment)


@REGISTRY.add("date", "year: number, month: number, day: number")
def _date_from_parts(_run: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    parts = whole(year), whole(month), whole(day)
    is_day = abs(parts[0]) <= MAX_YEAR and 1 <= parts[1] <= 12 and 1 <= parts[2] <= days_in_month(parts[0], parts[1])
    return Date(year=parts[0], month=parts[1], day=parts[2]) if is_day else None


@REGISTRY.add("date and time", "from: string")
def _moment_from_text(_run: Run, text: str) -> Value:
    return parse_date_time(text)


@REGISTRY.add("date and time", "from: date and time")
def _moment_from_moment(_run: Run, moment: DateTime) -> Value:
    return moment


@REGISTRY.add("date and time", "date: date|date and time, time: time")
def _moment_from_parts(_run: Run, day: Date | DateTime, time: Time) -> Value:
    return DateTime(date=_day_of(day), time=time)


@REGISTRY.add("time", "from: string")
def _time_from_text(_run: Run, text: str) -> Value:
    return parse_time(text)


@REGISTRY.add("time", "from: time|date|date and time")
def _time_from_moment(_run: Run, moment: Time | Date | DateTime) -> Value:
    if isinstance(moment, DateTime):
        return moment.time
    return moment if isinstance(moment, Time) else Time(hour=0, minute=0, second=0, zone=Zone())


@REGISTRY.add("time", "hour: number, minute: number, second: number, offset: days and time duration?")
def _time_from_parts(
    _run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DayTimeDuration | None = None
) -> Value:
    parts = whole(hour), whole(minute), whole(second)
    if not (0 <= parts[0] <= 23 and 0 <= parts[1] <= 59 and 0 <= parts[2] <= 59 and second >= 0):
        return None
    offset_s = None if offset is None else offset.nanoseconds // NANOS
    if offset_s is not None and abs(offset_s) > _LAST_OFFSET_S:
        return None
    return Time(
        hour=parts[0],
        minute=parts[1],
        second=parts[2],
        nanosecond=int((second % 1) * NANOS),
        zone=None if offset_s is None else Zone(offset_s=offset_s),
    )


@REGISTRY.add("duration", "from: string")
def _duration(_run: Run, text: str) -> Value:
    return parse_duration(text)


@REGISTRY.add("years and months duration", "from: date|date and time, to: date|date and time")
def _months_between(_run: Run, start: Date | DateTime, end: Date | DateTime) -> Value:
    first, last = _day_of(start), _day_of(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearMonthDuration(months=months)


@REGISTRY.add("now", "")
def _now(run: Run) -> Value:
    return DateTime.from_python(run.now)


@REGISTRY.add("today", "")
def _today(run: Run) -> Value:
    return DateTime.from_python(run.now).date


@REGISTRY.add("day of year", "date: date|date and time")
def _day_of_year(_run: Run, moment: Date | DateTime) -> Value:
    day = _day_of(moment)
    return Decimal(day.days - Date(year=day.year, month=1, day=1).days + 1)


@REGISTRY.add("day of week", "date: date|date and time")
def _day_of_week(_run: Run, moment: Date | DateTime) -> Value:
    return _DAYS[_day_of(moment).weekday - 1]


@REGISTRY.add("month of year", "date: date|date and time")
def _month_of_year(_run: Run, moment: Date | DateTime) -> Value:
    return _MONTHS[_day_of(moment).month - 1]


@REGISTRY.add("week of year", "date: date|date and time")
def _week_of_year(_run: Run, moment: Date | DateTime) -> Value:
    """Return the week of ISO 8601: the week belongs to the year that its Thursday is in."""
    day = _day_of(moment)
    thursday = day.days + 4 - day.weekday
    year = day.year + (1 if thursday >= Date(year=day.year + 1, month=1, day=1).days else 0)
    if thursday < Date(year=day.year, month=1, day=1).days:
        year = day.year - 1
    return Decimal((thursday - Date(year=year, month=1, day=1).days) // 7 + 1)


# FEEL's words, in English whatever the locale of the process.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
