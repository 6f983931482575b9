"""Lengths of time: ISO 8601 durations as seconds."""

import re

from bpmn.language import Text

__all__ = ["duration_s", "is_negative", "iso_duration", "why_no_duration"]

_ISO = re.compile(
    r"P(?:(?P<years>\d+(?:\.\d+)?)Y)?(?:(?P<months>\d+(?:\.\d+)?)M)?(?:(?P<weeks>\d+(?:\.\d+)?)W)?"
    r"(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_SECONDS = {
    "years": 365 * 86400.0,
    "months": 30 * 86400.0,
    "weeks": 7 * 86400.0,
    "days": 86400.0,
    "hours": 3600.0,
    "minutes": 60.0,
    "seconds": 1.0,
}


def duration_s(text: str) -> float | None:
    """Return an ISO 8601 duration in seconds, or None where the text is not one.

    A year counts 365 days and a month 30: a scenario states how long things take, not a date of the calendar.

    >>> duration_s("P1DT2H")
    93600.0
    >>> duration_s("soon") is None
    True
    """
    match = _ISO.fullmatch(text.strip().upper().replace(",", "."))
    if match is None or not any(match.groupdict().values()):
        return None
    return sum(float(number) * _SECONDS[unit] for unit, number in match.groupdict().items() if number)


def is_negative(text: str) -> bool:
    """Return whether a text is a duration of less than nothing: with a sign before all of it or before each number.

    ISO 8601-1 knows none; XML Schema's `-PT5M` and the `PT-5M` of ISO 8601-2 are what programs write.

    >>> is_negative("-PT5M"), is_negative("P-1DT-2H"), is_negative("P1DT-2H"), is_negative("PT5M")
    (True, True, False, False)
    """
    bare = text.strip()
    each = re.sub(r"-(?=\d)", "", bare)
    is_each = bare.count("-") == len(re.findall(r"\d+(?:[.,]\d+)?", bare))
    return (bare.startswith("-") and duration_s(bare[1:]) is not None) or (is_each and duration_s(each) is not None)


def why_no_duration(text: str) -> Text:
    """Return what to say of a text of which `duration_s` makes nothing."""
    if is_negative(text):
        return Text('"{value}" is negative. A duration is never less than nothing.', value=text)
    return Text('"{value}" is no duration. Write seconds, or ISO 8601 such as "PT30M".', value=text)


def iso_duration(seconds: float) -> str:
    """Return seconds as the shortest exact ISO 8601 duration in days, hours, minutes and seconds.

    >>> iso_duration(93600)
    'P1DT2H'
    """
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    clock = "".join(f"{number:g}{unit}" for number, unit in ((hours, "H"), (minutes, "M")) if number)
    clock += f"{rest!r}S".replace(".0S", "S") if rest else ""
    text = (f"{days:g}D" if days else "") + (f"T{clock}" if clock else "")
    return f"P{text}" if text else "PT0S"
