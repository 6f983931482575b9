"""A flow has a label only where it is one of several answers (bpmnlint; BPMN 2.0.2 §8.4.13)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import FlowNode, SequenceFlow

__all__ = ["RULE"]

_DECIDING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def _find(subject: Subject) -> Iterator[Fault]:
    nodes = {node.id: node for node in subject.drawn_nodes}
    for flow in subject.drawn_flows.values():
        if flow.name.strip() and not subject.is_conditional(flow) and not _is_an_answer(nodes, flow):
            text = Text("{element} is labelled, though there is nothing to decide.", element=describe(flow))
            yield fault_at(flow, text, Text("Remove the label; say what happens in the steps and events."))


def _is_an_answer(nodes: dict[str, FlowNode], flow: SequenceFlow) -> bool:
    source = nodes.get(flow.source)
    if source is None:
        return False
    return getattr(source, "default", None) == flow.id or (source.type in _DECIDING and len(source.outgoing) > 1)


RULE = Rule(id="superfluous-label", severity="hint", find=_find)
