"""No message flow leaves an artifact.

Source: BPMN 2.0.2 §8.4.1, §9.4; BPMNspector EXT.009.
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
        origin = source.named(flow.get("sourceRef"))
        if origin is not None and source.name_of(origin) in ARTIFACTS:
            text = Text("A message flow leaves {element}, which sends nothing.", element=calls_it(origin))
            yield fault_in_file(flow, text, Text("Let a pool, a step or an event send it."))


RULE = Rule(id="standard-009", constraint="EXT.009", severity="error", find=_find)
