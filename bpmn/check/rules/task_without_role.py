"""Work for people says who does it: a lane, an assignee or a group (BPMN 2.0.2 §10.3.1, §10.8)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Task

__all__ = ["RULE"]

_BY_PEOPLE = frozenset({"userTask", "manualTask"})


def _find(subject: Subject) -> Iterator[Fault]:
    lanes = subject.model.lane_of
    for task in subject.activities():
        if isinstance(task, Task) and task.type in _BY_PEOPLE and task.id not in lanes and not _is_assigned(task):
            yield fault_at(
                task,
                Text("{element} has no role: nobody knows whose work it is.", element=describe(task)),
                Text("Put it into a lane, or name an assignee or a candidate group."),
            )


def _is_assigned(task: Task) -> bool:
    who = task.assignment
    return who is not None and bool(who.assignee or who.candidate_users or who.candidate_groups)


RULE = Rule(id="task-without-role", severity="warning", find=_find)
