"""Event-based gateways and what they lead to. BPMN 2.0.2 §10.6.6."""

from collections.abc import Iterator

from bpmn.check.subject import Subject
from bpmn.model import FlowNode, Gateway, SequenceFlow

__all__ = ["awaited", "event_gateways"]


def event_gateways(subject: Subject) -> Iterator[Gateway]:
    """Yield the event-based gateways."""
    return (gateway for gateway in subject.gateways() if gateway.type == "eventBasedGateway")


def awaited(subject: Subject) -> Iterator[tuple[Gateway, SequenceFlow, FlowNode]]:
    """Yield what event-based gateways lead to: the gateway, the flow and the node at its end."""
    for gateway in event_gateways(subject):
        for flow in subject.outgoing(gateway):
            target = subject.model.nodes.get(flow.target)
            if target is not None:
                yield gateway, flow, target
