"""Compensation is caught on an edge or by an event sub-process only.

Source: BPMN 2.0.2 §10.5.4; BPMNspector EXT.122.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.check.triggers import triggers_of
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if event.type == "intermediateCatchEvent" and "compensate" in triggers_of(event):
            text = Text("{element} waits for compensation in the middle of the flow.", element=describe(event))
            yield fault_at(event, text, Text("Put it on the edge of the activity that is to be undone."))


RULE = Rule(id="standard-122", constraint="EXT.122", severity="error", find=_find)
