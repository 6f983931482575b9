"""3, integration: another office is asked by a call of its system, not by a letter that is waited for."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import person_time
from analysis.redesign.changes import ChangeActivity, ChangeEvent
from analysis.redesign.partners import find_exchanges
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from analysis.scenario import ActivityParameters, Distribution
from bpmn.language import Text
from bpmn.model import FlowNode
from bpmn.writing import RemoveNode, ReplaceType

__all__ = ["find_integrations"]

_ANSWERS = frozenset({"receiveTask", "intermediateCatchEvent"})
_CALL_S = 5.0


def find_integrations(study: Study) -> Iterator[Proposal]:
    """Yield requests to a partner that is no applicant, with the wait for the answer directly behind them."""
    exchanges = list(find_exchanges(study))
    asked = {one.step.id: one for one in exchanges if one.is_sent and one.is_black_box}
    answered = {(one.step.id, one.partner) for one in exchanges if not one.is_sent}
    for step in study.nodes:
        request, out = asked.get(step.id), study.only_way_out(step)
        answer = study.evidence.model.nodes.get(out.target) if out else None
        if request is None or answer is None or (answer.id, request.partner) not in answered:
            continue
        if answer.type not in _ANSWERS or study.is_of_applicant(answer.id):
            continue
        place = study.evidence.places.get(answer.id)
        waited = place.total_s if place else 0.0
        yield study.proposal(
            "integration",
            (step.id, answer.id),
            Text(
                "{name} asks {partner} by message and a case waits {time} for the answer.",
                name=study.name(step.id),
                partner=request.name,
                time=person_time(waited),
            ),
            application=_call(study, step, answer),
            question=Text("Does {partner} have a system that can answer at once?", partner=request.name),
            waiting_s=waited,
        )


def _call(study: Study, step: FlowNode, answer: FlowNode) -> Application | None:
    """Return the change into one service task.

    Not where the answer can also come too late, nor where later steps read what it brings: that would be lost with it.
    """
    is_bound = answer.id in study.guarded or study.dependencies.readers(answer.id)
    if step.type not in {"sendTask", "task", "userTask"} or is_bound:
        return None
    at_once = ActivityParameters(duration=Distribution(type="fixed", value=_CALL_S))
    gone = (
        ChangeEvent(element=answer.id, parameters=None)
        if answer.type.endswith("Event")
        else ChangeActivity(element=answer.id, parameters=None)
    )
    return Application(
        edits=(RemoveNode(node=answer.id), ReplaceType(node=step.id, type="serviceTask")),
        scenario=(ChangeActivity(element=step.id, parameters=at_once), gone),
        assumed=Text("A machine takes {time} for it and nobody waits.", time=person_time(_CALL_S)),
    )
