"""Ortoo's own scenario file read into a `Scenario`, every complaint with the path of the value."""

from typing import Any

import orjson

from analysis.errors import ScenarioError
from analysis.scenario.fields import Place
from analysis.scenario.reading_arrivals import read_arrivals, read_moment
from analysis.scenario.reading_attributes import read_attributes, read_flow, read_routing
from analysis.scenario.reading_calendars import read_calendar
from analysis.scenario.reading_laws import read_distribution
from analysis.scenario.reading_work import (
    read_absence,
    read_assignment,
    read_batch,
    read_durations,
    read_members,
    read_setback,
    read_transfer,
)
from analysis.scenario.references import check_references
from analysis.scenario.several import busier, chosen_scenario
from analysis.scenario.values import (
    DEFAULT_START,
    QUEUES,
    ActivityParameters,
    Assumption,
    BurdenPrices,
    EventParameters,
    ResourcePool,
    Scenario,
)
from bpmn.language import Text

__all__ = ["json_document", "read_scenario"]

_LARGEST = 20_000_000
_MOST_PEOPLE = 100_000
_LARGEST_SUM = 1e15
_GREATEST_LOAD = 1e6


def json_document(data: bytes, *, source_name: str) -> Any:  # noqa: ANN401 - the JSON border
    """Return the JSON value in `data`.

    Raises:
        ScenarioError: If it is too large or not JSON.
    """
    if len(data) > _LARGEST:
        raise ScenarioError(Text("The file is larger than 20 MB."), source_name=source_name)
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        text = Text("This is not JSON: {reason}.", reason=str(error))
        raise ScenarioError(text, source_name=source_name) from error


def read_scenario(data: bytes, *, source_name: str, which: str = "") -> Scenario:
    """Return the scenario in an Ortoo scenario file.

    Args:
        data: The file's bytes (docs/scenario.md describes them).
        source_name: What the file is called, for messages.
        which: The name of one of several scenarios in it, "" for the only one.

    Raises:
        ScenarioError: If it is not JSON, or a value is missing, unknown or impossible; the message names its path.
    """
    root = Place(json_document(data, source_name=source_name), source_name=source_name)
    if not isinstance(root.value, dict) or root.at("ortoo_scenario").value != 1:
        raise root.error(Text('This is no scenario: a scenario begins with "ortoo_scenario": 1.'))
    root = chosen_scenario(root, which)
    load_at = root.at("load")
    load = load_at.number(1.0, least=1 / _GREATEST_LOAD, most=_GREATEST_LOAD)
    root.at("ortoo_scenario")
    start = root.at("start").optional(read_moment) or DEFAULT_START
    calendars = {key: read_calendar(key, place) for key, place in root.at("calendars").items()}
    flows = {key: read_flow(place) for key, place in root.at("flows").items()}
    scenario = Scenario(
        source_name=source_name,
        name=root.at("name").label(),
        process=root.at("process").optional(Place.text),
        start=start,
        currency=root.at("currency").text("MNT"),
        cases=root.at("cases").optional(lambda place: place.whole(least=1)),
        warm_up=root.at("warm_up").optional(Place.whole),
        replications=root.at("replications").optional(lambda place: place.whole(least=1)),
        volume_per_year=root.at("volume_per_year").optional(lambda place: place.number(least=0) * load),
        promise_s=root.at("promise").optional(Place.seconds),
        arrivals=root.at("arrivals").optional(
            lambda place: busier(read_arrivals(place, calendars, start), load, load_at, calendars, start)
        ),
        calendars=calendars,
        resources={key: _pool(key, place) for key, place in root.at("resources").items()},
        activities={key: _activity(place) for key, place in root.at("activities").items()},
        flows={key: chance for key, (chance, _) in flows.items() if chance is not None},
        events={key: _event(place) for key, place in root.at("events").items()},
        burden=_burden(root.at("burden")),
        assumptions=tuple(_assumption(place) for place in root.at("assumptions").entries()),
        transfers=tuple(read_transfer(place) for place in root.at("transfers").entries()),
        case_priority=root.at("case_priority").text(),
        case_due=root.at("case_due").text(),
        assignment=read_assignment(root.at("assignment")),
        case_cost=root.at("case_cost").number(least=0, most=_LARGEST_SUM),
        one_off_cost=root.at("one_off_cost").optional(lambda place: place.number(least=0, most=_LARGEST_SUM)),
        attributes=read_attributes(root.at("attributes")),
        gateways={key: read_routing(place) for key, place in root.at("gateways").items()},
        rules={key: rule for key, (_, rule) in flows.items() if rule},
        partners=tuple(place.text() for place in root.at("partners").entries()),
    )
    root.refuse_others()
    check_references(scenario, root)
    return scenario


def _pool(key: str, place: Place) -> ResourcePool:
    amount = place.at("amount")
    members = read_members(place.at("members"), key)
    people = amount.optional(Place.whole) if place.has("amount") else 1
    if people == 0:
        raise amount.error(Text('The pool "{pool}" has no members, so its work would never be done.', pool=key))
    if people is not None and people > _MOST_PEOPLE:
        raise amount.error(Text("More than {most} people: write null for as many as needed.", most=_MOST_PEOPLE))
    if members and people is not None and amount.value is not None and people < len(members):
        raise amount.error(
            Text("The amount is {amount}, but there are {count} members.", amount=str(people), count=len(members))
        )
    side = place.at("side").text("office")
    if side not in {"office", "applicant"}:
        raise place.at("side").error(Text('The side is "office" or "applicant".'))
    queue = place.at("queue").optional(Place.text)
    if queue not in {None, *QUEUES}:
        raise place.at("queue").error(Text("The queue is one of {known}.", known=", ".join(QUEUES)))
    absence = place.at("absence").optional(read_absence)
    if members and amount.value is None and place.has("amount"):
        raise amount.error(Text("As many as needed have no names: give an amount or leave it out."))
    if absence is not None and people is None and not members:
        raise place.at("absence").error(Text("As many as needed are never all away: give an amount."))
    pool = ResourcePool(
        id=key,
        name=place.at("name").label(),
        amount=people if amount.value is not None or not members else len(members),
        cost_per_h=place.at("cost_per_h").number(least=0, most=_LARGEST_SUM),
        calendar=place.at("calendar").optional(Place.text),
        side=side,
        members=members,
        absence=absence,
        queue=queue,
    )
    place.refuse_others()
    return pool


def _activity(place: Place) -> ActivityParameters:
    resource = place.at("resource")
    entries = resource.entries() if isinstance(resource.value, list) else [resource]
    activity = ActivityParameters(
        resources=tuple(entry.text() for entry in entries if entry.value is not None),
        duration=place.at("duration").optional(read_distribution),
        delay=place.at("delay").optional(read_distribution),
        fixed_cost=place.at("fixed_cost").number(least=0, most=_LARGEST_SUM),
        fee=place.at("fee").number(least=0, most=_LARGEST_SUM),
        priority=int(place.at("priority").number(least=-1000, most=1000)),
        instances=place.at("instances").optional(read_distribution),
        durations=read_durations(place.at("durations")),
        set_up=place.at("set_up").optional(read_distribution),
        due_s=place.at("due").optional(Place.seconds),
        batch=place.at("batch").optional(read_batch),
        setback=place.at("setback").optional(read_setback),
        sets=read_attributes(place.at("sets")),
    )
    place.refuse_others()
    return activity


def _event(place: Place) -> EventParameters:
    event = EventParameters(
        duration=place.at("duration").optional(read_distribution),
        probability=place.at("probability").optional(lambda inner: inner.number(least=0, most=1)),
        calendar=place.at("calendar").optional(Place.text),
        is_moment=place.at("from_start").yes_or_no(default=False),
    )
    place.refuse_others()
    return event


def _burden(place: Place) -> BurdenPrices:
    visit, contact, document = place.at("visit"), place.at("contact"), place.at("document")
    application = place.at("application")
    burden = BurdenPrices(
        value_of_time_per_h=place.at("value_of_time_per_h").number(least=0),
        visit_time_s=visit.at("time").seconds(),
        visit_cost=visit.at("cost").number(least=0),
        contact_time_s=contact.at("time").seconds(),
        contact_cost=contact.at("cost").number(least=0),
        document_time_s=document.at("time").seconds(),
        document_cost=document.at("cost").number(least=0),
        application_time_s=application.at("time").seconds(),
        application_cost=application.at("cost").number(least=0),
    )
    for part in (place, visit, contact, document, application):
        part.refuse_others()
    return burden


def _assumption(place: Place) -> Assumption:
    kind = place.at("kind").text("assumed")
    if kind not in {"measured", "sourced", "assumed"}:
        raise place.at("kind").error(Text('The kind is "measured", "sourced" or "assumed".'))
    assumption = Assumption(
        path=place.at("path").text(),
        kind=kind,
        text=place.at("text").label(),
        source=place.at("source").text(),
        low=place.at("low").number(1.0, least=0),
        high=place.at("high").number(1.0, least=0),
    )
    place.refuse_others()
    if not assumption.low <= assumption.high:
        raise place.error(Text("The low factor is above the high one."))
    return assumption
