"""No message flow leaves a start event.

Source: BPMN 2.0.2 §10.5.2; BPMNspector EXT.102.
"""

from collections.abc import Iterator

from bpmn.check.message_flows import senders
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for flow, node in senders(subject):
        if isinstance(node, StartEvent):
            text = Text("A message flow leaves {element}, which only begins.", element=describe(node))
            yield fault_at(flow, text, Text("Turn the message flow round, or remove it."))


RULE = Rule(id="standard-102", constraint="EXT.102", severity="error", find=_find)
