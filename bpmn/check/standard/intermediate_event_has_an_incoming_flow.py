"""A flow leads to every intermediate event but a catching link.

Source: BPMN 2.0.2 §10.5.4; BPMNspector EXT.115.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.check.triggers import triggers_of
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        is_link_catch = event.type == "intermediateCatchEvent" and "link" in triggers_of(event)
        is_between = event.type in {"intermediateCatchEvent", "intermediateThrowEvent"} and not is_link_catch
        if is_between and not event.incoming and not subject.place_of[event.id].is_ad_hoc:
            text = Text("No flow leads to {element}.", element=describe(event))
            yield fault_at(event, text, Text("Lead a flow to it."))


RULE = Rule(id="standard-115", constraint="EXT.115", severity="warning", find=_find)
