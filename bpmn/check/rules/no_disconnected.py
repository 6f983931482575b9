"""A node without any flow is not part of the process (bpmnlint; BPMN 2.0.2 §10.3)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe, is_exchange
from bpmn.language import Text
from bpmn.model import BoundaryEvent, FlowNode

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.drawn_nodes:
        if not _is_disconnected(subject, node):
            continue
        yield fault_at(
            node,
            Text("{element} is connected to nothing.", element=describe(node)),
            Text("Lead a flow to it, or remove it."),
        )


def _is_disconnected(subject: Subject, node: FlowNode) -> bool:
    if is_exchange(node) or node.incoming or node.outgoing or subject.stands_alone(node):
        return False
    # What undoes an activity is joined to it by an association (§10.7.1).
    return not isinstance(node, BoundaryEvent) or node.kind != "compensate"


RULE = Rule(id="no-disconnected", severity="warning", find=_find)
