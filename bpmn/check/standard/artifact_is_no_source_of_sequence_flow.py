"""No sequence flow leaves an artifact.

Source: BPMN 2.0.2 §8.4.1; BPMNspector EXT.007.
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
        origin = source.named(flow.get("sourceRef"))
        if origin is not None and source.name_of(origin) in ARTIFACTS:
            text = Text("A sequence flow leaves {element}, which is no part of the flow.", element=calls_it(origin))
            yield fault_in_file(flow, text, Text("Join it with an association instead."))


RULE = Rule(id="standard-007", constraint="EXT.007", severity="error", find=_find)
