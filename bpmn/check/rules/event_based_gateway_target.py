"""An event-based gateway leads to catching events and receive tasks only (BPMN 2.0.2 §10.6.6)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import CatchEvent, FlowNode

__all__ = ["RULE"]

_CAUGHT = frozenset({"message", "timer", "signal", "conditional", "multiple"})


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in subject.gateways():
        if gateway.type != "eventBasedGateway":
            continue
        for flow in subject.outgoing(gateway):
            target = subject.model.nodes.get(flow.target)
            if target is not None and not _can_wait(target):
                text = Text(
                    "{element} leads to {target}, which cannot be waited for.",
                    element=describe(gateway),
                    target=describe(target),
                )
                advice = Text("Put a catching message, timer, signal or conditional event or a receive task there.")
                yield fault_at(gateway, text, advice)


def _can_wait(node: FlowNode) -> bool:
    if isinstance(node, CatchEvent):
        return node.kind in _CAUGHT
    return node.type == "receiveTask"


RULE = Rule(id="event-based-gateway-target", severity="error", find=_find)
