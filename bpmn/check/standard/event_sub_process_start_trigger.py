"""An event sub-process starts with a trigger that may start it.

Errors and compensation always interrupt what they occur in. A start event without any trigger is what the rule
`event-sub-process-typed-start-event` finds.

Source: BPMN 2.0.2 §10.5.2; BPMNspector EXT.059.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject
from bpmn.check.triggers import ALWAYS_INTERRUPT, START_TRIGGERS, misplaced_trigger, triggers_of
from bpmn.model import StartEvent

__all__ = ["RULE"]

_ALLOWED = START_TRIGGERS | {"error", "escalation", "compensate"}


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if not isinstance(event, StartEvent) or not subject.place_of[event.id].is_event_sub_process:
            continue
        wrong = triggers_of(event) - _ALLOWED
        if not event.is_interrupting:
            wrong |= triggers_of(event) & ALWAYS_INTERRUPT
        if wrong:
            yield misplaced_trigger(event, wrong)


RULE = Rule(id="standard-059", constraint="EXT.059", severity="error", find=_find)
