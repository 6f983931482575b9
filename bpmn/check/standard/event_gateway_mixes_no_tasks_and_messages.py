"""An event-based gateway leads to receive tasks or to message events, not both.

Source: BPMN 2.0.2 §10.6.6; BPMNspector EXT.139.
"""

from collections.abc import Iterator

from bpmn.check.event_gateways import event_gateways
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.check.triggers import triggers_of
from bpmn.language import Text
from bpmn.model import CatchEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in event_gateways(subject):
        targets = [subject.model.nodes.get(flow.target) for flow in subject.outgoing(gateway)]
        has_task = any(target is not None and target.type == "receiveTask" for target in targets)
        if has_task and any(isinstance(t, CatchEvent) and "message" in triggers_of(t) for t in targets):
            text = Text("{element} leads to receive tasks and to message events.", element=describe(gateway))
            yield fault_at(gateway, text, Text("Use only one of the two behind it."))


RULE = Rule(id="standard-139", constraint="EXT.139", severity="warning", find=_find)
