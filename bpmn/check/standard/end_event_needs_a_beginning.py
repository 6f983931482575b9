"""Where there is an end event, something begins.

Source: BPMN 2.0.2 §10.5.3; BPMNspector EXT.097.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.starting import is_begun
from bpmn.check.subject import Subject
from bpmn.language import Text
from bpmn.model import EndEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        ends = [node for node in place.scope.nodes if isinstance(node, EndEvent)]
        if ends and not place.is_ad_hoc and not is_begun(subject, place):
            text = Text("It has an end event but no start event.")
            yield fault_at(ends[0], text, Text("Draw both a start and an end event, or neither."))


RULE = Rule(id="standard-097", constraint="EXT.097", severity="warning", find=_find)
