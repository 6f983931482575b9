"""Everything that is known of one model with one scenario, in one call."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from analysis.bottlenecks import find_bottlenecks
from analysis.bottlenecks.relief import check_relief, with_relief
from analysis.errors import SimulationError
from analysis.flow import analyse_flow
from analysis.network.rules import facts_of
from analysis.pages.values import Analysis
from analysis.scenario import with_defaults
from analysis.scenario.values import Scenario
from analysis.simulation import compile_simulation, simulate
from analysis.structure import measure_structure
from bpmn.language import Text
from bpmn.model import Model

if TYPE_CHECKING:
    from analysis.simulation.result import SimulationResult
    from bpmn.decisions import DecisionModel

__all__ = ["analyse"]

Progress = Callable[[int, int], None]

_CHECKED = 3
_STEPS = 100
_SIMULATED = 40


def analyse(
    model: Model,
    scenario: Scenario,
    *,
    simulated: bool,
    decisions: "Iterable[DecisionModel]" = (),
    seed: int = 1,
    over_time: bool = False,
    progress: Progress | None = None,
) -> Analysis:
    """Return structure, flow and bottlenecks with their relief.

    Args:
        model: The model.
        scenario: Its scenario; what it leaves out is assumed, and said.
        simulated: Whether bottlenecks rest on a simulation, and the relief of the worst is checked by it.
        decisions: DMN files in which the decisions of business rule tasks are.
        seed: Of the simulation.
        over_time: Whether the simulation keeps how queues and utilisation went over time.
        progress: Called with how much is done and how much there is.

    Raises:
        ScenarioError: If the scenario does not fit the model.
    """
    tables = tuple(decisions)
    complete = with_defaults(model, scenario, facts_of(model, scenario, tables))
    known = complete.scenario
    structure = measure_structure(model, known.process)
    flow = analyse_flow(model, known, tables)
    remarks: tuple[Text, ...] = ()
    result: SimulationResult | None = None
    if simulated:
        try:
            compiled = compile_simulation(model, known, tables)
            part = _part(progress, 0, _SIMULATED)
            result = simulate(compiled, seed=seed, over_time=over_time, progress=part)
        except SimulationError as error:
            remarks = (Text("It could not be simulated: {reason}", reason=error.text),)
    found = find_bottlenecks(model, known, structure=structure, flow=flow, simulation=result)
    found = with_relief(model, known, found, flow=flow, decisions=tables)
    if result is not None:
        part = _part(progress, _SIMULATED, _STEPS)
        found = check_relief(model, known, found, before=result, most=_CHECKED, progress=part, decisions=tables)
    return Analysis(
        model=model,
        scenario=known,
        structure=structure,
        flow=flow,
        bottlenecks=found,
        simulation=result,
        assumed=complete.assumed,
        remarks=remarks,
    )


def _part(progress: Progress | None, first: int, last: int) -> Progress | None:
    """Return what tells the progress of one part of the work, from `first` to `last` of a hundred steps."""
    if progress is None:
        return None

    def tell(done: int, total: int) -> None:
        progress(round(first + (last - first) * done / max(total, 1)), _STEPS)

    return tell
