"""An event-based gateway has at least two ways out, all without a condition (bpmnlint; BPMN 2.0.2 §10.6.6)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in subject.drawn_nodes:
        if gateway.type != "eventBasedGateway":
            continue
        if len(gateway.outgoing) < 2:
            text = Text("{element} waits for one event only.", element=describe(gateway))
            yield fault_at(gateway, text, Text("Add a second event, or remove the gateway."))
        for flow in subject.outgoing(gateway):
            if subject.is_conditional(flow):
                text = Text("A flow out of {element} has a condition: the event decides.", element=describe(gateway))
                yield fault_at(flow, text, Text("Remove the condition."))


RULE = Rule(id="event-based-gateway", severity="warning", find=_find)
