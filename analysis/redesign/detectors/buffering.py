"""24, buffering: what has been obtained once in a case is kept, not obtained again."""

from collections.abc import Iterator

from analysis.redesign.changes import ChangeActivity
from analysis.redesign.study import Study, same_name
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text
from bpmn.model import Activity, Task
from bpmn.writing import RemoveNode, SetDocuments

__all__ = ["find_buffering"]


def find_buffering(study: Study) -> Iterator[Proposal]:
    """Yield calls of a system that repeat an earlier one of the case, and papers that are asked for a second time.

    A call is the same where the machine's task is, and neither its inputs nor its results are changed in between.
    """
    for activity in study.activities:
        before = next((one for one in study.activities if _is_same_call(study, one, activity)), None)
        if before is not None:
            yield _without_call(study, before, activity)
        yield from _papers(study, activity)


def _is_same_call(study: Study, before: Activity, later: Activity) -> bool:
    if not isinstance(before, Task) or not isinstance(later, Task) or before.id == later.id:
        return False
    is_same = before.job is not None and before.job == later.job and bool(before.job.topic or before.job.implementation)
    if not is_same or (before.inputs, before.outputs) != (later.inputs, later.outputs):
        return False
    return study.always_before(before.id, later.id) and not _is_changed(study, later)


def _is_changed(study: Study, call: Task) -> bool:
    """Whether another step writes what the call reads, or what it has brought."""
    access = study.dependencies.of(call.id)
    others = [node for node in study.nodes if not (isinstance(node, Task) and node.job == call.job)]
    return any(study.dependencies.of(node.id).writes & (access.reads | access.writes) for node in others)


def _without_call(study: Study, before: Activity, later: Activity) -> Proposal:
    return study.proposal(
        "buffering",
        (later.id, before.id),
        Text(
            "{later} asks the same system for what {before} has brought already.",
            later=study.name(later.id),
            before=study.name(before.id),
        ),
        application=Application(
            edits=(RemoveNode(node=later.id),), scenario=(ChangeActivity(element=later.id, parameters=None),)
        ),
        question=Text(
            "Can the answer have changed between {before} and {later}?",
            before=study.name(before.id),
            later=study.name(later.id),
        ),
    )


def _papers(study: Study, activity: Activity) -> Iterator[Proposal]:
    for before in study.activities:
        if not study.always_before(before.id, activity.id):
            continue
        had = {same_name(paper.name) for paper in study.facts(before).documents}
        papers = study.facts(activity).documents
        again = [paper.name for paper in papers if same_name(paper.name) in had]
        if again:
            yield study.proposal(
                "buffering",
                (activity.id, before.id),
                Text(
                    "{later} asks for {papers}, which the applicant has shown at {before}.",
                    later=study.name(activity.id),
                    before=study.name(before.id),
                    papers=", ".join(again),
                ),
                application=Application(
                    edits=(
                        SetDocuments(
                            element=activity.id, documents=tuple(paper for paper in papers if paper.name not in again)
                        ),
                    )
                ),
                question=None
                if study.role(before.id) == study.role(activity.id)
                else Text(
                    "May those who do {before} pass {papers} on?", before=study.name(before.id), papers=", ".join(again)
                ),
                documents=len(again),
            )
            return
