"""Compare a service as it is with the service as it could be."""

from collections.abc import Callable

from analysis.bottlenecks import find_bottlenecks
from analysis.burden import measure_burden
from analysis.comparison.drivers import find_drivers
from analysis.comparison.handovers import count_facts
from analysis.comparison.measures import measure_differences
from analysis.comparison.requirements import find_requirements
from analysis.comparison.sensitivity import Pair, assumption_effects, flow_difference
from analysis.comparison.values import Comparison, MeasureDifference, Side
from analysis.comparison.verdict import find_verdict
from analysis.errors import AnalysisError
from analysis.flow import analyse_flow
from analysis.scenario import Scenario, with_defaults
from analysis.simulation import compile_simulation, simulate
from analysis.structure import measure_structure
from bpmn.difference import compare_models
from bpmn.model import Model

__all__ = ["compare"]

_CASES = 500
_REPLICATIONS = 20
"""Enough for a half-width of about half a standard deviation of a replication's mean (t(19, .975)/√20 = .47)."""

Progress = Callable[[int, int], None]


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
) -> Comparison:
    """Return what changes from as-is to to-be, by how much, how sure that is, and what it comes from.

    Both are simulated with common random numbers: replication i of the one meets the arrivals and draws of replication
    i of the other, so that the difference is seen through less noise. The same inputs and seed give the same
    comparison.

    Args:
        as_is: The model as it is.
        to_be: The model as it could be.
        scenario_as_is: Its scenario; what it leaves out is assumed and listed.
        scenario_to_be: The other's.
        seed: Where the random numbers begin.
        cases: Cases a replication; without it what the scenarios say, else 500.
        replications: Pairs of replications; without it what the scenarios say, else 20.
        progress: Called with how much is done, and of how much.

    Raises:
        AnalysisError: If a scenario does not fit its model, or one side cannot be simulated.
    """
    cases = cases or max(scenario_as_is.cases or 0, scenario_to_be.cases or 0) or _CASES
    replications = (
        replications or max(scenario_as_is.replications or 0, scenario_to_be.replications or 0) or _REPLICATIONS
    )
    pair = Pair(as_is=as_is, to_be=to_be, scenario_as_is=scenario_as_is, scenario_to_be=scenario_to_be)
    before = _side(as_is, scenario_as_is, seed, cases, replications, _part(progress, 0, replications))
    after = _side(to_be, scenario_to_be, seed, cases, replications, _part(progress, 1, replications))
    changes = compare_models(as_is, to_be)
    measures = measure_differences(before, after)
    assumptions = assumption_effects(pair)
    return Comparison(
        as_is=before,
        to_be=after,
        seed=seed,
        changes=changes,
        measures=measures,
        drivers=find_drivers(
            before.simulation,
            after.simulation,
            changes,
            currency=scenario_as_is.currency,
            totals=_totals(measures),
        ),
        assumptions=assumptions,
        base_difference_s=_base_difference_s(pair),
        requirements=find_requirements(before, after, measures, assumptions),
        verdict=find_verdict(measures, assumptions),
    )


def _part(progress: Progress | None, position: int, replications: int) -> Progress | None:
    """Return what one side's simulation tells of its progress: it is one of the two halves of the work."""
    if progress is None:
        return None

    def part(done: int, total: int) -> None:
        progress(position * replications + round(replications * done / max(total, 1)), 2 * replications)

    return part


def _side(model: Model, given: Scenario, seed: int, cases: int, replications: int, progress: Progress | None) -> Side:
    complete = with_defaults(model, given)
    scenario = complete.scenario
    simulation = simulate(
        compile_simulation(model, scenario), cases=cases, replications=replications, seed=seed, progress=progress
    )
    structure = measure_structure(model, scenario.process)
    flow = analyse_flow(model, scenario)
    return Side(
        name=_name(model, scenario),
        model=model,
        scenario=scenario,
        structure=structure,
        flow=flow,
        simulation=simulation,
        burden=measure_burden(model, scenario, flow),
        bottlenecks=find_bottlenecks(model, scenario, structure=structure, flow=flow, simulation=simulation),
        facts=count_facts(model),
        assumed=complete.assumed,
    )


def _name(model: Model, scenario: Scenario) -> str:
    process = model.process(scenario.process) if scenario.process else None
    return (process.name if process else "") or model.name or model.source_name


def _totals(measures: tuple[MeasureDifference, ...]) -> tuple[float, float, float]:
    by_name = {found.measure: found.difference for found in measures}
    return by_name["processing_time"], by_name["waiting_time"], by_name["cost_office"]


def _base_difference_s(pair: Pair) -> float | None:
    try:
        return flow_difference(pair, "cycle_time")
    except AnalysisError:
        return None
