"""Compensation boundary events and what they lead to by an association. BPMN 2.0.2 §10.7."""

from collections.abc import Iterator

from bpmn.check.subject import Subject
from bpmn.check.triggers import triggers_of
from bpmn.model import BoundaryEvent

__all__ = ["compensation_events"]


def compensation_events(subject: Subject) -> Iterator[tuple[BoundaryEvent, list[str]]]:
    """Yield the compensation boundary events, each with the ids that associations lead to from it."""
    led_to: dict[str, list[str]] = {}
    for association in subject.source.every("association"):
        source, target = (association.get(end, "").rpartition(":")[2] for end in ("sourceRef", "targetRef"))
        led_to.setdefault(source, []).append(target)
    for event in subject.events():
        if isinstance(event, BoundaryEvent) and "compensate" in triggers_of(event):
            yield event, led_to.get(event.id, [])
