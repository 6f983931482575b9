"""Scenarios that BIMP and QBP put into a BPMN file (`qbp:processSimulationInfo`)."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from analysis.errors import ScenarioError
from analysis.scenario.distributions import Distribution
from analysis.scenario.values import (
    DEFAULT_START,
    ActivityParameters,
    Arrivals,
    Calendar,
    Label,
    Opening,
    ResourcePool,
    Scenario,
)
from bpmn.language import Text
from bpmn.xml import parse_xml

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["qbp_scenario"]

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_ANY = "{*}"


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
    try:
        calendars = {calendar.id: calendar for calendar in _calendars(info)}
        return Scenario(
            source_name=source_name,
            name=Label((("", source_name),)),
            start=_start(info.get("startDateTime", "")),
            currency=info.get("currency", "EUR"),
            cases=int(info.get("processInstances", "0")) or None,
            arrivals=_arrivals(info),
            calendars=calendars,
            resources={pool.id: pool for pool in _pools(info, calendars)},
            activities=dict(_activities(info)),
            flows={
                flow.get("elementId", ""): float(flow.get("executionProbability", "0"))
                for flow in info.iter(f"{_ANY}sequenceFlow")
            },
        )
    except ValueError as error:
        text = Text("A value of the scenario is not understood: {reason}.", reason=str(error))
        raise ScenarioError(text, source_name=source_name) from error


def _arrivals(info: "etree._Element") -> Arrivals | None:
    arrival = info.find(f"{_ANY}arrivalRateDistribution")
    return None if arrival is None else Arrivals(inter_arrival=_law(arrival), calendar=_default_calendar(info))


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
            amount=max(1, int(resource.get("totalAmount", "1"))),
            cost_per_h=float(resource.get("costPerHour") or 0),
            calendar=calendar if calendar in calendars else None,
        )


def _activities(info: "etree._Element") -> Iterator[tuple[str, ActivityParameters]]:
    for element in info.iter(f"{_ANY}element"):
        law = element.find(f"{_ANY}durationDistribution")
        cost = element.find(f"{_ANY}fixedCost")
        yield (
            element.get("elementId", ""),
            ActivityParameters(
                resources=tuple((entry.text or "").strip() for entry in element.iter(f"{_ANY}resourceId")),
                duration=None if law is None else _law(law),
                fixed_cost=float(element.get("fixedCost") or (cost.text if cost is not None and cost.text else 0) or 0),
            ),
        )


def _law(element: "etree._Element") -> Distribution:
    mean, first, second = (_number(element.get(key)) for key in ("mean", "arg1", "arg2"))
    kind = element.get("type", "").upper()
    if kind == "FIXED" or (kind in {"NORMAL", "LOGNORMAL", "GAMMA"} and (first <= 0 or mean <= 0)):
        return Distribution(type="fixed", value=max(0.0, mean))
    if kind == "EXPONENTIAL":
        return Distribution(type="exponential", mean=first or mean)
    if kind == "UNIFORM":
        return Distribution(type="uniform", min=first, max=second)
    if kind == "TRIANGULAR":
        return Distribution(type="triangular", min=first, mode=mean, max=second)
    if kind == "NORMAL":
        return Distribution(type="normal", mean=mean, sd=first)
    if kind in {"LOGNORMAL", "GAMMA"}:
        return Distribution(type=kind.lower(), mean=mean, sd=first**0.5)
    raise ValueError(kind)


def _number(text: str | None) -> float:
    return 0.0 if text in {None, "", "NaN"} else float(text or 0)
