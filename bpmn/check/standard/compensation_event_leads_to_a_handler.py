"""A compensation boundary event leads to an activity that is for compensation.

Source: BPMN 2.0.2 §10.7; BPMNspector EXT.144.
"""

from collections.abc import Iterator

from bpmn.check.compensation import compensation_events
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for event, led_to in compensation_events(subject):
        if led_to and not subject.compensation_handlers & set(led_to):
            text = Text("{element} leads to no activity that is there for compensation.", element=describe(event))
            yield fault_at(event, text, Text("Associate it with an activity that has isForCompensation."))


RULE = Rule(id="standard-144", constraint="EXT.144", severity="warning", find=_find)
