"""An event-based gateway leads to receive tasks and to events that it can wait for.

Source: BPMN 2.0.2 §10.6.6; BPMNspector EXT.138.
"""

from collections.abc import Iterator

from bpmn.check.event_gateways import awaited
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.check.triggers import START_TRIGGERS, triggers_of
from bpmn.language import Text
from bpmn.model import Event, FlowNode

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway, flow, target in awaited(subject):
        if not _can_be_awaited(target):
            text = Text(
                "{element} leads to {target}, which cannot be waited for.",
                element=describe(gateway),
                target=describe(target),
            )
            advice = Text("Put a catching message, timer, signal or conditional event or a receive task there.")
            yield fault_at(flow, text, advice)


def _can_be_awaited(node: FlowNode) -> bool:
    if node.type == "intermediateCatchEvent" and isinstance(node, Event):
        return bool(node.definitions) and triggers_of(node) <= START_TRIGGERS
    return node.type == "receiveTask"


RULE = Rule(id="standard-138", constraint="EXT.138", severity="error", find=_find)
