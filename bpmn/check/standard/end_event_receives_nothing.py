"""No message flow leads to an end event.

Source: BPMN 2.0.2 §10.5.3; BPMNspector EXT.108.
"""

from collections.abc import Iterator

from bpmn.check.message_flows import receivers
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import EndEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for flow, node in receivers(subject):
        if isinstance(node, EndEvent):
            text = Text("A message flow leads to {element}, which only ends.", element=describe(node))
            yield fault_at(flow, text, Text("Turn the message flow round, or remove it."))


RULE = Rule(id="standard-108", constraint="EXT.108", severity="error", find=_find)
