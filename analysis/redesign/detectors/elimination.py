"""5, activity elimination: what serves nobody, and what is done twice, is left out."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import person_time
from analysis.redesign.changes import ChangeActivity
from analysis.redesign.study import Study, same_name
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text
from bpmn.model import Activity, Gateway
from bpmn.writing import RemoveNode

__all__ = ["find_eliminations"]


def find_eliminations(study: Study) -> Iterator[Proposal]:
    """Yield activities that are marked as waste, or that do again what has been done, if nothing needs what they give.

    An activity directly before a decision is kept: it is what the decision is made by.
    """
    for activity in study.activities:
        if _is_needed(study, activity):
            continue
        time = person_time(study.work_s(activity.id) * study.visits(activity.id))
        before = _done_before(study, activity)
        if study.facts(activity).value_class == "waste":
            argument = Text("{name} adds no value and takes {time} a case.", name=study.name(activity.id), time=time)
        elif before is not None:
            argument = Text(
                "{name} does again what has been done before it in the same case, and takes {time} a case.",
                name=study.name(activity.id),
                time=time,
            )
        else:
            continue
        yield study.proposal(
            "elimination",
            (activity.id, *([before] if before else [])),
            argument,
            application=Application(
                edits=(RemoveNode(node=activity.id),), scenario=(ChangeActivity(element=activity.id, parameters=None),)
            ),
            question=_question(study, activity),
            work_s=study.work_s(activity.id) * study.visits(activity.id),
        )


def _is_needed(study: Study, activity: Activity) -> bool:
    out = study.only_way_out(activity)
    behind = study.evidence.model.nodes.get(out.target) if out else None
    decides = isinstance(behind, Gateway) and len(behind.outgoing) > 1 and behind.type != "parallelGateway"
    return out is None or decides or bool(study.dependencies.readers(activity.id))


def _done_before(study: Study, activity: Activity) -> str | None:
    """Return the id of an activity with the same name and people that every case has passed by then, or None."""
    name = same_name(activity.name)
    for other in study.activities:
        is_alike = other.id != activity.id and bool(name) and same_name(other.name) == name
        if is_alike and study.role(other.id) == study.role(activity.id) and study.always_before(other.id, activity.id):
            return other.id
    return None


def _question(study: Study, activity: Activity) -> Text | None:
    law = study.facts(activity).legal_basis
    if law:
        return Text("{law} demands {name}: can it be amended?", law=law, name=study.name(activity.id))
    if not study.dependencies.of(activity.id).is_known:
        return Text("Does any later step need what {name} gives?", name=study.name(activity.id))
    return None
