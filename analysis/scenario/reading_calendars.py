"""Calendars, days and times of day read from a scenario file."""

import re
from datetime import date
from zoneinfo import ZoneInfo

from analysis.scenario.fields import Place
from analysis.scenario.public_holidays import has_public_holidays
from analysis.scenario.values import Calendar, Opening
from bpmn.language import Text

__all__ = ["DAYS", "read_calendar", "read_day", "read_time_of_day", "read_weekday"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week as a scenario file names them, Monday first."""

_DAY_S = 86400.0
_CLOCK = re.compile(r"(\d+):([0-5]?\d)(?::([0-5]?\d(?:\.\d+)?))?", re.ASCII)


def read_calendar(key: str, place: Place) -> Calendar:
    """Return the calendar of that name.

    Raises:
        ScenarioError: If it never opens, or a value in it is wrong.
    """
    calendar = Calendar(
        id=key,
        openings=tuple(_opening(entry) for entry in place.at("hours").entries()),
        time_zone=place.at("time_zone").text("Asia/Ulaanbaatar"),
        holidays=place.at("holidays").text(),
        closed=tuple(read_day(entry) for entry in place.at("closed").entries()),
    )
    if not calendar.openings:
        raise place.error(Text("The calendar never opens: it has no hours."))
    _check_zone(place.at("time_zone"), calendar.time_zone)
    _check_country(place.at("holidays"), calendar.holidays)
    place.refuse_others()
    return calendar


def _check_zone(place: Place, name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise place.error(Text('There is no time zone "{name}".', name=name)) from error


def _check_country(place: Place, code: str) -> None:
    if code and not has_public_holidays(code):
        raise place.error(Text('The public holidays of "{code}" are not known.', code=code))


def _opening(place: Place) -> Opening:
    days = tuple(read_weekday(entry) for entry in place.at("days").entries())
    opening = Opening(days=days, from_s=read_time_of_day(place.at("from")), to_s=read_time_of_day(place.at("to")))
    if not days:
        raise place.at("days").error(Text("At least one day must be named."))
    if opening.to_s <= opening.from_s:
        raise place.error(Text("The hours end before they begin."))
    place.refuse_others()
    return opening


def read_weekday(place: Place) -> int:
    """Return a day of the week, 0 for "mon"."""
    if place.text() not in DAYS:
        raise place.error(Text("A day is one of {days}.", days=", ".join(DAYS)))
    return DAYS.index(place.text())


def read_day(place: Place) -> str:
    """Return a date such as 2026-07-11 in ISO form."""
    try:
        return date.fromisoformat(place.text()).isoformat()
    except ValueError as error:
        raise place.error(Text("This must be a day such as 2026-07-11.")) from error


def read_time_of_day(place: Place) -> float:
    """Return a time such as 09:00 in seconds after midnight."""
    found = _CLOCK.fullmatch(place.text())
    seconds = 0.0
    if found is not None:
        hours, minutes, rest = found.groups(default="0")
        seconds = int(hours) * 3600 + int(minutes) * 60 + float(rest)
    if found is None or seconds > _DAY_S:
        raise place.error(Text("This must be a time of day such as 09:00."))
    return seconds
