"""A boundary event is on the edge of an activity of its own level (BPMN 2.0.2 §10.5.4)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Activity, BoundaryEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        hosts = {node.id for node in place.scope.nodes if isinstance(node, Activity)}
        for node in place.scope.nodes:
            if isinstance(node, BoundaryEvent) and node.attached_to not in hosts:
                text = Text("{element} is on the edge of no activity.", element=describe(node))
                yield fault_at(node, text, Text("Let attachedToRef name an activity on the same level."))


RULE = Rule(id="boundary-event-unattached", severity="error", find=_find)
