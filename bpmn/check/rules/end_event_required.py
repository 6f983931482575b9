"""A process or sub-process ends with an end event (bpmnlint; 7PMG G3; BPMN 2.0.2 §10.5.3)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import EndEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if not place.is_ad_hoc and not any(isinstance(node, EndEvent) for node in place.scope.nodes):
            yield fault_at(
                place.owner,
                Text("{element} has no end event.", element=describe(place.owner)),
                Text("Add an end event and lead the last step to it."),
            )


RULE = Rule(id="end-event-required", severity="warning", find=_find)
