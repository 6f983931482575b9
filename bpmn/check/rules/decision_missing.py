"""A business rule task names a decision that exists, or a job (Ortoo)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at, fault_if_run
from bpmn.check.subject import Subject, describe
from bpmn.expressions.feel.access import nearest_name
from bpmn.language import Text
from bpmn.model import Task

__all__ = ["RULE"]


_ADVICE = Text("Name the id of a decision of the service's DMN files.")


def _find(subject: Subject) -> Iterator[Fault]:
    for task in subject.activities():
        if isinstance(task, Task) and task.type == "businessRuleTask":
            yield from _faults(subject, task)


def _faults(subject: Subject, task: Task) -> Iterator[Fault]:
    called = task.decision.decision if task.decision else ""
    if task.decision is None and task.job is None:
        yield fault_if_run(subject, task, Text("{element} names no decision.", element=describe(task)), _ADVICE)
    elif called and subject.decisions and called not in subject.decisions:
        yield fault_at(task, _missing(task, called, nearest_name(called, sorted(subject.decisions))), _ADVICE)


def _missing(task: Task, called: str, near: str | None) -> Text:
    element = describe(task)
    if near is None:
        return Text("{element} calls the decision {name}, which is not there.", element=element, name=called)
    return Text(
        "{element} calls the decision {name}, which is not there. Is {near} meant?",
        element=element,
        name=called,
        near=near,
    )


RULE = Rule(id="decision-missing", severity="error", find=_find)
