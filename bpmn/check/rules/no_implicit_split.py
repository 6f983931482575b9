"""Several unconditional flows out of an activity or event split the path without a gateway (bpmnlint; 7PMG G5)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe, is_exchange
from bpmn.language import Text
from bpmn.model import Activity, Event, FlowNode, SequenceFlow

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.drawn_nodes:
        if isinstance(node, Activity | Event) and not is_exchange(node) and len(_unconditional(subject, node)) > 1:
            yield fault_at(
                node,
                Text("Several flows leave {element}: all are taken at once.", element=describe(node)),
                Text(
                    "Put a parallel gateway behind it if that is meant, or an exclusive gateway if one is to be chosen."
                ),
            )


def _unconditional(subject: Subject, node: FlowNode) -> list[SequenceFlow]:
    default = node.default if isinstance(node, Activity) else None
    return [flow for flow in subject.outgoing(node) if flow.id != default and not subject.is_conditional(flow)]


RULE = Rule(id="no-implicit-split", severity="warning", find=_find)
