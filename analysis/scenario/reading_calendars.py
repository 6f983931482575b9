"""Calendars, days and times of day read from a scenario file."""

from datetime import date
from zoneinfo import ZoneInfo

from analysis.scenario.fields import Place
from analysis.scenario.values import Calendar, Opening
from bpmn.language import Text

__all__ = ["read_calendar", "read_day", "read_time_of_day", "read_weekday"]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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
    if not code:
        return
    import holidays

    if code not in holidays.list_supported_countries():
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
    if place.text() not in _DAYS:
        raise place.error(Text("A day is one of {days}.", days=", ".join(_DAYS)))
    return _DAYS.index(place.text())


def read_day(place: Place) -> str:
    """Return a date such as 2026-07-11 in ISO form."""
    try:
        return date.fromisoformat(place.text()).isoformat()
    except ValueError as error:
        raise place.error(Text("This must be a day such as 2026-07-11.")) from error


def read_time_of_day(place: Place) -> float:
    """Return a time such as 09:00 in seconds after midnight."""
    parts = place.text().split(":")
    if len(parts) not in {2, 3} or not all(part.isdigit() for part in parts):
        raise place.error(Text("This must be a time of day such as 09:00."))
    hours, minutes, seconds = (*map(int, parts), 0, 0)[:3]
    total = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or total > 86400:
        raise place.error(Text("This must be a time of day such as 09:00."))
    return float(total)
