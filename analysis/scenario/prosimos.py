"""Scenarios in the JSON of Prosimos, in both of its dialects (lists and objects keyed by id)."""

from collections.abc import Callable, Iterator

from analysis.scenario.distributions import Distribution
from analysis.scenario.fields import Place
from analysis.scenario.values import (
    ActivityParameters,
    Arrivals,
    Calendar,
    EventParameters,
    Opening,
    ResourcePool,
    Scenario,
)
from analysis.scenario.values import Label as _Label
from bpmn.language import Text

__all__ = ["is_prosimos", "prosimos_scenario"]

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_LEAST_SD = 1e-9


def is_prosimos(document: object) -> bool:
    """Return whether a JSON document is a scenario of Prosimos."""
    return isinstance(document, dict) and ("task_resource_distribution" in document or "resource_profiles" in document)


def prosimos_scenario(document: object, *, source_name: str) -> Scenario:
    """Return the scenario in a Prosimos JSON document.

    A task that several resources can do gets the duration of the first; batching, prioritisation and rules on
    attributes are not taken over.

    Raises:
        ScenarioError: If a value cannot be understood; the message names its path.
    """
    root = Place(document, source_name=source_name)
    calendars = {key: _calendar(key, place) for key, place in _keyed(root.at("resource_calendars"), "time_periods")}
    arrival_periods = root.at("arrival_time_calendar")
    if arrival_periods.value:
        calendars["\0arrivals"] = _calendar("\0arrivals", arrival_periods)
    events = {
        place.at("event_id").text(): EventParameters(duration=_law(place))
        for place in _listed(root.at("event_distribution"), "event_id")
    }
    return Scenario(
        source_name=source_name,
        name=_Label((("", source_name),)),
        arrivals=Arrivals(
            inter_arrival=_law(root.at("arrival_time_distribution")),
            calendar="\0arrivals" if arrival_periods.value else None,
        ),
        calendars=calendars,
        resources={pool.id: pool for pool in _pools(root.at("resource_profiles"), calendars)},
        activities=dict(_activities(root.at("task_resource_distribution"))),
        flows=dict(_flows(root.at("gateway_branching_probabilities"))),
        events=events,
    )


def _listed(place: Place, key: str) -> list[Place]:
    """Return the entries of a list, or of an object whose keys are put into the entries."""
    if isinstance(place.value, dict):
        return [Place({key: name, **inner.value}, path=inner.path, source_name=place.source_name)
                for name, inner in place.items() if isinstance(inner.value, dict)]  # fmt: skip
    return place.entries()


def _keyed(place: Place, inner: str) -> Iterator[tuple[str, Place]]:
    if isinstance(place.value, dict):
        yield from place.items()
        return
    for entry in place.entries():
        yield entry.at("id").text(), entry.at(inner)


def _calendar(key: str, place: Place) -> Calendar:
    periods = place.at("time_periods") if isinstance(place.value, dict) else place
    return Calendar(id=key, openings=tuple(_opening(entry) for entry in periods.entries()), time_zone="UTC")


def _opening(place: Place) -> Opening:
    first, last = (_day(place.at(key)) for key in ("from", "to"))
    begin, end = (_clock(place.at(key)) for key in ("beginTime", "endTime"))
    days = tuple(range(first, last + 1)) if first <= last else (*range(first, 7), *range(last + 1))
    # 23:59:59 means the end of the day; midnight as an end too.
    return Opening(days=days, from_s=begin, to_s=86400.0 if end >= 86399 or end <= begin else end)


def _day(place: Place) -> int:
    if place.text().upper() not in _DAYS:
        raise place.error(Text("A day is one of {days}.", days=", ".join(_DAYS)))
    return _DAYS.index(place.text().upper())


def _clock(place: Place) -> float:
    parts = place.text().split("+")[0].split(":")
    try:
        hours, minutes, seconds = (*(float(part) for part in parts), 0.0, 0.0)[:3]
    except ValueError as error:
        raise place.error(Text("This must be a time of day such as 09:00.")) from error
    return hours * 3600 + minutes * 60 + seconds


def _pools(place: Place, calendars: dict[str, Calendar]) -> Iterator[ResourcePool]:
    for profile in _listed(place, "id"):
        for entry in _listed(profile.at("resource_list"), "id"):
            calendar = entry.at("calendar").text()
            key = entry.at("id").text()
            yield ResourcePool(
                id=key,
                name=_Label((("", entry.at("name").text(key)),)),
                amount=max(1, int(_number(entry.at("amount"), 1.0))),
                cost_per_h=_number(entry.at("cost_per_hour")),
                calendar=calendar if calendar in calendars else None,
            )


def _activities(place: Place) -> Iterator[tuple[str, ActivityParameters]]:
    if isinstance(place.value, dict):
        for task, resources in place.items():
            laws = [(name, _law(inner)) for name, inner in resources.items()]
            yield task, ActivityParameters(resources=tuple(name for name, _ in laws), duration=laws[0][1])
        return
    for entry in place.entries():
        resources_at = entry.at("resources").entries()
        if resources_at:
            names = tuple(inner.at("resource_id").text() for inner in resources_at)
            yield entry.at("task_id").text(), ActivityParameters(resources=names, duration=_law(resources_at[0]))


def _flows(place: Place) -> Iterator[tuple[str, float]]:
    if isinstance(place.value, dict):
        for _, ways in tuple(place.items()):
            for flow, chance in ways.items():
                yield flow, _number(chance)
        return
    for gateway in place.entries():
        for way in gateway.at("probabilities").entries():
            yield way.at("path_id").text(), _number(way.at("value"))


def _number(place: Place, default: float = 0.0) -> float:
    """Return a number, which one of the dialects writes as a text."""
    if not isinstance(place.value, str):
        return place.number(default)
    try:
        return float(place.value)
    except ValueError as error:
        raise place.error(Text("This must be a number.")) from error


def _law(place: Place) -> Distribution:
    name = place.at("distribution_name").text()
    if name == "histogram_sampling":
        return _histogram(place.at("histogram_data"))
    parameters = [
        _number(entry.at("value") if isinstance(entry.value, dict) else entry)
        for entry in place.at("distribution_params").entries()
    ]
    make = _LAWS.get(name)
    if make is None or len(parameters) < _NEEDED.get(name, 1):
        raise place.error(Text('The distribution "{type}" is not understood.', type=name))
    return make(*parameters)


def _histogram(place: Place) -> Distribution:
    middles = tuple(entry.number() for entry in place.at("bin_midpoints").entries())
    cumulative = [entry.number() for entry in place.at("cdf").entries()]
    weights = tuple(after - before for before, after in zip([0.0, *cumulative], cumulative, strict=False))
    return Distribution(type="empirical", values=middles, weights=weights)


def _spread(kind: str, mean: float, sd: float, low: float, high: float | None) -> Distribution:
    if sd <= _LEAST_SD or mean <= 0:
        return Distribution(type="fixed", value=max(0.0, mean))
    return Distribution(type=kind, mean=mean, sd=sd, min=max(0.0, low), max=high)


def _exponential(mean: float, low: float = 0.0, high: float | None = None) -> Distribution:
    if mean <= low:
        return Distribution(type="fixed", value=mean)
    return Distribution(type="exponential", mean=mean, min=low, max=high)


_NEEDED = {"uniform": 2, "norm": 2, "lognorm": 2, "gamma": 2, "triang": 3}
_LAWS: dict[str, Callable[..., Distribution]] = {
    "fix": lambda value, *_: Distribution(type="fixed", value=value),
    "expon": lambda mean, low=0.0, high=None, *_: _exponential(mean, low, high),
    "uniform": lambda low, high, *_: Distribution(type="uniform", min=low, max=high),
    "norm": lambda mean, sd, low=0.0, high=None, *_: _spread("normal", mean, sd, low, high),
    "lognorm": lambda mean, variance, low=0.0, high=None, *_: _spread("lognormal", mean, variance**0.5, low, high),
    "gamma": lambda mean, variance, low=0.0, high=None, *_: _spread("gamma", mean, variance**0.5, low, high),
    "triang": lambda mode, low, high, *_: Distribution(type="triangular", min=low, mode=mode, max=high),
}
