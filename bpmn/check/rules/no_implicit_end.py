"""A node that no flow leaves ends its path without saying so (bpmnlint; BPMN 2.0.2 §13.2)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import BoundaryEvent, EndEvent, FlowNode, IntermediateThrowEvent, StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.nodes():
        if (
            not node.outgoing
            and (node.incoming or isinstance(node, BoundaryEvent | StartEvent))
            and not _may_end(subject, node)
        ):
            yield fault_at(
                node,
                Text("No flow leaves {element}: the path ends there unsaid.", element=describe(node)),
                Text("Lead a flow from it to the next step or to an end event."),
            )


def _may_end(subject: Subject, node: FlowNode) -> bool:
    if isinstance(node, EndEvent) or subject.stands_alone(node):
        return True
    is_compensation_catch = isinstance(node, BoundaryEvent) and node.kind == "compensate"
    return is_compensation_catch or (isinstance(node, IntermediateThrowEvent) and node.kind == "link")


RULE = Rule(id="no-implicit-end", severity="warning", find=_find)
