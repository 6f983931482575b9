"""One side of a comparison with everything that is found about it."""

from collections.abc import Iterable

from analysis.bottlenecks import find_bottlenecks
from analysis.burden import NO_FORMS, Forms, measure_burden
from analysis.comparison.handovers import count_facts
from analysis.comparison.values import Side
from analysis.endings import find_endings
from analysis.flexibility import measure_flexibility
from analysis.flow import analyse_flow
from analysis.maturity import measure_maturity
from analysis.scenario import Scenario
from analysis.scenario.defaults import CompleteScenario
from analysis.simulation import SimulationResult
from analysis.structure import measure_structure
from bpmn.decisions import DecisionModel
from bpmn.model import Model

__all__ = ["side_of"]

_STRESSED_REPLICATIONS = 10
"""Most replications of each stress: what overload does is told apart from noise with few."""


def side_of(
    model: Model,
    complete: CompleteScenario,
    simulation: SimulationResult,
    *,
    forms: Forms = NO_FORMS,
    has_stresses: bool = True,
    decisions: Iterable[DecisionModel] = (),
) -> Side:
    """Return everything that is found about one side.

    Args:
        model: Its model.
        complete: Its scenario, with what was assumed.
        simulation: Its simulation.
        forms: Its form files.
        has_stresses: Whether it is tried with more cases and fewer people too.
        decisions: The DMN files with which it was simulated.

    Raises:
        AnalysisError: If it cannot be analysed.
    """
    scenario = complete.scenario
    structure = measure_structure(model, scenario.process)
    tables = tuple(decisions)
    flow = analyse_flow(model, scenario, tables)
    return Side(
        name=_name(model, scenario),
        model=model,
        scenario=scenario,
        structure=structure,
        flow=flow,
        simulation=simulation,
        burden=measure_burden(model, scenario, flow, forms=forms),
        bottlenecks=find_bottlenecks(model, scenario, structure=structure, flow=flow, simulation=simulation),
        facts=count_facts(model),
        assumed=complete.assumed,
        maturity=measure_maturity(model, scenario, flow.visits, forms=forms),
        flexibility=measure_flexibility(
            model,
            scenario,
            flow,
            cases=simulation.cases,
            replications=min(_STRESSED_REPLICATIONS, simulation.replications),
            seed=simulation.seed,
            decisions=tables,
        )
        if has_stresses
        else None,
        endings=find_endings(model, scenario.process, flow.visits),
    )


def _name(model: Model, scenario: Scenario) -> str:
    process = model.process(scenario.process) if scenario.process else None
    return (process.name if process else "") or model.name or model.source_name
