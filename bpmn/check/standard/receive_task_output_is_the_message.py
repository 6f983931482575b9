"""The data output of a receive task is what its message carries.

Source: BPMN 2.0.2 §10.3.3; BPMNspector EXT.052.
"""

from collections.abc import Iterator

from bpmn.check.messages import carries_other_data, tasks_with_message
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for task in tasks_with_message(subject, "receiveTask"):
        yield from carries_other_data(source, task, source.named(task.get("messageRef")), "dataOutput")


RULE = Rule(id="standard-052", constraint="EXT.052", severity="warning", find=_find)
