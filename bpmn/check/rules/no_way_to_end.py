"""From every node there is a way to an end (BPMN 2.0.2 §13.2; soundness says the same of conditions and joins)."""

from collections.abc import Iterator

from bpmn.check.paths import following, preceding, reached
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Place, Subject, describe
from bpmn.language import Text
from bpmn.model import BoundaryEvent, EndEvent, StartEvent, SubProcess

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if place.is_ad_hoc or _is_ended_from_outside(subject, place):
            continue
        steps = following(subject, place)
        ends = (node.id for node in place.scope.nodes if isinstance(node, EndEvent) or not steps[node.id])
        found = reached(ends, preceding(steps))
        for node in place.scope.nodes:
            if node.id not in found:
                text = Text(
                    "No way leads from {element} to an end: the process never finishes.", element=describe(node)
                )
                yield fault_at(node, text, Text("Lead a flow out of the circle to an end event."))


def _is_ended_from_outside(subject: Subject, place: Place) -> bool:
    """Whether an interrupting event ends the level, be it in an event sub-process or on the sub-process's edge."""
    inner = (node for node in place.scope.nodes if isinstance(node, SubProcess) and node.is_event_sub_process)
    starts = (start for node in inner for start in node.scope.nodes if isinstance(start, StartEvent))
    if any(start.is_interrupting for start in starts):
        return True
    edges = (node for node in subject.nodes() if isinstance(node, BoundaryEvent))
    return any(edge.attached_to == place.owner.id and edge.cancel_activity for edge in edges)


RULE = Rule(id="no-way-to-end", severity="warning", find=_find)
