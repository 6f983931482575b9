"""Compare a service as it is with the service as it could be."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analysis.burden import NO_FORMS, Forms
from analysis.comparison.drivers import find_drivers
from analysis.comparison.measures import measure_differences
from analysis.comparison.one_off import find_one_off
from analysis.comparison.phases import Phases, Progress
from analysis.comparison.replicating import Effort, replicate_sides
from analysis.comparison.requirements import find_requirements
from analysis.comparison.sensitivity import Pair, assumption_effects
from analysis.comparison.shares import find_shares
from analysis.comparison.sides import side_of
from analysis.comparison.sureness import Precision
from analysis.comparison.values import Comparison, Side
from analysis.comparison.verdict import find_verdict
from analysis.comparison.volume import common_volume, with_volume
from analysis.scenario import Scenario
from bpmn.decisions import DecisionModel
from bpmn.difference import compare_models
from bpmn.model import Model

__all__ = ["Depth", "compare", "effort_for", "join_sides"]

_CASES = 500
_REPLICATIONS = 20
"""Enough for a half-width of about half a standard deviation of a replication's mean (t(19, .975)/√20 = .47)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """What is asked beside the differences themselves.

    Attributes:
        drivers: Whether the changes are applied one at a time, for the share of each.
        orders: In about how many orders, where there are too many to take them all.
        sensitivity: Whether the stated assumptions are varied within their ranges.
        stresses: Whether both sides are tried with more cases and fewer people.
    """

    drivers: bool = False
    orders: int = 24
    sensitivity: bool = True
    stresses: bool = True


def compare(
    as_is: Model,
    to_be: Model,
    *,
    scenario_as_is: Scenario,
    scenario_to_be: Scenario,
    seed: int = 1,
    cases: int | None = None,
    replications: int | None = None,
    progress: Progress | None = None,
    precision: float | None = None,
    seconds: float | None = None,
    depth: Depth | None = None,
    should_stop: Callable[[], bool] | None = None,
    forms_as_is: Forms = NO_FORMS,
    forms_to_be: Forms = NO_FORMS,
    decisions: Iterable[DecisionModel] = (),
) -> Comparison:
    """Return what changes from as-is to to-be, by how much, how sure that is, and what it comes from.

    Both are simulated with common random numbers: replication i of the one meets the arrivals and draws of replication
    i of the other, so that the difference is seen through less noise. The same inputs and seed give the same
    comparison, unless `seconds` cuts it short.

    Args:
        as_is: The model as it is.
        to_be: The model as it could be.
        scenario_as_is: Its scenario; what it leaves out is assumed and listed.
        scenario_to_be: The other's.
        seed: Where the random numbers begin.
        cases: Cases a replication; without it what the scenarios say, else 500.
        replications: Pairs of replications; without it what the scenarios say, else 20.
        progress: Called with how much is done, and of how much, over all phases.
        precision: Instead of a number of replications: the half-width that the 95% intervals of the differences in
            cycle time and office cost may have, as a share of the as-is value, such as 0.02.
        seconds: With a precision: about how long the replications may take.
        depth: What is asked beside the differences themselves; None: how far the assumptions could turn the verdict.
        should_stop: Asked now and then whether somebody wants it to stop.
        forms_as_is: The form files of the service as it is, for pages, questions and what is on line.
        forms_to_be: Those of the service as it could be.
        decisions: DMN files in which the decisions of business rule tasks are.

    Raises:
        Stopped: If somebody wanted it to stop.
        AnalysisError: If a scenario does not fit its model, or one side cannot be simulated.
    """
    depth = depth or Depth()
    effort = effort_for((scenario_as_is, scenario_to_be), seed, cases, replications, precision, seconds, decisions)
    phases = Phases(
        weights={"replications": 1.0, "assumptions": 1.0 * depth.sensitivity, "drivers": 2.0 * depth.drivers},
        progress=progress,
        should_stop=should_stop,
    )
    sides = [(as_is, scenario_as_is), (to_be, scenario_to_be)]
    complete, results, reached = replicate_sides(sides, effort, phases.of("replications"))
    before, after = (
        side_of(model, one, result, forms=forms, has_stresses=depth.stresses, decisions=effort.decisions)
        for model, one, result, forms in zip((as_is, to_be), complete, results, (forms_as_is, forms_to_be), strict=True)
    )
    pair = Pair(as_is=as_is, to_be=to_be, scenario_as_is=scenario_as_is, scenario_to_be=scenario_to_be)
    found = join_sides(before, after, pair, effort, reached, depth=depth, phases=phases)
    phases.finish()
    return found


def join_sides(
    before: Side,
    after: Side,
    pair: Pair,
    effort: Effort,
    precision: Precision,
    *,
    depth: Depth,
    phases: Phases,
    variants: int = 1,
) -> Comparison:
    """Return the comparison of two sides that were simulated with common random numbers.

    Args:
        before: The one as it is.
        after: The one as it could be.
        pair: Their models with the scenarios as given.
        effort: How much was simulated.
        precision: What precision that gave.
        depth: What is asked beside the differences.
        phases: Is told the progress of "assumptions" and "drivers".
        variants: How many variants are compared at once: each difference must be the surer.
    """
    changes = compare_models(before.model, after.model)
    volume = common_volume(before, after, given=(pair.scenario_as_is, pair.scenario_to_be))
    before, after = with_volume(before, volume), with_volume(after, volume)
    measures = measure_differences(before, after, volume.cases if volume else None, variants=variants)
    tell = phases.of("assumptions")
    assumptions = assumption_effects(pair, effort, tell) if depth.sensitivity else ()
    by_name = {found.measure: found for found in measures}
    differences = {name: found.difference for name, found in by_name.items()}
    shares = (
        find_shares(
            before,
            after,
            changes,
            effort,
            orders=depth.orders,
            differences=differences,
            progress=phases.of("drivers"),
        )
        if depth.drivers
        else None
    )
    one_off = find_one_off(after.scenario, by_name.get("cost_office_year"))
    return Comparison(
        as_is=before,
        to_be=after,
        seed=effort.seed,
        changes=changes,
        measures=measures,
        drivers=find_drivers(
            before.simulation,
            after.simulation,
            changes,
            currency=before.scenario.currency,
            totals=(differences["processing_time"], differences["waiting_time"], differences["cost_office"]),
        ),
        assumptions=assumptions,
        base_difference_s=differences["cycle_time"],
        requirements=find_requirements(before, after, measures, assumptions),
        verdict=find_verdict(measures, assumptions, one_off),
        volume=volume,
        precision=precision,
        shares=shares,
        one_off=one_off,
    )


def effort_for(
    scenarios: Iterable[Scenario],
    seed: int,
    cases: int | None,
    replications: int | None,
    precision: float | None,
    seconds: float | None,
    decisions: Iterable[DecisionModel] = (),
) -> Effort:
    """Return how much is simulated: as asked, else as much as the scenario says that says most, else 20 times 500."""
    known = list(scenarios)
    return Effort(
        cases=cases or max((one.cases or 0 for one in known), default=0) or _CASES,
        replications=replications or max((one.replications or 0 for one in known), default=0) or _REPLICATIONS,
        seed=seed,
        precision=precision,
        seconds=seconds,
        decisions=tuple(decisions),
    )
