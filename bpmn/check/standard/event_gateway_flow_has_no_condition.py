"""Flows out of an event-based gateway have no condition.

Source: BPMN 2.0.2 §10.6.6; BPMNspector EXT.137.
"""

from collections.abc import Iterator

from bpmn.check.event_gateways import event_gateways
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in event_gateways(subject):
        for flow in subject.outgoing(gateway):
            if flow.condition is not None:
                text = Text("A flow out of {element} has a condition: the event decides.", element=describe(gateway))
                yield fault_at(flow, text, Text("Remove the condition."))


RULE = Rule(id="standard-137", constraint="EXT.137", severity="error", find=_find)
