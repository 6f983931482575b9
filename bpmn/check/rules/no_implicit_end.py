"""A node that no flow leaves ends its path without saying so (bpmnlint; BPMN 2.0.2 §13.2)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe, is_exchange, is_only
from bpmn.language import Text
from bpmn.model import BoundaryEvent, EndEvent, FlowNode, IntermediateThrowEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    undone = {artifact.source for place in subject.places for artifact in place.scope.artifacts}
    for node in subject.drawn_nodes:
        if not node.outgoing and not _may_end(subject, node) and not (_is_undoing(node) and node.id in undone):
            yield fault_at(
                node,
                Text("No flow leaves {element}: the path ends there unsaid.", element=describe(node)),
                Text("Lead a flow from it to the next step or to an end event."),
            )


def _may_end(subject: Subject, node: FlowNode) -> bool:
    if is_exchange(node) or isinstance(node, EndEvent) or subject.stands_alone(node):
        return True
    return isinstance(node, IntermediateThrowEvent) and is_only(node, "link")


def _is_undoing(node: FlowNode) -> bool:
    """Whether an association leads on from the node, to the activity that undoes another (§10.7.1)."""
    return isinstance(node, BoundaryEvent) and is_only(node, "compensate")


RULE = Rule(id="no-implicit-end", severity="warning", find=_find)
