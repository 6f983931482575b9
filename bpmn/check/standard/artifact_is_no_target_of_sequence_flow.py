"""No sequence flow leads to an artifact.

Source: BPMN 2.0.2 §8.4.1; BPMNspector EXT.006.
"""

from collections.abc import Iterator

from bpmn.check.families import ARTIFACTS
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for flow in source.every("sequenceFlow"):
        target = source.named(flow.get("targetRef"))
        if target is not None and source.name_of(target) in ARTIFACTS:
            text = Text("A sequence flow leads to {element}, which is no part of the flow.", element=calls_it(target))
            yield fault_in_file(flow, text, Text("Join it with an association instead."))


RULE = Rule(id="standard-006", constraint="EXT.006", severity="error", find=_find)
