"""One side of a comparison with everything that is found about it."""

from analysis.bottlenecks import find_bottlenecks
from analysis.burden import measure_burden
from analysis.comparison.handovers import count_facts
from analysis.comparison.values import Side
from analysis.flow import analyse_flow
from analysis.scenario import Scenario
from analysis.scenario.defaults import CompleteScenario
from analysis.simulation import SimulationResult
from analysis.structure import measure_structure
from bpmn.model import Model

__all__ = ["side_of"]


def side_of(model: Model, complete: CompleteScenario, simulation: SimulationResult) -> Side:
    """Return everything that is found about one side.

    Args:
        model: Its model.
        complete: Its scenario, with what was assumed.
        simulation: Its simulation.

    Raises:
        AnalysisError: If it cannot be analysed.
    """
    scenario = complete.scenario
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
