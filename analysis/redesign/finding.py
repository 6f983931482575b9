"""What could be done differently in a process: all proposals of all heuristics."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from analysis.bottlenecks.evidence import Evidence
from analysis.flow import Flow
from analysis.redesign import detectors
from analysis.redesign.dependencies import find_dependencies
from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from analysis.scenario import Scenario
from analysis.simulation.result import SimulationResult
from analysis.structure import Structure
from bpmn.decisions import DecisionModel
from bpmn.model import Model

__all__ = ["find_proposals"]

_DETECTORS: tuple[Callable[[Study], Iterator[Proposal]], ...] = detectors.ALL


def find_proposals(
    model: Model,
    scenario: Scenario,
    *,
    structure: Structure,
    flow: Flow,
    simulation: SimulationResult | None = None,
    decisions: Sequence[DecisionModel] = (),
    forms: Mapping[str, Iterable[str]] | None = None,
) -> tuple[Proposal, ...]:
    """Return what the heuristics propose, by their number and then in the file's order; the same every time.

    Nothing is proposed that the data forbid; where the model does not say what a step does with data, the proposal has
    a question that must be answered before it is applied.

    Args:
        model: The model.
        scenario: Its scenario, complete.
        structure: From `measure_structure`.
        flow: From `analyse_flow`.
        simulation: From `simulate`: then the waits are those that were simulated.
        decisions: The DMN files that its business rule tasks mean.
        forms: The names of a form's fields by the form's id, for forms that are not in the model.
    """
    evidence = Evidence(model, scenario, structure, flow, simulation)
    study = Study(evidence, find_dependencies(model, decisions=decisions, forms=forms))
    found: dict[str, Proposal] = {}
    for detector in _DETECTORS:
        for proposal in detector(study):
            found.setdefault(proposal.id, proposal)
    return tuple(found.values())
