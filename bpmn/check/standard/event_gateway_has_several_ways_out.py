"""An event-based gateway leads to two events or more.

Source: BPMN 2.0.2 §10.6.6; BPMNspector EXT.136.
"""

from collections.abc import Iterator

from bpmn.check.event_gateways import event_gateways
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in event_gateways(subject):
        if len(gateway.outgoing) < 2:
            text = Text("{element} waits for fewer than two events.", element=describe(gateway))
            yield fault_at(gateway, text, Text("Add a second event, or remove the gateway."))


RULE = Rule(id="standard-136", constraint="EXT.136", severity="warning", find=_find)
