"""Where there is a start event there is an end event.

Source: BPMN 2.0.2 §10.5.2; BPMNspector EXT.105.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject
from bpmn.language import Text
from bpmn.model import EndEvent, StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        starts = [node for node in place.scope.nodes if isinstance(node, StartEvent)]
        if starts and not place.is_ad_hoc and not any(isinstance(node, EndEvent) for node in place.scope.nodes):
            text = Text("It has a start event but no end event.")
            yield fault_at(starts[0], text, Text("Draw both a start and an end event, or neither."))


RULE = Rule(id="standard-105", constraint="EXT.105", severity="warning", find=_find)
