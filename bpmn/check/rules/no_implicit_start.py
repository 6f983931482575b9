"""A node that no flow enters starts a process without saying so (bpmnlint; BPMN 2.0.2 §13.2)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe, is_exchange, is_only
from bpmn.language import Text
from bpmn.model import BoundaryEvent, CatchEvent, FlowNode, StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.drawn_nodes:
        if not node.incoming and not _may_begin(subject, node):
            yield fault_at(
                node,
                Text("No flow enters {element}: it starts by itself.", element=describe(node)),
                Text("Lead a flow from a start event to it, or remove it."),
            )


def _may_begin(subject: Subject, node: FlowNode) -> bool:
    if is_exchange(node) or isinstance(node, StartEvent | BoundaryEvent) or subject.stands_alone(node):
        return True
    return isinstance(node, CatchEvent) and is_only(node, "link")


RULE = Rule(id="no-implicit-start", severity="warning", find=_find)
