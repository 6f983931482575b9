"""An intermediate throw event has a trigger that can be thrown.

Source: BPMN 2.0.2 §10.5.4; BPMNspector EXT.149.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject
from bpmn.check.triggers import misplaced_trigger, triggers_of

__all__ = ["RULE"]

_ALLOWED = frozenset({"message", "signal", "escalation", "compensate", "link"})


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if event.type == "intermediateThrowEvent" and triggers_of(event) - _ALLOWED:
            yield misplaced_trigger(event, triggers_of(event) - _ALLOWED)


RULE = Rule(id="standard-149", constraint="EXT.149", severity="error", find=_find)
