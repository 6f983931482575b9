"""The nodes between the beginning and the end of a scope. BPMN 2.0.2 §10.5.2, §10.5.3."""

from collections.abc import Iterator

from bpmn.check.subject import Place, Subject
from bpmn.model import BoundaryEvent, EndEvent, FlowNode, StartEvent

__all__ = ["inner_nodes"]


def inner_nodes(subject: Subject, place: Place) -> Iterator[FlowNode]:
    """Yield the nodes of a scope that flows enter and leave: no start, end or boundary events, and no handlers."""
    for node in place.scope.nodes:
        if not isinstance(node, StartEvent | EndEvent | BoundaryEvent) and not subject.stands_alone(node):
            yield node
