"""Measure what a service costs those who need it, by the Standard Cost Model."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import fsum
from typing import TYPE_CHECKING

from analysis.burden.forms import NO_FORMS, Forms, form_demands, is_applicants
from analysis.burden.parameters import burden_parameters, burden_range
from analysis.burden.values import Burden, BurdenLine, DocumentDemand, FormDemand, YearlyBurden
from analysis.scenario import BurdenPrices, Scenario
from bpmn.language import Text
from bpmn.model import Activity, Facts, Model

if TYPE_CHECKING:
    from analysis.flow import Flow

__all__ = ["at_volume", "burden_from_visits", "measure_burden"]

_HOUR_S = 3600.0
_NO_FACTS = Facts()


def measure_burden(
    model: Model, scenario: Scenario, flow: "Flow", *, forms: Forms = NO_FORMS, cases_per_year: float | None = None
) -> Burden:
    """Return the applicant's burden in an average case, and in a year where the scenario says how many cases there are.

    Args:
        model: The model; its activities' facts say what they ask of the applicant.
        scenario: Durations, prices, fees and yearly volume.
        flow: The flow analysis of both, for how often each activity is expected to happen.
        forms: The service's form files, for pages and questions.
        cases_per_year: The yearly volume; None: as the scenario says. Sides that are compared need one for both.

    Source: International Standard Cost Model Manual (2005) and EU Better Regulation Toolbox, tool 58: cost =
    price x quantity, price = time x tariff + out-of-pocket; for citizens hours are shown beside money, and time spent
    waiting is not given a price.
    """
    return burden_from_visits(model, scenario, flow.visits, forms=forms, cases_per_year=cases_per_year)


def burden_from_visits(
    model: Model,
    scenario: Scenario,
    visits: Mapping[str, float],
    *,
    forms: Forms = NO_FORMS,
    cases_per_year: float | None = None,
) -> Burden:
    """Return the same from expected visits by element id, computed or counted in a log or simulation."""
    activities = [node for node in model.nodes.values() if isinstance(node, Activity) and visits.get(node.id, 0) > 0]

    def total(of: Callable[[Activity], float]) -> float:
        return fsum(visits[activity.id] * of(activity) for activity in activities)

    own_time_h = total(lambda activity: _own_time_s(activity, scenario)) / _HOUR_S
    demands = tuple(demand for activity in activities for demand in _demands(activity, visits[activity.id]))
    applications = float(scenario.burden.application_time_s > 0)
    quantities = {
        "application": applications,
        "own-work": own_time_h,
        "visits": total(lambda activity: _facts(activity).visits),
        "contacts": total(lambda activity: _facts(activity).contacts),
        "documents": fsum(demand.quantity for demand in demands),
        "fees": total(lambda activity: _fee(activity, scenario)),
    }
    lines = _lines(quantities, scenario.burden, scenario.currency)
    asked = form_demands(model, scenario, visits, forms)
    on_paper = [(visits[activity.id], _facts(activity)) for activity in activities]
    own_hours = {
        activity.id: visits[activity.id] * _own_time_s(activity, scenario) / _HOUR_S
        for activity in activities
        if is_applicants(activity, scenario)
    }
    low, high = (burden_range(scenario, quantities, own_hours, end) for end in ("low", "high"))
    return Burden(
        steps=applications + total(lambda activity: float(is_applicants(activity, scenario))),
        visits=quantities["visits"],
        contacts=quantities["contacts"],
        documents=quantities["documents"],
        documents_held_by_state=fsum(demand.quantity for demand in demands if demand.held_by),
        originals=fsum(demand.quantity for demand in demands if demand.is_original),
        fees=quantities["fees"],
        own_time_h=own_time_h,
        time_h=fsum(line.time_h for line in lines),
        cost=fsum(line.cost for line in lines),
        currency=scenario.currency,
        value_of_time_per_h=scenario.burden.value_of_time_per_h,
        lines=lines,
        demands=demands,
        yearly=_yearly(lines, quantities, cases_per_year or scenario.volume_per_year),
        pages=_together(asked, [(times, facts.pages) for times, facts in on_paper], lambda _: 1),
        questions=_together(
            asked, [(times, facts.questions) for times, facts in on_paper], lambda form: form.questions
        ),
        forms=asked or (),
        parameters=burden_parameters(scenario),
        low=low,
        high=high,
    )


def _together(
    asked: tuple[FormDemand, ...] | None,
    on_paper: list[tuple[float, int | None]],
    of: Callable[[FormDemand], int],
) -> float | None:
    """Return what forms in files and on paper come to; None where none is known, or one is only known by its name."""
    known = [(times, float(count)) for times, count in on_paper if count is not None]
    if asked is None or not (asked or known):
        return None
    return fsum(form.quantity * of(form) for form in asked) + fsum(times * count for times, count in known)


def _facts(activity: Activity) -> Facts:
    return activity.facts or _NO_FACTS


def _own_time_s(activity: Activity, scenario: Scenario) -> float:
    if not is_applicants(activity, scenario):
        return 0.0
    duration = scenario.activities[activity.id].duration
    return duration.expected if duration else 0.0


def _fee(activity: Activity, scenario: Scenario) -> float:
    """Return the fee paid at an activity: the scenario's, and where it has none the model's own."""
    parameters = scenario.activities.get(activity.id)
    if parameters and parameters.fee:
        return parameters.fee
    return float(_facts(activity).fee_mnt or 0) if scenario.currency == "MNT" else 0.0


def _demands(activity: Activity, visits: float) -> list[DocumentDemand]:
    return [
        DocumentDemand(
            name=document.name,
            element=activity.id,
            quantity=visits,
            held_by=document.held_by,
            service=document.service,
            is_original=document.is_original,
        )
        for document in _facts(activity).documents
    ]


def _lines(quantities: Mapping[str, float], prices: BurdenPrices, currency: str) -> tuple[BurdenLine, ...]:
    priced: tuple[tuple[str, Text, float, float], ...] = (
        ("application", Text("Answering the application"), prices.application_time_s, prices.application_cost),
        ("own-work", Text("Own work"), _HOUR_S, 0.0),
        ("visits", Text("Visits"), prices.visit_time_s, prices.visit_cost),
        ("contacts", Text("Other contacts"), prices.contact_time_s, prices.contact_cost),
        ("documents", Text("Obtaining documents"), prices.document_time_s, prices.document_cost),
        ("fees", Text("Fees"), 0.0, 1.0),
    )
    return tuple(
        BurdenLine(
            item=item,
            label=label,
            quantity=quantities[item],
            time_h=quantities[item] * time_s / _HOUR_S,
            time_cost=quantities[item] * time_s / _HOUR_S * prices.value_of_time_per_h,
            out_of_pocket=quantities[item] * money,
            formula=_formula(time_s, money, prices, currency) if item != "fees" else Text("as paid"),
        )
        for item, label, time_s, money in priced
    )


def _formula(time_s: float, money: float, prices: BurdenPrices, currency: str) -> Text:
    time = Text(
        "{hours} h x {tariff} {currency}/h",
        hours=f"{time_s / _HOUR_S:.2f}",
        tariff=f"{prices.value_of_time_per_h:,.0f}",
        currency=currency,
    )
    paid = Text("{money} {currency}", money=f"{money:,.0f}", currency=currency)
    if time_s and money:
        return Text("quantity x ({time} + {paid})", time=time, paid=paid)
    return Text("quantity x {price}", price=time if time_s else paid)


def at_volume(burden: Burden, cases_per_year: float | None) -> Burden:
    """Return a burden whose yearly totals are for so many cases a year; None: without yearly totals."""
    if cases_per_year is None:
        return replace(burden, yearly=None)
    quantities = {line.item: line.quantity for line in burden.lines}
    return replace(burden, yearly=_yearly(burden.lines, quantities, cases_per_year))


def _yearly(lines: tuple[BurdenLine, ...], quantities: Mapping[str, float], cases: float | None) -> YearlyBurden | None:
    if cases is None:
        return None
    return YearlyBurden(
        cases=cases,
        visits=cases * quantities["visits"],
        documents=cases * quantities["documents"],
        time_h=cases * fsum(line.time_h for line in lines),
        fees=cases * quantities["fees"],
        cost=cases * fsum(line.cost for line in lines),
    )
