"""The data input of a service task is what its operation's message carries.

Source: BPMN 2.0.2 §10.3.3; BPMNspector EXT.044.
"""

from collections.abc import Iterator

from bpmn.check.messages import carries_other_data, message_of, tasks_with_operation
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for task, operation, _ in tasks_with_operation(subject):
        message = message_of(subject.source, operation, "inMessageRef")
        yield from carries_other_data(subject.source, task, message, "dataInput")


RULE = Rule(id="standard-044", constraint="EXT.044", severity="warning", find=_find)
