"""22, empower: who has done the work decides, and nobody signs what is never refused."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import person_time
from analysis.bottlenecks.kinds.approvals import is_approval
from analysis.redesign.changes import ChangeActivity
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text
from bpmn.model import Activity
from bpmn.writing import RemoveNode

__all__ = ["find_empowerments"]

_SELDOM = 0.05


def find_empowerments(study: Study) -> Iterator[Proposal]:
    """Yield approvals that refuse at most 5 % of the cases, whose outcome no other step reads."""
    for activity in study.activities:
        refused = _refused(study, activity)
        if not is_approval(study.evidence, activity.id) or refused > _SELDOM or not study.is_plain(activity):
            continue
        if study.dependencies.readers(activity.id):
            continue
        place = study.evidence.places.get(activity.id)
        time = place.total_s if place else 0.0
        decides = refused > 0 or _splits(study, activity)
        yield study.proposal(
            "empower",
            (activity.id,),
            Text(
                "{name} refuses {share} % of the cases and costs each {time}.",
                name=study.name(activity.id),
                share=f"{100 * refused:.1f}",
                time=person_time(time),
            ),
            application=None
            if decides
            else Application(
                edits=(RemoveNode(node=activity.id),), scenario=(ChangeActivity(element=activity.id, parameters=None),)
            ),
            question=_question(study, activity),
            refused=refused,
            time_s=time,
        )


def _splits(study: Study, activity: Activity) -> bool:
    out = study.only_way_out(activity)
    behind = study.evidence.model.nodes.get(out.target) if out else None
    return behind is None or len(behind.outgoing) > 1


def _refused(study: Study, activity: Activity) -> float:
    """Return the share of cases that do not take the likeliest way after it."""
    out = study.only_way_out(activity)
    behind = study.evidence.model.nodes.get(out.target) if out else None
    if behind is None or behind.type != "exclusiveGateway" or len(behind.outgoing) < 2:
        return 0.0
    return 1.0 - max(study.probability(study.evidence.model.flows[flow]) for flow in behind.outgoing)


def _question(study: Study, activity: Activity) -> Text:
    law = study.facts(activity).legal_basis
    if law:
        return Text("{law} demands {name}: can it be amended?", law=law, name=study.name(activity.id))
    return Text("May those who prepare {name} answer for it themselves?", name=study.name(activity.id))
