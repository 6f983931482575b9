"""A send task with a message has at most one input set.

Source: BPMN 2.0.2 §10.3.3; BPMNspector EXT.046.
"""

from collections.abc import Iterator

from bpmn.check.messages import tasks_with_message, too_many
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for task in tasks_with_message(subject, "sendTask"):
        yield from too_many(subject.source, task, "inputSet")


RULE = Rule(id="standard-046", constraint="EXT.046", severity="warning", find=_find)
