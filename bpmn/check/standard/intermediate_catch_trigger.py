"""An intermediate catch event has a trigger that can be waited for.

Source: BPMN 2.0.2 §10.5.4; BPMNspector EXT.148.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject
from bpmn.check.triggers import START_TRIGGERS, misplaced_trigger, triggers_of

__all__ = ["RULE"]

_ALLOWED = START_TRIGGERS | {"link"}


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        wrong = triggers_of(event) - _ALLOWED
        if event.type == "intermediateCatchEvent" and (wrong or not event.definitions):
            yield misplaced_trigger(event, wrong or {"none"})


RULE = Rule(id="standard-148", constraint="EXT.148", severity="error", find=_find)
