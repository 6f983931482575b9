"""A process starts with no trigger or with one from outside.

Source: BPMN 2.0.2 §10.5.2; BPMNspector EXT.098.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject
from bpmn.check.triggers import START_TRIGGERS, misplaced_trigger, triggers_of
from bpmn.model import Process, StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        is_outermost = isinstance(subject.place_of[event.id].owner, Process)
        wrong = triggers_of(event) - START_TRIGGERS
        if isinstance(event, StartEvent) and is_outermost and wrong:
            yield misplaced_trigger(event, wrong)


RULE = Rule(id="standard-098", constraint="EXT.098", severity="error", find=_find)
