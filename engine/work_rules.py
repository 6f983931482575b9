"""How a service's work is measured, as a value and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import ZoneInfo

from bpmn.language import Text
from engine.errors import WorkRulesError
from engine.office_hours import WEEKDAYS, OfficeHours, Periods
from engine.values import Json

__all__ = ["WorkRules", "hours_as_json", "hours_from_json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRules:
    """How a service's work is measured.

    Attributes:
        service: The service's key; "" for every service that has no rules of its own.
        hours: When the office works.
        supervisor_group: The candidate group that is told of late work; "" for the managers.
    """

    service: str = ""
    hours: OfficeHours = field(default_factory=OfficeHours)
    supervisor_group: str = ""


def hours_as_json(hours: OfficeHours) -> dict[str, Json]:
    """Return office hours as JSON."""
    return {
        "zone": hours.zone,
        "week": {
            name: [[opening.isoformat("minutes"), closing.isoformat("minutes")] for opening, closing in periods]
            for name, periods in hours.week.items()
        },
        "country": hours.country,
        "closed": sorted(day.isoformat() for day in hours.closed),
        "open": sorted(day.isoformat() for day in hours.open),
    }


def hours_from_json(given: Mapping[str, Json]) -> OfficeHours:
    """Return the office hours that a JSON object tells.

    Raises:
        WorkRulesError: If they are none: an unknown zone or country, a day that ends before it begins, an office that
            is never open.
    """
    try:
        week = dict(_table(given["week"]))
        hours = OfficeHours(
            zone=str(given["zone"]),
            week=week,
            country=str(given["country"]),
            closed=_days(given["closed"]),
            open=_days(given["open"]),
        )
        ZoneInfo(hours.zone)
    except (KeyError, TypeError, ValueError, AttributeError, OSError) as error:
        raise WorkRulesError(Text("These are no office hours: {what}.", what=str(error))) from error
    return _checked(hours)


def _checked(hours: OfficeHours) -> OfficeHours:
    if not any(hours.week.values()):
        raise WorkRulesError(Text("The office has to be open on at least one day of the week."))
    for periods in hours.week.values():
        clocks = [clock for period in periods for clock in period]
        if clocks != sorted(clocks) or len(set(clocks)) != len(clocks):
            raise WorkRulesError(Text("The hours of a day have to follow each other, each ending after it begins."))
    try:
        hours.periods(date(2026, 1, 1))
    except NotImplementedError as error:
        raise WorkRulesError(Text("The public holidays of {country} are not known.", country=hours.country)) from error
    return hours


def _table(given: Json) -> Iterator[tuple[str, Periods]]:
    if not isinstance(given, Mapping) or set(given) - set(WEEKDAYS):
        raise TypeError(given)
    for name, periods in given.items():
        yield name, tuple((_clock(opening), _clock(closing)) for opening, closing in map(_list, _list(periods)))


def _clock(given: Json) -> time:
    return time.fromisoformat(str(given))


def _days(given: Json) -> frozenset[date]:
    return frozenset(date.fromisoformat(str(day)) for day in _list(given))


def _list(given: Json) -> Sequence[Json]:
    if isinstance(given, Sequence) and not isinstance(given, str):
        return given
    raise TypeError(given)
