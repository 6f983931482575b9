"""How cases arrive, read from a scenario file: a distribution, rates over the week, or moments."""

from collections.abc import Mapping
from datetime import datetime

from analysis.scenario.arrivals import arrivals_at, arrivals_by_rates
from analysis.scenario.fields import Place
from analysis.scenario.reading_laws import read_distribution
from analysis.scenario.values import DEFAULT_START, Arrivals, Calendar
from bpmn.language import Text

__all__ = ["read_arrivals", "read_moment"]

_MOST_PER_HOUR = 1e9


def read_moment(place: Place) -> datetime:
    """Return a moment such as 2026-01-05T00:00:00+08:00; without a time zone it is Ulaanbaatar's."""
    try:
        moment = datetime.fromisoformat(place.text())
    except ValueError as error:
        raise place.error(Text("This must be a time such as 2026-01-05T00:00:00+08:00.")) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=DEFAULT_START.tzinfo)


def read_arrivals(place: Place, calendars: Mapping[str, Calendar], start: datetime) -> Arrivals:
    """Return how cases arrive.

    Raises:
        ScenarioError: If nothing is said of it, or more than one thing, or a value is wrong.
    """
    said = [key for key in ("inter_arrival", "rates", "moments") if place.at(key).value is not None]
    if not said:
        raise place.at("inter_arrival").error(Text("The time between two arrivals is missing."))
    if len(said) > 1:
        raise place.error(Text("Cases arrive by one of {keys}, not by several.", keys=", ".join(said)))
    found = _READERS[said[0]](place, calendars, start)
    place.refuse_others()
    return found


def _by_distribution(place: Place, _calendars: Mapping[str, Calendar], _start: datetime) -> Arrivals:
    inter_arrival = place.at("inter_arrival")
    arrivals = Arrivals(
        inter_arrival=read_distribution(inter_arrival),
        calendar=place.at("calendar").optional(Place.text),
        is_by_the_clock=place.at("by_the_clock").yes_or_no(default=False),
    )
    if arrivals.inter_arrival.expected <= 0:
        raise inter_arrival.error(Text("The time between two arrivals must be more than 0."))
    return arrivals


def _by_rates(place: Place, calendars: Mapping[str, Calendar], start: datetime) -> Arrivals:
    rates = []
    for entry in place.at("rates").entries():
        calendar = entry.at("calendar").text()
        if calendar not in calendars:
            raise entry.at("calendar").error(Text('There is no calendar "{name}".', name=calendar))
        rates.append((calendar, entry.at("per_hour").number(least=0, most=_MOST_PER_HOUR)))
        entry.refuse_others()
    if not any(rate > 0 for _, rate in rates):
        raise place.at("rates").error(Text("At least one rate must be more than 0."))
    return arrivals_by_rates(rates, calendars, start)


def _at_moments(place: Place, _calendars: Mapping[str, Calendar], start: datetime) -> Arrivals:
    moments = [_after(entry, start) for entry in place.at("moments").entries()]
    if len(set(moments)) < 2:
        raise place.at("moments").error(Text("At least two different moments are needed."))
    if min(moments) < 0:
        raise place.at("moments").error(Text("A moment is before the start of the simulation."))
    return arrivals_at(moments)


def _after(place: Place, start: datetime) -> float:
    """Return a moment in seconds after the start, given so or as a date and time."""
    return place.number() if isinstance(place.value, int | float) else (read_moment(place) - start).total_seconds()


_READERS = {"inter_arrival": _by_distribution, "rates": _by_rates, "moments": _at_moments}
