"""An end event has a trigger that can be thrown.

Source: BPMN 2.0.2 §10.5.3; BPMNspector EXT.146.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject
from bpmn.check.triggers import misplaced_trigger, triggers_of
from bpmn.model import EndEvent

__all__ = ["RULE"]

_ALLOWED = frozenset({"message", "signal", "error", "escalation", "compensate", "cancel", "terminate"})


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if isinstance(event, EndEvent) and triggers_of(event) - _ALLOWED:
            yield misplaced_trigger(event, triggers_of(event) - _ALLOWED)


RULE = Rule(id="standard-146", constraint="EXT.146", severity="error", find=_find)
