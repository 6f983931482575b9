"""A terminate end event is used only where something else may still run (bpmnlint)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Place, Subject, describe
from bpmn.language import Text
from bpmn.model import Activity, BoundaryEvent, EndEvent, FlowNode, Gateway, StartEvent, SubProcess

__all__ = ["RULE"]

_PARALLEL = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        last = [node for node in place.scope.nodes if not node.outgoing and not _interrupts(node)]
        if len(last) != 1 or not _terminates(last[0]) or _may_have_several_tokens(place):
            continue
        yield fault_at(
            last[0],
            Text("{element} terminates, but nothing else can be running.", element=describe(last[0])),
            Text("Use a plain end event."),
        )


def _terminates(node: FlowNode) -> bool:
    return isinstance(node, EndEvent) and any(d.type == "terminateEventDefinition" for d in node.definitions)


def _interrupts(node: FlowNode) -> bool:
    """Whether the node is an event sub-process that ends what runs beside it."""
    return (
        isinstance(node, SubProcess)
        and node.is_event_sub_process
        and any(isinstance(inner, StartEvent) and inner.is_interrupting for inner in node.scope.nodes)
    )


def _may_have_several_tokens(place: Place) -> bool:
    return any(_multiplies(node) for node in place.scope.nodes)


def _multiplies(node: FlowNode) -> bool:
    if isinstance(node, Gateway):
        return node.type in _PARALLEL and len(node.outgoing) > 1
    if isinstance(node, BoundaryEvent) and not node.cancel_activity:
        return True
    return len(node.outgoing) > 1 or (isinstance(node, Activity) and node.completion_quantity > 1)


RULE = Rule(id="superfluous-termination", severity="hint", find=_find)
