"""6, case-based work: each case is worked on when it comes, not gathered or kept for a day of the week."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.bottlenecks.evidence import person_time
from analysis.redesign.changes import ChangeActivity, ChangeEvent
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text
from bpmn.model import CatchEvent, FlowNode
from bpmn.writing import RemoveNode

__all__ = ["find_case_based_work"]


def find_case_based_work(study: Study) -> Iterator[Proposal]:
    """Yield activities that gather cases, and timers on the way of every case that passes them."""
    for activity in study.activities:
        now = study.parameters(activity.id)
        place = study.evidence.places.get(activity.id)
        if now.batch is None:
            continue
        waited = place.batching_s if place else 0.0
        yield study.proposal(
            "case-based-work",
            (activity.id,),
            Text(
                "Before {name} cases are gathered, for which each waits {time}.",
                name=study.name(activity.id),
                time=person_time(waited),
            ),
            application=Application(
                scenario=(ChangeActivity(element=activity.id, parameters=replace(now, batch=None)),)
            ),
            waiting_s=waited,
        )
    for node in study.nodes:
        if _is_timer_on_the_way(study, node):
            yield _without_timer(study, node)


def _is_timer_on_the_way(study: Study, node: FlowNode) -> bool:
    entry = study.only_way_in(node) if node.type == "intermediateCatchEvent" else None
    is_timer = isinstance(node, CatchEvent) and node.kind == "timer"
    # Behind an event-based gateway the timer is the limit of another wait.
    before = study.evidence.model.nodes.get(entry.source) if entry else None
    is_limit = before is not None and before.type == "eventBasedGateway"
    return is_timer and entry is not None and not is_limit and study.visits(node.id) > 0


def _without_timer(study: Study, node: FlowNode) -> Proposal:
    place = study.evidence.places.get(node.id)
    waited = place.total_s if place else 0.0
    return study.proposal(
        "case-based-work",
        (node.id,),
        Text("At {name} a case waits {time} for a moment to come.", name=study.name(node.id), time=person_time(waited)),
        application=Application(
            edits=(RemoveNode(node=node.id),), scenario=(ChangeEvent(element=node.id, parameters=None),)
        ),
        question=Text("Does a law demand that {name} be waited for?", name=study.name(node.id)),
        waiting_s=waited,
    )
