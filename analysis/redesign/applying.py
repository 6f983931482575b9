"""Makes proposals true: on a copy of the model, checked for soundness, with the scenario that goes with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from analysis.errors import AnalysisError
from analysis.flow import Flow, analyse_flow
from analysis.redesign.changes import change_scenario
from analysis.redesign.finding import find_proposals
from analysis.redesign.values import Proposal
from analysis.scenario import Scenario, with_defaults
from analysis.structure import measure_structure
from bpmn import Model, read_model
from bpmn.language import Text
from bpmn.soundness import check_soundness
from bpmn.writing import apply_edits

__all__ = ["Redesign", "apply_proposals", "apply_to_copy", "found_with", "proposals_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redesign:
    """A process after some proposals were made true.

    Attributes:
        model: The changed model, read from what was written; `model.source` is the file.
        scenario: The scenario that goes with it, complete.
        applied: The proposals, in the order in which they were made true.
    """

    model: Model
    scenario: Scenario
    applied: tuple[Proposal, ...] = ()

    def flow(self) -> Flow:
        """Return its flow analysis.

        Raises:
            ScenarioError: If a loop has no way out.
        """
        return analyse_flow(self.model, self.scenario)


def proposals_for(model: Model, scenario: Scenario) -> tuple[Proposal, ...]:
    """Return what the heuristics propose for a model with its complete scenario, from flow analysis.

    Raises:
        AnalysisError: If the scenario does not fit the model.
    """
    return found_with(Redesign(model=model, scenario=scenario), analyse_flow(model, scenario))


def found_with(redesign: Redesign, flow: Flow) -> tuple[Proposal, ...]:
    """Return what the heuristics propose for a process whose flow analysis is known."""
    structure = measure_structure(redesign.model, redesign.scenario.process)
    return find_proposals(redesign.model, redesign.scenario, structure=structure, flow=flow)


def apply_proposals(model: Model, scenario: Scenario, ids: Sequence[str]) -> Redesign:
    """Return the process after some proposals were made true, one after the other.

    After each the proposals are found anew: what the first has changed, the next is about no more.

    Args:
        model: The model as it is.
        scenario: Its scenario, complete.
        ids: The proposals' ids, in the order in which they are to be made true.

    Raises:
        AnalysisError: If there is no such proposal (any more), only people can make it true, or the model would no
            longer be sound.
        BpmnFileError: If an edit cannot be made.
    """
    found = Redesign(model=model, scenario=scenario)
    for wanted in ids:
        found = apply_to_copy(found, _chosen(wanted, proposals_for(found.model, found.scenario)))
    return found


def apply_to_copy(before: Redesign, proposal: Proposal) -> Redesign:
    """Return a process after one more proposal was made true; the process given stays as it is.

    Raises:
        AnalysisError: If only people can make it true, or the model would no longer be sound.
        BpmnFileError: If an edit cannot be made.
    """
    if proposal.application is None:
        raise AnalysisError(Text("{id} can only be made true by people: {why}", id=proposal.id, why=_why(proposal)))
    source = apply_edits(before.model.source, proposal.application.edits)
    model = read_model(source, source_name=before.model.source_name)
    _check_sound(before.model, model, proposal)
    scenario = with_defaults(model, change_scenario(before.scenario, proposal.application.scenario)).scenario
    return Redesign(model=model, scenario=scenario, applied=(*before.applied, proposal))


def _chosen(wanted: str, proposals: Sequence[Proposal]) -> Proposal:
    by_id = {proposal.id: proposal for proposal in proposals}
    if wanted in by_id:
        return by_id[wanted]
    near = get_close_matches(wanted, list(by_id), n=1)
    if near:
        raise AnalysisError(Text("There is no proposal {id}. The nearest is {near}.", id=wanted, near=near[0]))
    raise AnalysisError(Text("There is no proposal {id}.", id=wanted))


def _why(proposal: Proposal) -> Text:
    return proposal.question or proposal.argument


def _check_sound(before: Model, after: Model, proposal: Proposal) -> None:
    was = {name: found.verdict for name, found in check_soundness(before).items()}
    for name, found in check_soundness(after).items():
        if found.verdict == "unsound" and was.get(name) != "unsound":
            raise AnalysisError(
                Text("With {id} the process would no longer come to its end in every case.", id=proposal.id)
            )
