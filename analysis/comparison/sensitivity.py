"""Which assumptions, varied within their stated ranges, could turn the verdict."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from analysis.burden import measure_burden
from analysis.comparison.values import AssumptionEffect
from analysis.comparison.varying import measure_moved_by, vary
from analysis.errors import AnalysisError
from analysis.flow import analyse_flow
from analysis.scenario import Assumption, Scenario, with_defaults
from bpmn.language import Text
from bpmn.model import Model

__all__ = ["Pair", "assumption_effects", "flow_difference"]

_SideName = Literal["as-is", "to-be", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The two models with their scenarios as given, before anything missing is filled in."""

    as_is: Model
    to_be: Model
    scenario_as_is: Scenario
    scenario_to_be: Scenario


def flow_difference(pair: Pair, measure: str) -> float:
    """Return to-be minus as-is of "cycle_time" (s), "cost_office" or "applicant_cost", by flow analysis.

    Raises:
        AnalysisError: If one side has no steady state, or cannot be analysed.
    """
    of = _MEASURES[measure]
    return of(pair.to_be, pair.scenario_to_be) - of(pair.as_is, pair.scenario_as_is)


def assumption_effects(pair: Pair) -> tuple[AssumptionEffect, ...]:
    """Return each assumption of both scenarios with the difference at the ends of its range, the most telling first.

    An assumption with the same path in both scenarios is one assumption: both are varied together.
    """
    before = {assumption.path: assumption for assumption in pair.scenario_as_is.assumptions}
    after = {assumption.path: assumption for assumption in pair.scenario_to_be.assumptions}
    effects = [_effect(pair, assumption, "both" if path in after else "as-is") for path, assumption in before.items()]
    effects += [_effect(pair, assumption, "to-be") for path, assumption in after.items() if path not in before]
    return tuple(sorted(effects, key=lambda effect: (not effect.turns_verdict, effect.at_low is None, -effect.swing)))


def _effect(pair: Pair, assumption: Assumption, side: _SideName) -> AssumptionEffect:
    measure = measure_moved_by(assumption.path)
    at_low = _varied(pair, assumption, side, assumption.low, measure)
    at_high = _varied(pair, assumption, side, assumption.high, measure)
    remark = next((end for end in (at_low, at_high) if isinstance(end, Text)), None)
    # An infinite end is a side whose queues grow without end: it has a sign, but no figure.
    ends = [end if isinstance(end, float) else math.nan for end in (at_low, at_high)]
    low, high = (end if math.isfinite(end) else None for end in ends)
    if remark is None and (low is None or high is None):
        remark = Text("Within this range one side cannot keep up with its cases any more.")
    return AssumptionEffect(
        side=side,
        assumption=assumption,
        measure=measure,
        at_low=low,
        at_high=high,
        turns_verdict=min(ends) < 0 < max(ends),
        remark=remark,
    )


def _varied(pair: Pair, assumption: Assumption, side: _SideName, factor: float, measure: str) -> float | Text:
    if assumption.low == assumption.high:
        return Text("No range is stated.")
    path = assumption.path
    if path == "volume_per_year":
        return Text("Scales the yearly totals of both sides alike.")
    before = vary(pair.scenario_as_is, pair.as_is, path, factor) if side != "to-be" else pair.scenario_as_is
    after = vary(pair.scenario_to_be, pair.to_be, path, factor) if side != "as-is" else pair.scenario_to_be
    if before is None or after is None:
        return Text("There is no figure at this place of the scenario.")
    try:
        return flow_difference(replace(pair, scenario_as_is=before, scenario_to_be=after), measure)
    except AnalysisError as error:
        return Text("With {factor} times this figure: {reason}", factor=f"{factor:g}", reason=error.text)


def _cycle_time_s(model: Model, scenario: Scenario) -> float:
    return analyse_flow(model, with_defaults(model, scenario).scenario).cycle_time_s


def _cost_office(model: Model, scenario: Scenario) -> float:
    return analyse_flow(model, with_defaults(model, scenario).scenario).cost


def _applicant_cost(model: Model, scenario: Scenario) -> float:
    complete = with_defaults(model, scenario).scenario
    return measure_burden(model, complete, analyse_flow(model, complete)).cost


_MEASURES: dict[str, Callable[[Model, Scenario], float]] = {
    "cycle_time": _cycle_time_s,
    "cost_office": _cost_office,
    "applicant_cost": _applicant_cost,
}
