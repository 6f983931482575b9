"""An event sub-process has exactly one start event.

Source: BPMN 2.0.2 §10.3.5; BPMNspector EXT.058.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        starts = [node for node in place.scope.nodes if isinstance(node, StartEvent)]
        if place.is_event_sub_process and len(starts) != 1:
            text = Text(
                "{element} has {count} start events; one event starts it.",
                element=describe(place.owner),
                count=len(starts),
            )
            yield fault_at(place.owner, text, Text("Keep one start event with a trigger in it."))


RULE = Rule(id="standard-058", constraint="EXT.058", severity="error", find=_find)
