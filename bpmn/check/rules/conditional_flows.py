"""Where one way has a condition, every way has one or is the default (bpmnlint; BPMN 2.0.2 §10.6.2)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Activity, Gateway

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.drawn_nodes:
        default = node.default if isinstance(node, Activity | Gateway) else None
        flows = subject.outgoing(node)
        if not (default or any(subject.is_conditional(flow) for flow in flows)):
            continue
        for flow in flows:
            if flow.id != default and not subject.is_conditional(flow):
                yield fault_at(
                    flow,
                    Text("A way out of {element} has no condition, others have one.", element=describe(node)),
                    Text("Give the flow a condition, or make it the default flow."),
                )


RULE = Rule(id="conditional-flows", severity="warning", find=_find)
