"""A `Scenario` written as Ortoo's own scenario file; docs/scenario.md is the page for people."""

import json
from collections.abc import Mapping
from datetime import timedelta

from analysis.errors import ScenarioError
from analysis.scenario.fields import Place
from analysis.scenario.reading_arrivals import read_moment
from analysis.scenario.values import Arrivals, Assumption, BurdenPrices, EventParameters, Scenario
from analysis.scenario.writing_values import (
    Json,
    attributes_json,
    calendar_json,
    label_json,
    law_json,
    number_json,
    said,
    time_json,
)
from analysis.scenario.writing_work import activity_json, pool_json, transfer_json
from bpmn.language import Text

__all__ = ["scenario_document", "scenario_json"]


def scenario_json(scenario: Scenario) -> bytes:
    """Return a scenario as a file from which `read_scenario` reads the same one, whatever tool it came from.

    Only the name of the file it was read from and the remarks on that are not in it. The same scenario gives the same
    bytes.

    Raises:
        ScenarioError: If a number in it is none that JSON can say.
    """
    try:
        text = json.dumps(scenario_document(scenario), ensure_ascii=False, indent=2, allow_nan=False)
    except ValueError as error:
        reason = Text("A number of the scenario is infinite or none, which a file cannot say.")
        raise ScenarioError(reason, source_name=scenario.source_name) from error
    return f"{text}\n".encode()


def scenario_document(scenario: Scenario) -> dict[str, Json]:
    """Return a scenario as the JSON document of its file; what is as it would be without is left out."""
    return {"ortoo_scenario": 1} | said(
        name=label_json(scenario.name),
        process=scenario.process,
        start=scenario.start.isoformat(),
        currency=scenario.currency,
        cases=scenario.cases,
        warm_up=scenario.warm_up,
        replications=scenario.replications,
        volume_per_year=None if scenario.volume_per_year is None else number_json(scenario.volume_per_year),
        promise=None if scenario.promise_s is None else time_json(scenario.promise_s),
        arrivals=None if scenario.arrivals is None else _arrivals(scenario.arrivals, scenario),
        calendars={key: calendar_json(one) for key, one in scenario.calendars.items()} or None,
        resources={key: pool_json(one) for key, one in scenario.resources.items()} or None,
        transfers=[transfer_json(one) for one in scenario.transfers] or None,
        activities={key: activity_json(one) for key, one in scenario.activities.items()} or None,
        flows=_flows(scenario.flows, scenario.rules) or None,
        gateways=dict(scenario.gateways) or None,
        events={key: _event(one) for key, one in scenario.events.items()} or None,
        attributes=attributes_json(scenario.attributes),
        case_cost=number_json(scenario.case_cost, 0.0),
        one_off_cost=None if scenario.one_off_cost is None else number_json(scenario.one_off_cost),
        case_priority=scenario.case_priority or None,
        case_due=scenario.case_due or None,
        assignment=scenario.assignment,
        partners=list(scenario.partners) or None,
        burden=_burden(scenario.burden) or None,
        assumptions=[_assumption(one) for one in scenario.assumptions] or None,
    )


def _arrivals(arrivals: Arrivals, scenario: Scenario) -> Json:
    if arrivals.moments_s:
        return {"moments": [_moment(after_s, scenario) for after_s in arrivals.moments_s]}
    if arrivals.rates:
        return {"rates": [{"calendar": key, "per_hour": number_json(rate)} for key, rate in arrivals.rates]}
    return said(
        inter_arrival=law_json(arrivals.inter_arrival),
        calendar=arrivals.calendar,
        by_the_clock=arrivals.is_by_the_clock or None,
    )


def _moment(after_s: float, scenario: Scenario) -> Json:
    """Return a moment as date and time, or in seconds after the start where that is finer than a clock tells."""
    text = (scenario.start + timedelta(seconds=after_s)).isoformat()
    is_exact = (read_moment(Place(text)) - scenario.start).total_seconds() == after_s
    return text if is_exact else number_json(after_s)


def _flows(chances: Mapping[str, float], rules: Mapping[str, str]) -> dict[str, Json]:
    found: dict[str, Json] = {key: number_json(chance) for key, chance in chances.items()}
    for key, rule in rules.items():
        found[key] = said(probability=found.get(key), rule=rule)
    return found


def _event(event: EventParameters) -> Json:
    return said(
        duration=law_json(event.duration),
        probability=None if event.probability is None else number_json(event.probability),
        calendar=event.calendar,
        from_start=event.is_moment or None,
    )


def _burden(burden: BurdenPrices) -> dict[str, Json]:
    found = said(value_of_time_per_h=number_json(burden.value_of_time_per_h, 0.0))
    for name in ("visit", "contact", "document", "application"):
        time_s, cost = getattr(burden, f"{name}_time_s"), getattr(burden, f"{name}_cost")
        price = said(time=time_json(time_s) if time_s else None, cost=number_json(cost, 0.0))
        found |= {name: price} if price else {}
    return found


def _assumption(assumption: Assumption) -> Json:
    return said(
        path=assumption.path,
        kind=assumption.kind,
        text=label_json(assumption.text),
        source=assumption.source or None,
        low=number_json(assumption.low, 1.0),
        high=number_json(assumption.high, 1.0),
    )
