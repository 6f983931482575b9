"""What follows an event-based gateway has no events on its edge.

Source: BPMN 2.0.2 §10.6.6; BPMNspector EXT.140.
"""

from collections.abc import Iterator

from bpmn.check.event_gateways import awaited
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import BoundaryEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    hosts = {node.attached_to for node in subject.events() if isinstance(node, BoundaryEvent)}
    for target in dict.fromkeys(target for _, _, target in awaited(subject)):
        if target.id in hosts:
            text = Text(
                "{element} waits for an event-based gateway and has events on its edge.", element=describe(target)
            )
            yield fault_at(target, text, Text("Lead the gateway to those events instead."))


RULE = Rule(id="standard-140", constraint="EXT.140", severity="warning", find=_find)
