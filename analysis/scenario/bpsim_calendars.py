"""Calendars of BPSim: events of RFC 5545 (iCalendar) that come again every day or week, as opening hours."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from analysis.scenario.bpsim_values import Values
from analysis.scenario.durations import duration_s
from analysis.scenario.values import Calendar, Opening
from bpmn.language import Text

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["bpsim_calendar"]

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_S = 86400.0
_LOCAL = Calendar(id="", openings=()).time_zone
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?Z?)?")

Line = tuple[str, dict[str, str], str]


def bpsim_calendar(element: "etree._Element", values: Values) -> Calendar | None:
    """Return a calendar of a BPSim scenario, or None where nothing in it comes again.

    Args:
        element: The `Calendar` element.
        values: Where remarks go.

    Raises:
        ScenarioError: If an event cannot be understood.
    """
    key = element.get("id", "")
    openings: list[Opening] = []
    closed: list[str] = []
    zone = ""
    for event in _events(str(element.xpath("string()"))):
        fields = {name: (marks, text) for name, marks, text in event}
        if "DTSTART" not in fields:
            raise values.error(element, Text('An event of the calendar "{name}" has no start.', name=key))
        zone = zone or fields["DTSTART"][0].get("TZID", "") or ("UTC" if fields["DTSTART"][1].endswith("Z") else "")
        closed += [moment.date().isoformat() for name, _, text in event if name == "EXDATE"
                   for part in text.split(",") if (moment := _moment(part))]  # fmt: skip
        found = list(_openings(fields, key, element, values))
        if not found:
            values.remarks.append(
                Text('An event of the calendar "{name}" that comes neither daily nor weekly is left out.', name=key)
            )
        openings += found
    if not openings:
        return None
    return Calendar(id=key, openings=tuple(openings), time_zone=_zone(zone), closed=tuple(sorted(set(closed))))


def _zone(name: str) -> str:
    """Return a time zone; what names none is meant on the clock of the scenario's start (RFC 5545, section 3.3.5)."""
    try:
        return str(ZoneInfo(name)) if name else _LOCAL
    except (ValueError, OSError, KeyError):
        return "UTC"


def _events(text: str) -> Iterator[list[Line]]:
    # Long lines are folded: what begins with a blank goes on with the line before (RFC 5545, section 3.1).
    unfolded = re.sub(r"\r?\n[ \t]", "", text.strip())
    events: list[list[Line]] = []
    outside: list[Line] = []
    found = outside
    for raw in unfolded.splitlines():
        line = raw.strip()
        if line.upper() == "BEGIN:VEVENT":
            found = []
            events.append(found)
        elif line.upper() == "END:VEVENT":
            found = outside
        elif ":" in line:
            head, value = line.split(":", 1)
            name, *marks = head.split(";")
            found.append((name.upper(), dict(mark.split("=", 1) for mark in marks if "=" in mark), value))
    # Some tools write when an event comes again behind it: it is meant for those that do not say so themselves.
    rules = [line for line in outside if line[0] == "RRULE"]
    for event in events:
        yield event if any(name == "RRULE" for name, _, _ in event) else event + rules[:1]


def _moment(text: str) -> datetime | None:
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - a time on the calendar's own clock
    except ValueError:
        return None


def _openings(
    fields: dict[str, tuple[dict[str, str], str]], key: str, element: "etree._Element", values: Values
) -> Iterator[Opening]:
    start = _moment(fields["DTSTART"][1])
    if start is None:
        raise values.error(element, Text('An event of the calendar "{name}" has no start.', name=key))
    length = _length(fields, start)
    if length <= 0:
        raise values.error(element, Text('An event of the calendar "{name}" ends before it begins.', name=key))
    rule = dict(part.split("=", 1) for part in fields.get("RRULE", ({}, ""))[1].upper().split(";") if "=" in part)
    days = _days(rule, start)
    if days is None:
        return
    begin = start.hour * 3600.0 + start.minute * 60 + start.second
    while length > 0 and days:
        end = min(_DAY_S, begin + length)
        yield Opening(days=days, from_s=begin, to_s=end)
        length -= end - begin
        begin, days = 0.0, tuple(sorted((day + 1) % 7 for day in days))


def _length(fields: dict[str, tuple[dict[str, str], str]], start: datetime) -> float:
    if "DURATION" in fields:
        return min(duration_s(fields["DURATION"][1]) or 0.0, 7 * _DAY_S)
    end = _moment(fields["DTEND"][1]) if "DTEND" in fields else None
    # An event without an end and without a time of day lasts the day (RFC 5545, section 3.6.1).
    return min((end - start).total_seconds(), 7 * _DAY_S) if end else _DAY_S


def _days(rule: dict[str, str], start: datetime) -> tuple[int, ...] | None:
    """Return the days of the week on which an event comes again, None where it does not or in other intervals."""
    if rule.get("FREQ") not in {"DAILY", "WEEKLY"} or rule.get("INTERVAL", "1") != "1":
        return None
    named = [part.strip() for part in rule.get("BYDAY", "").split(",") if part.strip() in _DAYS]
    if named:
        return tuple(sorted({_DAYS.index(day) for day in named}))
    return (0, 1, 2, 3, 4, 5, 6) if rule["FREQ"] == "DAILY" else (start.weekday(),)
