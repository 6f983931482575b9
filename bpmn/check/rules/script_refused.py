"""Every script is one that Ortoo can run in its closed runtime (Ortoo)."""

from collections.abc import Iterator

from bpmn.check.expressions import script_problem
from bpmn.check.rule import Fault, Rule, fault_if_run
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Task

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for task in subject.activities():
        if isinstance(task, Task) and task.type == "scriptTask":
            yield from _faults(subject, task)


def _faults(subject: Subject, task: Task) -> Iterator[Fault]:
    script = task.script
    if script is None or not script.text.strip():
        yield fault_if_run(
            subject,
            task,
            Text("{element} has no script.", element=describe(task)),
            Text("Write the script, or make it another kind of task."),
        )
        return
    problem = script_problem(script)
    if problem is not None:
        yield Fault(
            text=Text("The script of {element}: {problem}", element=describe(task), problem=problem.text),
            advice=problem.advice,
            element=task.id,
            line=problem.line or script.line or task.line,
            severity="error" if subject.is_to_run(task.id) else "warning",
        )


RULE = Rule(id="script-refused", severity="error", find=_find)
