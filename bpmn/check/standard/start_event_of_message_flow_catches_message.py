"""A start event that a message flow leads to waits for a message.

Source: BPMN 2.0.2 §10.5.2; BPMNspector EXT.103.
"""

from collections.abc import Iterator

from bpmn.check.message_flows import receivers
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.check.triggers import triggers_of
from bpmn.language import Text
from bpmn.model import StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in dict.fromkeys(node for _, node in receivers(subject)):
        if isinstance(node, StartEvent) and "message" not in triggers_of(node):
            text = Text("A message flow leads to {element}, which waits for no message.", element=describe(node))
            yield fault_at(node, text, Text("Make it a message start event, or remove the message flow."))


RULE = Rule(id="standard-103", constraint="EXT.103", severity="warning", find=_find)
