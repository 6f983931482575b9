"""An ad-hoc sub-process holds an activity.

Source: BPMN 2.0.2 §10.3.5; BPMNspector EXT.061.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Activity

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if place.is_ad_hoc and not any(isinstance(inner, Activity) for inner in place.scope.nodes):
            text = Text("{element} holds no activity.", element=describe(place.owner))
            yield fault_at(place.owner, text, Text("Put what may be done there into it."))


RULE = Rule(id="standard-061", constraint="EXT.061", severity="warning", find=_find)
