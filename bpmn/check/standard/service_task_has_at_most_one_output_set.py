"""A service task that calls an operation has at most one output set.

Source: BPMN 2.0.2 §10.3.3; BPMNspector EXT.043.
"""

from collections.abc import Iterator

from bpmn.check.messages import too_many
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for task in subject.source.every("serviceTask"):
        if task.get("operationRef"):
            yield from too_many(subject.source, task, "outputSet")


RULE = Rule(id="standard-043", constraint="EXT.043", severity="warning", find=_find)
