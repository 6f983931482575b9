"""Opening hours as Prosimos states them: periods of the week in UTC."""

from typing import Any
from zoneinfo import ZoneInfo

from analysis.scenario.values import Scenario
from bpmn.language import Text

__all__ = ["written_calendar"]

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_DAY_S = 86400


def written_calendar(scenario: Scenario, key: str | None, remarks: list[Text] | None = None) -> list[dict[str, Any]]:
    """Return the periods of a calendar; None: all the time.

    Args:
        scenario: The scenario.
        key: The calendar's id.
        remarks: What cannot be written is added.
    """
    if key is None:
        return [_period(0, 6, 0, _DAY_S)]
    calendar = scenario.calendars[key]
    if remarks is not None and (calendar.holidays or calendar.closed):
        remarks.append(Text('The holidays and closed days of the calendar "{name}" are not written.', name=key))
    offset = scenario.start.astimezone(ZoneInfo(calendar.time_zone)).utcoffset()
    shift = int(offset.total_seconds()) if offset is not None else 0
    spans = sorted(
        (day * _DAY_S + opening.from_s - shift, day * _DAY_S + opening.to_s - shift)
        for opening in calendar.openings
        for day in opening.days
    )
    return [period for begin, end in _joined(spans) for period in _within_days(begin, end)]


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for begin, end in spans:
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def _within_days(begin: float, end: float) -> list[dict[str, Any]]:
    """Return a span of the week cut at each midnight."""
    found = []
    while begin < end:
        day, within = divmod(begin, _DAY_S)
        until = min(end, (day + 1) * _DAY_S)
        weekday = int(day) % 7
        found.append(_period(weekday, weekday, within, until - day * _DAY_S))
        begin = until
    return found


def _period(first: int, last: int, begin: float, end: float) -> dict[str, Any]:
    return {"from": _DAYS[first], "to": _DAYS[last], "beginTime": _clock(begin),
            "endTime": "23:59:59.999000" if end >= _DAY_S else _clock(end)}  # fmt: skip


def _clock(seconds: float) -> str:
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
