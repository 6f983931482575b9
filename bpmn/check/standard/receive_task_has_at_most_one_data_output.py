"""A receive task with a message has at most one data output.

Source: BPMN 2.0.2 §10.3.3; BPMNspector EXT.051.
"""

from collections.abc import Iterator

from bpmn.check.messages import tasks_with_message, too_many
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for task in tasks_with_message(subject, "receiveTask"):
        yield from too_many(subject.source, task, "dataOutput")


RULE = Rule(id="standard-051", constraint="EXT.051", severity="warning", find=_find)
