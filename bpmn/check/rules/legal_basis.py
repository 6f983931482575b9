"""Each step of a service that the law orders names the law, where the file records such facts at all (Ortoo)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Task

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    tasks = [task for task in subject.activities() if isinstance(task, Task)]
    if not any(task.facts for task in tasks):
        return
    for task in tasks:
        if task.type in {"userTask", "manualTask", "task"} and not (task.facts and task.facts.legal_basis):
            yield fault_at(
                task,
                Text("{element} names no law that demands it.", element=describe(task)),
                Text("Name the article, or ask whether the step is needed at all."),
            )


RULE = Rule(id="legal-basis", severity="warning", find=_find)
