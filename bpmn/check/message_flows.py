"""Message flows and the nodes at their ends. BPMN 2.0.2 §9.4."""

from collections.abc import Iterator

from bpmn.check.subject import Subject
from bpmn.model import FlowNode, MessageFlow

__all__ = ["message_flows", "receivers", "senders"]


def message_flows(subject: Subject) -> Iterator[MessageFlow]:
    """Yield the message flows of all collaborations."""
    return (flow for collaboration in subject.model.collaborations for flow in collaboration.message_flows)


def senders(subject: Subject) -> Iterator[tuple[MessageFlow, FlowNode]]:
    """Yield the message flows that leave a flow node, each with that node."""
    nodes = subject.model.nodes
    return ((flow, nodes[flow.source]) for flow in message_flows(subject) if flow.source in nodes)


def receivers(subject: Subject) -> Iterator[tuple[MessageFlow, FlowNode]]:
    """Yield the message flows that lead to a flow node, each with that node."""
    nodes = subject.model.nodes
    return ((flow, nodes[flow.target]) for flow in message_flows(subject) if flow.target in nodes)
