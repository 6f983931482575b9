"""The parameters of the Standard Cost Model with their ranges and sources, and the burden at either end of these."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import fsum
from typing import Literal

from analysis.burden.values import BurdenParameter, BurdenRange
from analysis.scenario import Assumption, Scenario
from bpmn.language import Text

__all__ = ["burden_parameters", "burden_range"]

_HOUR_S = 3600.0

# The path in the scenario, the field of BurdenPrices, and what it is for people.
_PARAMETERS: tuple[tuple[str, str, Text], ...] = (
    ("burden.value_of_time_per_h", "value_of_time_per_h", Text("Value of an hour of the applicant")),
    ("burden.application.time", "application_time_s", Text("Time to answer the application")),
    ("burden.application.cost", "application_cost", Text("Cost of answering the application")),
    ("burden.visit.time", "visit_time_s", Text("Time of a visit, with the way there")),
    ("burden.visit.cost", "visit_cost", Text("Cost of a visit")),
    ("burden.contact.time", "contact_time_s", Text("Time of another contact")),
    ("burden.contact.cost", "contact_cost", Text("Cost of another contact")),
    ("burden.document.time", "document_time_s", Text("Time to obtain a document")),
    ("burden.document.cost", "document_cost", Text("Cost of obtaining a document")),
)


def burden_parameters(scenario: Scenario) -> tuple[BurdenParameter, ...]:
    """Return the parameters that the scenario gives, each with its range and who said it.

    A range is that of the assumption about the parameter, or about what it belongs to ("burden.visit" is both time and
    cost of a visit). Where nothing is said of it, its kind is "unsaid" and its range is the figure itself.
    """
    return tuple(_parameters(scenario))


def _parameters(scenario: Scenario) -> Iterator[BurdenParameter]:
    currency = scenario.currency
    for path, name, label in _PARAMETERS:
        value = getattr(scenario.burden, name)
        if not value:
            continue
        is_time = name.endswith("_time_s")
        unit = "h" if is_time else f"{currency}/h" if name.endswith("_per_h") else currency
        yield _parameter(path, label, unit, value / _HOUR_S if is_time else value, _about(scenario, path))
    if scenario.volume_per_year:
        path = "volume_per_year"
        yield _parameter(path, Text("Cases a year"), "count", scenario.volume_per_year, _about(scenario, path))


def _parameter(path: str, label: Text, unit: str, value: float, about: Assumption | None) -> BurdenParameter:
    return BurdenParameter(
        path=path,
        label=label,
        unit=unit,
        low=value * (about.low if about else 1.0),
        mid=value,
        high=value * (about.high if about else 1.0),
        kind=about.kind if about else "unsaid",
        source=about.source if about else "",
    )


def burden_range(
    scenario: Scenario, quantities: Mapping[str, float], own_hours: Mapping[str, float], end: Literal["low", "high"]
) -> BurdenRange:
    """Return hours and money of an average case with all parameters at one end of their ranges.

    Quantities (how often something happens) stay as they are: only what they are multiplied with is varied, and all of
    it at once, which is more than chance would do.

    Args:
        scenario: The scenario with its assumptions.
        quantities: How much there is of each line of the cost model.
        own_hours: Hours of the applicant's own work by activity.
        end: Which end.
    """
    scaled = {name: getattr(scenario.burden, name) * _factor(scenario, path, end) for path, name, _ in _PARAMETERS}
    prices = replace(scenario.burden, **scaled)
    own = fsum(hours * _factor(scenario, f"activities.{key}.duration", end) for key, hours in own_hours.items())
    priced = (
        (quantities["application"], prices.application_time_s, prices.application_cost),
        (quantities["visits"], prices.visit_time_s, prices.visit_cost),
        (quantities["contacts"], prices.contact_time_s, prices.contact_cost),
        (quantities["documents"], prices.document_time_s, prices.document_cost),
    )
    time_h = own + fsum(count * time_s / _HOUR_S for count, time_s, _ in priced)
    paid = fsum(count * money for count, _, money in priced) + quantities["fees"]
    return BurdenRange(time_h=time_h, cost=time_h * prices.value_of_time_per_h + paid)


def _factor(scenario: Scenario, path: str, end: Literal["low", "high"]) -> float:
    about = _about(scenario, path)
    return 1.0 if about is None else about.low if end == "low" else about.high


def _about(scenario: Scenario, path: str) -> Assumption | None:
    """Return the assumption about a figure: its own, else that about the object it is in."""
    known = {assumption.path: assumption for assumption in scenario.assumptions}
    while path:
        if path in known:
            return known[path]
        path = path.rpartition(".")[0]
    return None
