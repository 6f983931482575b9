"""An event sub-process starts with an event that has a trigger (bpmnlint; BPMN 2.0.2 §10.3.5)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if not place.is_event_sub_process:
            continue
        for node in place.scope.nodes:
            if isinstance(node, StartEvent) and node.kind == "none":
                yield fault_at(
                    node,
                    Text(
                        "{element} has no trigger, so that its event sub-process never starts.", element=describe(node)
                    ),
                    Text("Give it a trigger: message, timer, signal, error, escalation, condition or compensation."),
                )


RULE = Rule(id="event-sub-process-typed-start-event", severity="error", find=_find, constraint="EXT.059")
