"""A process or sub-process begins with a start event (bpmnlint; 7PMG G3; BPMN 2.0.2 §10.5.2)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if not place.is_ad_hoc and not any(isinstance(node, StartEvent) for node in place.scope.nodes):
            yield fault_at(
                place.owner,
                Text("{element} has no start event.", element=describe(place.owner)),
                Text("Add a start event and lead it to the first step."),
            )


RULE = Rule(id="start-event-required", severity="warning", find=_find)
