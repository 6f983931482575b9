"""What a BPSim scenario says of the elements of a model: times, control, resources, costs, priorities, properties."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.scenario.attributes import AttributeSource
from analysis.scenario.bpsim_said import Elements, Said, is_activity
from analysis.scenario.bpsim_values import Values, local_name
from analysis.scenario.distributions import Distribution
from analysis.scenario.labels import Label
from analysis.scenario.values import ActivityParameters, Arrivals, Calendar, EventParameters, ResourcePool
from bpmn.language import Text

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["arrivals_of", "element_parts"]

_BEFORE = ("TransferTime", "QueueTime", "WaitTime")
_WORK = ("SetUpTime", "ProcessingTime", "ValidationTime", "ReworkTime")
_SELECTED = re.compile(r"getResource\w*\s*\(\s*['\"]([^'\"]+)['\"]\s*(?:,\s*(\d+))?")
_HOUR = 3600.0
_ALL = 100.0  # per cent


Parts = tuple[
    dict[str, ResourcePool], dict[str, ActivityParameters], dict[str, float], dict[str, EventParameters],
    dict[str, AttributeSource],
]  # fmt: skip


def element_parts(elements: Elements, calendars: Mapping[str, Calendar], values: Values) -> Parts:
    """Return the pools, activities, probabilities of flows, events and attributes that a scenario states.

    Raises:
        ScenarioError: If a value cannot be understood.
    """
    values.percent = _are_percent(elements, values)
    pools = {key: _pool(key, said, elements, calendars, values) for key, said in elements.said.items()
             if elements.kinds.get(key) in {"resource", "resourceRole", "performer", "humanPerformer", "potentialOwner",
                                            "lane", "participant"}
             or _has_people(elements.kinds.get(key, ""), said, values)}  # fmt: skip
    activities: dict[str, ActivityParameters] = {}
    flows: dict[str, float] = {}
    events: dict[str, EventParameters] = {}
    for key, said in elements.said.items():
        kind = elements.kinds.get(key, "")
        if is_activity(kind):
            activities[key] = _activity(key, said, elements, pools, values)
        elif kind == "sequenceFlow":
            flows |= _flow(key, said, values)
        elif kind.endswith("Event"):
            event = _event(key, kind, said, calendars, values)
            if event is not None:
                events[key] = event
    attributes = _attributes(elements, activities, values)
    return pools, activities, flows, events, attributes


def _are_percent(elements: Elements, values: Values) -> bool:
    """Whether probabilities are in per cent, as jBPM's designer writes them: where one is 100."""
    stated = [said["Probability"] for said in elements.said.values() if "Probability" in said]
    chances = [chance for parameter in stated if (chance := values.number(parameter)) is not None]
    are_percent = _ALL in chances
    if are_percent:
        values.remarks.append(Text("Probabilities are taken as per cent, as some are 100."))
    return are_percent


def _chance(parameter: "etree._Element", values: Values) -> float | None:
    """Return a probability.

    Raises:
        ScenarioError: If it is none.
    """
    chance = values.number(parameter)
    if chance is None:
        return None
    if not 0 <= chance <= (_ALL if values.percent else 1):
        raise values.error(parameter, Text("A probability is between 0 and 1."))
    return chance / _ALL if values.percent else chance


def _has_people(kind: str, said: Said, values: Values) -> bool:
    """Whether an activity has people of its own: jBPM's designer states how many at the task itself."""
    if not is_activity(kind) or "Quantity" not in said or "Selection" in said:
        return False
    amount = values.number(said["Quantity"], in_hours=True)
    return amount is not None and amount >= 1


def _pool(
    key: str,
    said: Said,
    elements: Elements,
    calendars: Mapping[str, Calendar],
    values: Values,
) -> ResourcePool:
    amount = values.number(said["Quantity"], in_hours=True) if "Quantity" in said else 1.0
    people = 1.0 if amount is None else amount
    if people < 1 or people != int(people):
        text = Text('The pool "{pool}" has no members, so its work would never be done.', pool=elements.names[key])
        raise values.error(said["Quantity"], text)
    return ResourcePool(
        id=key,
        name=Label((("", elements.names[key]),)),
        amount=int(people),
        cost_per_h=_cost_per_h(said, values),
        calendar=_calendar([said[name] for name in ("Availability", "Quantity") if name in said], calendars),
    )


def _cost_per_h(said: Said, values: Values) -> float:
    """Return the cost an hour; the standard states it a unit of time."""
    cost = values.number(said["UnitCost"]) if "UnitCost" in said else None
    if cost is None:
        return 0.0
    value = values.chosen(said["UnitCost"])
    unit = values.unit(said["UnitCost"], value.get("timeUnit") if value is not None else None)
    return max(0.0, cost) * _HOUR / unit


def _calendar(parameters: "list[etree._Element]", calendars: Mapping[str, Calendar]) -> str | None:
    named = [value.get("validFor") for parameter in parameters for value in parameter if value.get("validFor")]
    return next((name for name in named if name in calendars), None)


def _activity(
    key: str,
    said: Said,
    elements: Elements,
    pools: Mapping[str, ResourcePool],
    values: Values,
) -> ActivityParameters:
    cost = values.number(said["FixedCost"]) if "FixedCost" in said else None
    priority = values.number(said["Priority"]) if "Priority" in said else None
    for name in ("Interruptible",) if key in pools else ("UnitCost", "Interruptible"):
        if name in said:
            values.remarks.append(
                Text("{name} of {element} is not taken over.", name=name, element=elements.names[key])
            )
    return ActivityParameters(
        resources=tuple(_selected(key, said, elements, pools, values)),
        duration=_sum(said, _WORK, elements.names[key], values),
        delay=_sum(said, _BEFORE, elements.names[key], values),
        fixed_cost=max(0.0, cost or 0.0),
        priority=int(min(max(priority or 0.0, -1000.0), 1000.0)),
    )


def _selected(
    key: str,
    said: Said,
    elements: Elements,
    pools: Mapping[str, ResourcePool],
    values: Values,
) -> Iterator[str]:
    """Yield the pools that do an activity: those selected, else that of its lane."""
    if "Selection" not in said:
        if key in pools:
            yield key
        elif elements.lanes.get(key) in pools:
            yield elements.lanes[key]
        return
    value = values.chosen(said["Selection"])
    text = "" if value is None else value.get("value", "")
    by_name = {str(pool.name): pool.id for pool in pools.values()}
    found = _SELECTED.findall(text) or [(text, "")]
    if any(count and count != "1" for _, count in found) or re.search(r"\band\b|andResource", text):
        values.remarks.append(Text("{name} is done by one person at a time, not by several together.",
                                   name=elements.names[key]))  # fmt: skip
    known = [by_name.get(name, name) for name, _ in found if by_name.get(name, name) in pools]
    if not known:
        values.remarks.append(Text('The selection "{text}" for {name} names no resource of the scenario.',
                                   text=text, name=elements.names[key]))  # fmt: skip
    yield from dict.fromkeys(known)


def _sum(said: Said, names: tuple[str, ...], element: str, values: Values) -> Distribution | None:
    laws = [law for name in names if name in said and (law := values.law(said[name])) is not None]
    if len(laws) < 2:
        return laws[0] if laws else None
    mean, variance = math.fsum(law.expected for law in laws), math.fsum(law.variance for law in laws)
    if variance <= 0 or mean <= 0:
        return Distribution(type="fixed", value=mean)
    values.remarks.append(Text("The times of {name} are added up to one with their mean and variance.", name=element))
    return Distribution(type="gamma", mean=mean, sd=math.sqrt(variance))


def _flow(key: str, said: Said, values: Values) -> dict[str, float]:
    if "Condition" in said:
        values.remarks.append(Text("{name} of {element} is not taken over.", name="Condition", element=key))
    chance = _chance(said["Probability"], values) if "Probability" in said else None
    return {} if chance is None else {key: chance}


def _event(
    key: str, kind: str, said: Said, calendars: Mapping[str, Calendar], values: Values
) -> EventParameters | None:
    if kind == "endEvent":
        return None
    timer = said.get("InterTriggerTimer") if kind != "startEvent" else None
    waits = ("WaitTime", "ProcessingTime") if kind != "startEvent" else ()
    law = values.law(timer) if timer is not None else _sum(said, waits, key, values)
    chance = _chance(said["Probability"], values) if "Probability" in said else None
    if law is None and chance is None:
        return None
    calendar = _calendar([timer], calendars) if timer is not None else None
    return EventParameters(duration=law, probability=chance, calendar=calendar)


def arrivals_of(
    elements: Elements, calendars: Mapping[str, Calendar], values: Values
) -> tuple[Arrivals | None, int | None]:
    """Return how cases arrive by the first start event that says so, and how many.

    Raises:
        ScenarioError: If a value cannot be understood.
    """
    arrivals, cases, count = None, None, 0
    for key, said in elements.said.items():
        if elements.kinds.get(key) != "startEvent":
            continue
        law = values.law(said["InterTriggerTimer"], in_hours=True) if "InterTriggerTimer" in said else None
        if law is not None and law.expected <= 0:
            text = Text("The time between two arrivals must be more than 0.")
            raise values.error(said["InterTriggerTimer"], text)
        if law is not None and arrivals is None:
            arrivals = Arrivals(inter_arrival=law, calendar=_calendar([said["InterTriggerTimer"]], calendars))
        count += law is not None
        triggered = values.number(said["TriggerCount"]) if "TriggerCount" in said else None
        cases = cases or (int(triggered) if triggered and triggered >= 1 else None)
    if count > 1:
        values.remarks.append(Text("Several start events have arrivals: those of the first are used."))
    return arrivals, cases


def _attributes(
    elements: Elements, activities: dict[str, ActivityParameters], values: Values
) -> dict[str, AttributeSource]:
    attributes: dict[str, AttributeSource] = {}
    for key, properties in elements.properties.items():
        sources = {re.sub(r"\W+", "_", name): source for name, element in properties.items()
                   if (source := _property(name, element, values)) is not None}  # fmt: skip
        kind = elements.kinds.get(key, "")
        if is_activity(kind):
            activities[key] = replace(activities.get(key, ActivityParameters()), sets=sources)
        else:
            attributes |= sources
    return attributes


def _property(name: str, element: "etree._Element", values: Values) -> AttributeSource | None:
    value = values.chosen(element)
    if value is None:
        return None
    kind, text = local_name(value), value.get("value", "")
    if kind == "BooleanParameter":
        return AttributeSource(choices=((text in {"true", "1"}, 1.0),))
    if kind in {"StringParameter", "DateTimeParameter"}:
        return AttributeSource(choices=((text, 1.0),))
    if kind == "EnumParameter":
        inner = [(one.get("value", ""), 1.0) for one in value if local_name(one)]
        return AttributeSource(choices=tuple((one, chance / len(inner)) for one, chance in inner)) if inner else None
    law = values.law(element, is_time=False)
    if law is None:
        values.remarks.append(Text('The property "{name}" is not taken over.', name=name))
        return None
    return AttributeSource(law=law)
