"""An end event that a message flow leaves sends a message.

Source: BPMN 2.0.2 §10.5.3; BPMNspector EXT.109.
"""

from collections.abc import Iterator

from bpmn.check.message_flows import senders
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.check.triggers import triggers_of
from bpmn.language import Text
from bpmn.model import EndEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in dict.fromkeys(node for _, node in senders(subject)):
        if isinstance(node, EndEvent) and "message" not in triggers_of(node):
            text = Text("A message flow leaves {element}, which sends no message.", element=describe(node))
            yield fault_at(node, text, Text("Make it a message end event, or remove the message flow."))


RULE = Rule(id="standard-109", constraint="EXT.109", severity="error", find=_find)
