"""The due date and the follow-up date of a user task can be read, where they are written as plain text."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Task
from bpmn.work_dates import is_work_date

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for task in subject.activities():
        if not isinstance(task, Task) or task.assignment is None:
            continue
        for given in (task.assignment.due_date, task.assignment.follow_up_date):
            if given is None or given.language or not given.text.strip() or is_work_date(given.text):
                continue
            yield Fault(
                text=Text("{element}: {text} is no date that can be read.", element=describe(task), text=given.text),
                advice=Text("Write a date (2026-12-31), a duration (P3D) or words (3 working days, 3 ажлын өдөр)."),
                element=task.id,
                line=given.line or task.line,
            )


RULE = Rule(id="work-date-invalid", severity="warning", find=_find)
