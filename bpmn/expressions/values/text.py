"""Values as text: the literals of XML Schema that FEEL reads and writes (DMN 1.5 §10.3.2.3, §10.3.4.1)."""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bpmn.expressions.numbers import CONTEXT
from bpmn.expressions.values.kinds import Function, Range, Value
from bpmn.expressions.values.temporal import (
    NANOS,
    NANOS_PER_DAY,
    Date,
    DateTime,
    DayTimeDuration,
    Time,
    YearMonthDuration,
    Zone,
    days_in_month,
)

__all__ = [
    "parse_date",
    "parse_date_time",
    "parse_duration",
    "parse_temporal",
    "parse_time",
    "text_of",
    "text_within",
]

_DATE = re.compile(r"(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,18}))?([Zz]|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z_]+(?:/[A-Za-z_+\-0-9]+){0,2})?",
    re.ASCII,
)
_MONTHS = re.compile(r"(-)?P(?:(\d{1,15})Y)?(?:(\d{1,15})M)?", re.ASCII)
_DAYS = re.compile(
    r"(-)?P(?:(\d{1,15})D)?(?:T(?:(\d{1,15})H)?(?:(\d{1,15})M)?(?:(\d{1,15})(?:\.(\d{0,18}))?S)?)?", re.ASCII
)
_LAST_OFFSET_S = 18 * 3600


def parse_date(text: str) -> Date | None:
    """Return the date that a text such as `2026-11-24` names, or None."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year = int(found[1] + found[2])
    month, day = int(found[3]), int(found[4])
    if not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
        return None
    return Date(year=year, month=month, day=day)


def parse_time(text: str) -> Time | None:
    """Return the time that a text such as `09:30:00+08:00` names, or None."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3])
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone = None
    if found[5]:
        zone = _parse_zone(found[5])
        if zone is None:
            return None
    return Time(hour=hour, minute=minute, second=second, nanosecond=_fraction(found[4]), zone=zone)


def parse_date_time(text: str) -> DateTime | None:
    """Return the date and time that a text such as `2026-11-24T09:30:00Z` names, or None; a date alone is midnight."""
    day_text, separator, time_text = text.partition("T")
    day = parse_date(day_text)
    time = parse_time(time_text) if separator else Time(hour=0, minute=0, second=0)
    return DateTime(date=day, time=time) if day and time else None


def parse_duration(text: str) -> DayTimeDuration | YearMonthDuration | None:
    """Return the duration that a text such as `P2DT3H` or `P1Y6M` names, or None."""
    found = _MONTHS.fullmatch(text)
    if found and (found[2] or found[3]):
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return YearMonthDuration(months=-months if found[1] else months)
    found = _DAYS.fullmatch(text)
    if found is None or text.endswith(("P", "T")):
        return None
    days, hours, minutes, seconds = (int(found[group] or 0) for group in (2, 3, 4, 5))
    total = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * NANOS + _fraction(found[6])
    return DayTimeDuration(nanoseconds=-total if found[1] else total)


def parse_temporal(text: str) -> Value:
    """Return what FEEL's `@"…"` means, or None."""
    for parse in (parse_date, parse_time, _parse_full_date_time, parse_duration):
        value = parse(text)
        if value is not None:
            return value
    return None


def _parse_full_date_time(text: str) -> DateTime | None:
    return parse_date_time(text) if "T" in text else None


def _fraction(digits: str | None) -> int:
    return int((digits or "").ljust(9, "0")[:9])


def _parse_zone(text: str) -> Zone | None:
    if text in "Zz":
        return Zone()
    if text.startswith("@"):
        try:
            return Zone(name=ZoneInfo(text[1:]).key)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
    parts = [int(part) for part in text[1:].split(":")]
    hours, minutes, seconds = (*parts, 0)[:3]
    offset_s = (hours * 60 + minutes) * 60 + seconds
    if minutes > 59 or seconds > 59 or offset_s > _LAST_OFFSET_S:
        return None
    return Zone(offset_s=-offset_s if text[0] == "-" else offset_s)


def text_of(value: Value) -> str | None:
    """Return FEEL's `string(value)`: null stays null, a string stays itself."""
    if value is None:
        return None
    return value if isinstance(value, str) else text_within(value)


def text_within(value: Value) -> str:
    """Return a value as it is written inside a list or context: strings in quotes."""
    writer = _WRITERS.get(type(value))
    return str(value) if writer is None else writer(value)


def _write_number(value: Decimal) -> str:
    if value.adjusted() > 6200 or value.adjusted() < -6200:
        return str(value)
    text = format(CONTEXT.normalize(value) if value.adjusted() < 34 else value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _write_date(value: Date) -> str:
    sign = "-" if value.year < 0 else ""
    return f"{sign}{abs(value.year):04d}-{value.month:02d}-{value.day:02d}"


def _write_time(value: Time) -> str:
    fraction = f".{value.nanosecond:09d}".rstrip("0") if value.nanosecond else ""
    return f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}{fraction}{_write_zone(value.zone)}"


def _write_zone(zone: Zone | None) -> str:
    if zone is None:
        return ""
    if zone.name is not None:
        return f"@{zone.name}"
    if zone.offset_s == 0:
        return "Z"
    minutes, seconds = divmod(abs(zone.offset_s), 60)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if zone.offset_s < 0 else "+"
    return f"{sign}{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


def _write_date_time(value: DateTime) -> str:
    return f"{_write_date(value.date)}T{_write_time(value.time)}"


def _write_months(value: YearMonthDuration) -> str:
    years, months = divmod(abs(value.months), 12)
    parts = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    return ("-" if value.months < 0 else "") + "P" + parts


def _write_days(value: DayTimeDuration) -> str:
    days, rest = divmod(abs(value.nanoseconds), NANOS_PER_DAY)
    seconds, nanos = divmod(rest, NANOS)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{nanos:09d}".rstrip("0") if nanos else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or fraction:
        clock += f"{seconds}{fraction}S"
    if not days and not clock:
        return "PT0S"
    return ("-" if value.nanoseconds < 0 else "") + "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


def _write_range(value: Range) -> str:
    start = "" if value.start is None else text_within(value.start)
    end = "" if value.end is None else text_within(value.end)
    return f"{'[' if value.has_start else '('}{start}..{end}{']' if value.has_end else ')'}"


def _write_list(value: list[Value]) -> str:
    return "[" + ", ".join(text_within(item) for item in value) + "]"


def _write_context(value: Mapping[str, Value]) -> str:
    return "{" + ", ".join(f"{_write_key(key)}: {text_within(item)}" for key, item in value.items()) + "}"


def _write_key(key: str) -> str:
    return key if re.fullmatch(r"[^\W\d][\w ]*", key) else json.dumps(key, ensure_ascii=False)


def _write_function(value: Function) -> str:
    return value.text


_WRITERS: Mapping[type, Callable[..., str]] = {
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    str: lambda value: '"' + value.replace('"', '\\"') + '"',
    Decimal: _write_number,
    Date: _write_date,
    Time: _write_time,
    DateTime: _write_date_time,
    YearMonthDuration: _write_months,
    DayTimeDuration: _write_days,
    Range: _write_range,
    list: _write_list,
    dict: _write_context,
    Function: _write_function,
}
