"""A boundary event has a trigger that may stand there.

Errors, compensation and cancellation end the activity that they occur in.

Source: BPMN 2.0.2 §10.5.4; BPMNspector EXT.110.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject
from bpmn.check.triggers import ALWAYS_INTERRUPT, START_TRIGGERS, misplaced_trigger, triggers_of
from bpmn.model import BoundaryEvent

__all__ = ["RULE"]

_ALLOWED = START_TRIGGERS | {"error", "escalation", "compensate", "cancel"}


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if not isinstance(event, BoundaryEvent):
            continue
        wrong = triggers_of(event) - _ALLOWED
        if not event.cancel_activity:
            wrong |= triggers_of(event) & ALWAYS_INTERRUPT
        if wrong or not event.definitions:
            yield misplaced_trigger(event, wrong or {"none"})


RULE = Rule(id="standard-110", constraint="EXT.110", severity="error", find=_find)
