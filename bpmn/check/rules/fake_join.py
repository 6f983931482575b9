"""Several flows into an activity or event do not wait for each other (bpmnlint; BPMN 2.0.2 §13.2.1)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe, is_exchange
from bpmn.language import Text
from bpmn.model import Activity, Event

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.drawn_nodes:
        if isinstance(node, Activity | Event) and not is_exchange(node) and len(node.incoming) > 1:
            yield fault_at(
                node,
                Text("Several flows enter {element}: it runs once for each token.", element=describe(node)),
                Text("Put a gateway before it: exclusive to pass each token on, parallel to wait for all."),
            )


RULE = Rule(id="fake-join", severity="warning", find=_find)
