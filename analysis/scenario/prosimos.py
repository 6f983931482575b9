"""Scenarios in the JSON of Prosimos, in both of its dialects (lists and objects keyed by id)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from analysis.scenario.distributions import Distribution
from analysis.scenario.fields import Place
from analysis.scenario.labels import Label
from analysis.scenario.prosimos_batches import prosimos_batches
from analysis.scenario.prosimos_calendars import prosimos_calendar, prosimos_calendars
from analysis.scenario.prosimos_gateways import prosimos_routing
from analysis.scenario.prosimos_laws import prosimos_law, prosimos_number
from analysis.scenario.prosimos_rules import CaseFacts, case_facts, case_priority
from analysis.scenario.reading_arrivals import read_moment
from analysis.scenario.values import (
    DEFAULT_START,
    LONGEST_FREE,
    ActivityParameters,
    Arrivals,
    Calendar,
    EventParameters,
    ResourcePool,
    Scenario,
)
from analysis.scenario.work_values import Batch
from bpmn.language import Text
from bpmn.model import Activity, Model

__all__ = ["prosimos_scenario"]

_ARRIVALS = "arrivals"


def prosimos_scenario(document: object, *, source_name: str, model: Model | None = None) -> Scenario:
    """Return the scenario in a Prosimos JSON document.

    What has no counterpart, or only a similar one, is said in the scenario's remarks.

    Args:
        document: The JSON document.
        source_name: What the file is called, for messages.
        model: The model it is for, or None.

    Raises:
        ScenarioError: If a value cannot be understood; the message names its path.
    """
    root = Place(document, source_name=source_name)
    remarks: list[Text] = []
    calendars = prosimos_calendars(root.at("resource_calendars"), remarks)
    pools = {pool.id: pool for pool in _pools(root.at("resource_profiles"), calendars)}
    facts = case_facts(root, remarks)
    routing = prosimos_routing(root, facts, model, remarks)
    batches = prosimos_batches(root.at("batch_processing"), remarks)
    activities = dict(_activities(root.at("task_resource_distribution"), pools, remarks))
    arrivals = _arrivals(root, calendars, remarks)
    if root.at("multitask").value:
        remarks.append(Text("Everybody does one thing at a time; what is said of multitasking is left out."))
    return Scenario(
        source_name=source_name,
        name=Label((("", source_name),)),
        start=root.at("start_time").optional(read_moment) or DEFAULT_START,
        cases=root.at("total_cases").optional(lambda place: place.whole(least=1)),
        arrivals=arrivals,
        calendars=calendars,
        resources=pools,
        activities=_with_batches_and_facts(activities, batches, facts, model, remarks),
        flows=routing.flows,
        rules=routing.rules,
        gateways=routing.gateways,
        attributes={**facts.attributes, **routing.attributes},
        assignment=LONGEST_FREE,
        case_priority=case_priority(root.at("prioritisation_rules"), facts),
        events=dict(_events(root.at("event_distribution"))),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _listed(place: Place, key: str) -> list[Place]:
    """Return the entries of a list, or of an object whose keys are put into the entries."""
    if isinstance(place.value, dict):
        return [Place({key: name, **inner.value}, path=inner.path, source_name=place.source_name)
                for name, inner in place.items() if isinstance(inner.value, dict)]  # fmt: skip
    return place.entries()


def _arrivals(root: Place, calendars: dict[str, Calendar], remarks: list[Text]) -> Arrivals:
    calendar_at = root.at("arrival_time_calendar")
    law = prosimos_law(root.at("arrival_time_distribution"))
    if law.expected <= 0:
        remarks.append(Text("All cases arrive at once: one a second."))
        law = Distribution(type="fixed", value=1.0)
    if not calendar_at.value:
        return Arrivals(inter_arrival=law)
    key = _ARRIVALS
    while key in calendars:
        key += "_"
    calendars[key] = prosimos_calendar(key, calendar_at, remarks)
    return Arrivals(inter_arrival=law, calendar=key, is_by_the_clock=True)


def _events(place: Place) -> Iterator[tuple[str, EventParameters]]:
    for entry in _listed(place, "event_id"):
        yield entry.at("event_id").text(), EventParameters(duration=prosimos_law(entry))


def _pools(place: Place, calendars: Mapping[str, Calendar]) -> Iterator[ResourcePool]:
    for profile in _listed(place, "id"):
        for entry in _listed(profile.at("resource_list"), "id"):
            key, amount, calendar = entry.at("id").text(), entry.at("amount"), entry.at("calendar")
            people = int(prosimos_number(amount, 1.0))
            if people < 1:
                raise amount.error(Text('The pool "{pool}" has no members, so its work would never be done.', pool=key))
            if calendar.value and calendar.text() not in calendars:
                raise calendar.error(Text('There is no calendar "{name}".', name=calendar.text()))
            # The dialect of objects names calendars by the resources that work by them.
            own = calendar.text() or (key if key in calendars else None)
            cost = prosimos_number(entry.at("cost_per_hour"))
            name = Label((("", entry.at("name").text(key)),))
            yield ResourcePool(id=key, name=name, amount=people, cost_per_h=cost, calendar=own)


def _activities(
    place: Place, pools: Mapping[str, ResourcePool], remarks: list[Text]
) -> Iterator[tuple[str, ActivityParameters]]:
    for task, resources_at, who in _tasks(place):
        able = [(pool, law) for pool, law in who if pool in pools]
        remarks += [
            Text('"{name}" does {task}, but is in no resource profile, and is left out.', name=pool, task=task)
            for pool, _ in who
            if pool not in pools
        ]
        if not able:
            raise resources_at.error(Text('Nobody may do "{task}": give it a resource of the profiles.', task=task))
        laws = {pool: prosimos_law(law) for pool, law in able}
        usual = laws[able[0][0]]
        yield (
            task,
            ActivityParameters(
                resources=tuple(laws),
                duration=usual,
                durations={pool: law for pool, law in laws.items() if law != usual},
            ),
        )


def _tasks(place: Place) -> Iterator[tuple[str, Place, list[tuple[str, Place]]]]:
    if isinstance(place.value, dict):
        for task, resources in place.items():
            yield task, resources, list(resources.items())
        return
    for entry in place.entries():
        resources = entry.at("resources")
        yield (
            entry.at("task_id").text(),
            resources,
            [(inner.at("resource_id").text(), inner) for inner in resources.entries()],
        )


def _with_batches_and_facts(
    activities: dict[str, ActivityParameters],
    batches: Mapping[str, Batch],
    facts: CaseFacts,
    model: Model | None,
    remarks: list[Text],
) -> dict[str, ActivityParameters]:
    for task, batch in batches.items():
        activities[task] = replace(activities.get(task, ActivityParameters()), batch=batch)
    for element, sets in facts.sets.items():
        if model is not None and not isinstance(model.nodes.get(element), Activity):
            remarks.append(_not_set(element, sets))
            continue
        activities[element] = replace(activities.get(element, ActivityParameters()), sets=sets)
    return activities


def _not_set(element: str, names: Iterable[str]) -> Text:
    return Text("{element} is no activity and sets nothing: {names}.", element=element, names=", ".join(names))
