"""An association leads from a compensation boundary event.

Source: BPMN 2.0.2 §10.7; BPMNspector EXT.143.
"""

from collections.abc import Iterator

from bpmn.check.compensation import compensation_events
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for event, led_to in compensation_events(subject):
        if not led_to:
            text = Text("No association leads from {element} to what undoes.", element=describe(event))
            yield fault_at(event, text, Text("Associate it with an activity that has isForCompensation."))


RULE = Rule(id="standard-143", constraint="EXT.143", severity="warning", find=_find)
