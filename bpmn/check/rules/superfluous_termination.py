"""A terminate end event is used only where something else may still run (bpmnlint)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import BoundaryEvent, EndEvent, FlowNode, Gateway, SubProcess

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        ends = [node for node in place.scope.nodes if isinstance(node, EndEvent)]
        is_split = any(
            isinstance(node, Gateway) and node.type in _PARALLEL and len(node.outgoing) > 1
            for node in place.scope.nodes
        )
        is_split = is_split or any(_starts_beside(node) for node in place.scope.nodes)
        is_split = is_split or any(_is_implicit_split(node) for node in place.scope.nodes)
        for end in ends:
            if end.kind == "terminate" and len(ends) == 1 and not is_split:
                yield fault_at(
                    end,
                    Text("{element} terminates, but nothing else can be running.", element=describe(end)),
                    Text("Use a plain end event."),
                )


_PARALLEL = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})


def _is_implicit_split(node: FlowNode) -> bool:
    return not isinstance(node, Gateway) and len(node.outgoing) > 1


def _starts_beside(node: FlowNode) -> bool:
    if isinstance(node, SubProcess):
        return node.is_event_sub_process
    return isinstance(node, BoundaryEvent) and not node.cancel_activity


RULE = Rule(id="superfluous-termination", severity="hint", find=_find)
