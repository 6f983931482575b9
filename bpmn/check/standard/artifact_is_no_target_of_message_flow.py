"""No message flow leads to an artifact.

Source: BPMN 2.0.2 §8.4.1, §9.4; BPMNspector EXT.008.
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
    for flow in source.every("messageFlow"):
        target = source.named(flow.get("targetRef"))
        if target is not None and source.name_of(target) in ARTIFACTS:
            text = Text("A message flow leads to {element}, which receives nothing.", element=calls_it(target))
            yield fault_in_file(flow, text, Text("Lead it to a pool, a step or an event."))


RULE = Rule(id="standard-008", constraint="EXT.008", severity="error", find=_find)
