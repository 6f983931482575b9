"""1, control relocation: who gives the data checks them while giving them."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.redesign.changes import ChangeActivity
from analysis.redesign.checks import is_check
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text
from bpmn.model import Activity
from bpmn.writing import MoveToLane

__all__ = ["find_control_relocations"]


def find_control_relocations(study: Study) -> Iterator[Proposal]:
    """Yield checks of the office whose decision sends cases back to the applicant.

    A check that uses a register of the office is asked about: the applicant may not be able to see it.
    """
    for activity in study.activities:
        share = _sent_back(study, activity)
        if not is_check(study, activity) or not study.is_peoples(activity) or share <= 0:
            continue
        system = study.facts(activity).system
        names = {"name": study.name(activity.id), "system": system}
        yield study.proposal(
            "control-relocation",
            (activity.id,),
            Text(
                "{name} sends {share} % of the cases back to the applicant, who could check the same before"
                " handing in.",
                share=f"{100 * share:.0f}",
                **names,
            ),
            application=_move(study, activity),
            question=Text("Can the applicant be shown what {system} says for {name}?", **names)
            if system
            else Text("Can all of {name} be checked without the office?", **names),
            sent_back=share,
        )


def _sent_back(study: Study, activity: Activity) -> float:
    """Return the share of cases that the decision after an activity leads back into a loop with the applicant in it."""
    out = study.only_way_out(activity)
    gateway = study.evidence.model.nodes.get(out.target) if out else None
    if gateway is None or gateway.type != "exclusiveGateway" or len(gateway.outgoing) < 2:
        return 0.0
    found = 0.0
    for loop in study.evidence.structure.loops:
        if activity.id in loop.elements and any(study.is_of_applicant(element) for element in loop.elements):
            ways = [study.evidence.model.flows[flow] for flow in gateway.outgoing]
            found = max(found, sum(study.probability(way) for way in ways if way.target in loop.elements))
    return found


def _move(study: Study, activity: Activity) -> Application | None:
    """Return the move to the applicant's lane and hands, where the process has one."""
    lanes = study.evidence.model.lane_of
    own = next((one for one in study.activities if study.is_of_applicant(one.id) and one.id in lanes), None)
    if own is None or not study.pools(own.id):
        return None
    parameters = replace(
        study.parameters(activity.id), resources=(study.role(own.id),), durations={}, delay=None, batch=None
    )
    return Application(
        edits=(MoveToLane(node=activity.id, lane=lanes[own.id]),),
        scenario=(ChangeActivity(element=activity.id, parameters=parameters),),
        assumed=Text("The applicant needs as long for it as the office does."),
    )
