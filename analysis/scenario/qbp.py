"""Scenarios that BIMP and QBP put into a BPMN file (`qbp:processSimulationInfo`)."""

import math
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from analysis.errors import ScenarioError
from analysis.scenario.distributions import Distribution
from analysis.scenario.values import (
    DEFAULT_START,
    ActivityParameters,
    Arrivals,
    Calendar,
    EventParameters,
    Label,
    Opening,
    ResourcePool,
    Scenario,
)
from bpmn.language import Text
from bpmn.xml import line_of, parse_xml

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["qbp_scenario"]

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_ANY = "{*}"
_ROUNDING = 1e-6


def qbp_scenario(data: bytes, *, source_name: str) -> Scenario:
    """Return the scenario inside a BPMN file.

    Values are seconds, whatever time unit the file displays them in (as BIMP's own files are).

    Raises:
        ScenarioError: If there is none, or a value cannot be understood.
        UnreadableFileError: If the file is not XML.
    """
    root = parse_xml(data, source_name=source_name)
    info = root.find(f".//{_ANY}processSimulationInfo")
    if info is None:
        raise ScenarioError(Text("The file holds no scenario that is understood (QBP)."), source_name=source_name)
    kinds = {str(node.get("id")): node.tag.rsplit("}", 1)[-1] for node in root.iter(f"{_ANY}*") if node.get("id")}
    remarks: list[Text] = []
    try:
        calendars = {calendar.id: calendar for calendar in _calendars(info)}
        cases = int(_number(info.get("processInstances"))) or None
        said = list(_elements(info, remarks))
        events = [(key, one) for key, one in said if kinds.get(key, "").endswith("Event")]
        return Scenario(
            source_name=source_name,
            name=Label((("", source_name),)),
            start=_start(info.get("startDateTime", "")),
            currency=info.get("currency") or "EUR",
            cases=cases,
            warm_up=_warm_up(info, cases),
            arrivals=_arrivals(info),
            calendars=calendars,
            resources={pool.id: pool for pool in _pools(info, calendars)},
            activities={key: one for key, one in said if not kinds.get(key, "").endswith("Event")},
            flows=dict(_flows(info)),
            events={key: EventParameters(duration=one.duration) for key, one in events if one.duration},
            remarks=tuple(remarks),
        )
    except ScenarioError as error:
        raise ScenarioError(error.text, source_name=source_name, path=error.path) from error
    except ValueError as error:
        text = Text("A value of the scenario is not understood: {reason}.", reason=str(error))
        raise ScenarioError(text, source_name=source_name) from error


def _arrivals(info: "etree._Element") -> Arrivals | None:
    arrival = info.find(f"{_ANY}arrivalRateDistribution")
    law = None if arrival is None else _law(arrival)
    if law is None or law.expected <= 0:
        return None
    return Arrivals(inter_arrival=law, calendar=_default_calendar(info))


def _warm_up(info: "etree._Element", cases: int | None) -> int | None:
    """Return how many cases BIMP leaves out at the beginning, which it states in percent."""
    options = info.find(f"{_ANY}statsOptions")
    share = _number(options.get("trimStartProcessInstances")) if options is not None else 0.0
    return int(cases * min(share, 99.0) / 100) if cases and share > 0 else None


def _flows(info: "etree._Element") -> Iterator[tuple[str, float]]:
    for flow in info.iter(f"{_ANY}sequenceFlow"):
        if flow.get("executionProbability"):
            chance = _number(flow.get("executionProbability"))
            if not 0 <= chance <= 1 + _ROUNDING:
                raise ValueError(flow.get("elementId"), chance)
            yield flow.get("elementId", ""), min(chance, 1.0)


def _start(text: str) -> datetime:
    if not text:
        return DEFAULT_START
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=DEFAULT_START.tzinfo)


def _calendars(info: "etree._Element") -> Iterator[Calendar]:
    for timetable in info.iter(f"{_ANY}timetable"):
        rules = timetable.iter(f"{_ANY}rule")
        yield Calendar(id=timetable.get("id", ""), openings=tuple(_opening(rule) for rule in rules), time_zone="UTC")


def _default_calendar(info: "etree._Element") -> str | None:
    marked = [t.get("id") for t in info.iter(f"{_ANY}timetable") if t.get("default") == "true"]
    return marked[0] if marked else None


def _opening(rule: "etree._Element") -> Opening:
    first = _DAYS.index(rule.get("fromWeekDay", "MONDAY"))
    last = _DAYS.index(rule.get("toWeekDay", "SUNDAY"))
    begin, end = (_clock(rule.get(key, "")) for key in ("fromTime", "toTime"))
    days = tuple(range(first, last + 1)) if first <= last else (*range(first, 7), *range(last + 1))
    return Opening(days=days, from_s=begin, to_s=86400.0 if end >= 86399 or end <= begin else end)


def _clock(text: str) -> float:
    hours, minutes, seconds = (float(part) for part in text.split("+", maxsplit=1)[0].rstrip("Z").split(":"))
    return hours * 3600 + minutes * 60 + seconds


def _pools(info: "etree._Element", calendars: dict[str, Calendar]) -> Iterator[ResourcePool]:
    for resource in info.iter(f"{_ANY}resource"):
        calendar = resource.get("timetableId")
        yield ResourcePool(
            id=resource.get("id", ""),
            name=Label((("", resource.get("name", "")),)),
            amount=_people(resource),
            cost_per_h=_number(resource.get("costPerHour")),
            calendar=calendar if calendar in calendars else None,
        )


def _people(resource: "etree._Element") -> int:
    amount = int(_number(resource.get("totalAmount") or "1"))
    if amount < 1:
        text = Text('The pool "{pool}" has no members, so its work would never be done.', pool=resource.get("name", ""))
        raise ScenarioError(text, path=f"resource {resource.get('id')}")
    return amount


def _elements(info: "etree._Element", remarks: list[Text]) -> Iterator[tuple[str, ActivityParameters]]:
    for element in info.iter(f"{_ANY}element"):
        law = element.find(f"{_ANY}durationDistribution")
        due = _inner(element, "durationThreshold")
        if _inner(element, "costThreshold") > 0:
            remarks.append(Text("{name} of {element} is not taken over.", name="costThreshold",
                                element=element.get("elementId", "")))  # fmt: skip
        yield (
            element.get("elementId", ""),
            ActivityParameters(
                resources=tuple((entry.text or "").strip() for entry in element.iter(f"{_ANY}resourceId")),
                duration=None if law is None else _law(law),
                fixed_cost=_inner(element, "fixedCost"),
                due_s=due if due > 0 else None,
            ),
        )


def _inner(element: "etree._Element", name: str) -> float:
    """Return a number that is an attribute or an element inside, 0 where it is neither."""
    return _number(element.get(name) or element.findtext(f"{_ANY}{name}"))


def _law(element: "etree._Element") -> Distribution | None:
    """Return a distribution, None where nothing is filled in."""
    kind = (element.get("type") or "FIXED").upper()
    if kind == "HISTOGRAM":
        return _histogram(element)
    if not any(element.get(key) for key in ("mean", "arg1", "arg2")):
        return None
    mean, first, second = (_number(element.get(key)) for key in ("mean", "arg1", "arg2"))
    if mean < 0:
        text = Text("{value} is too small: it must be at least {least}.", value=f"{mean:g}", least="0")
        raise ScenarioError(text, path=f"{str(element.tag).rpartition('}')[2]} ({line_of(element)})")
    if kind not in _LAWS:
        raise ValueError(kind)
    return _LAWS[kind](mean, first, second)


def _spread(kind: str, mean: float, sd: float) -> Distribution:
    if sd <= 0 or mean <= 0:
        return Distribution(type="fixed", value=max(0.0, mean))
    return Distribution(type=kind, mean=mean, sd=sd)


def _between(mean: float | None, low: float, high: float) -> Distribution:
    if not 0 <= low <= (low if mean is None else mean) <= high:
        raise ValueError(low, mean, high)
    if mean is None:
        return Distribution(type="uniform", min=low, max=high)
    return Distribution(type="triangular", min=low, mode=mean, max=high)


def _exponential(mean: float) -> Distribution:
    return Distribution(type="exponential", mean=mean) if mean > 0 else Distribution(type="fixed", value=0.0)


_LAWS: dict[str, Callable[[float, float, float], Distribution]] = {
    "FIXED": lambda mean, _, __: Distribution(type="fixed", value=mean),
    "EXPONENTIAL": lambda mean, first, _: _exponential(first or mean),
    "UNIFORM": lambda _, low, high: _between(None, low, high),
    "TRIANGULAR": _between,
    "NORMAL": lambda mean, sd, _: _spread("normal", mean, sd),
    "LOGNORMAL": lambda mean, variance, _: _spread("lognormal", mean, max(0.0, variance) ** 0.5),
    "GAMMA": lambda mean, variance, _: _spread("gamma", mean, max(0.0, variance) ** 0.5),
}


def _histogram(element: "etree._Element") -> Distribution | None:
    """Return the bins of a histogram, each by its mean."""
    found = []
    for one in element.iter(f"{_ANY}histogramDataBin"):
        inner = one.find(f"{_ANY}distribution")
        law = None if inner is None else _law(inner)
        if law is not None:
            found.append((law.expected, _number(one.get("probability") or one.findtext(f"{_ANY}probability"))))
    total = sum(weight for _, weight in found)
    if total <= 0:
        return None
    weights = tuple(weight / total for _, weight in found)
    return Distribution(type="empirical", values=tuple(value for value, _ in found), weights=weights)


def _number(text: str | None) -> float:
    number = float(text) if text and text.strip() and text != "NaN" else 0.0
    if not math.isfinite(number):
        raise ValueError(text)
    return number
