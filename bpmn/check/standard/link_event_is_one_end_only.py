"""No flow leaves a throwing link, and none leads to a catching one.

Source: BPMN 2.0.2 §10.5.4; BPMNspector EXT.117.
"""

from collections.abc import Iterator

from bpmn.check.listed_flows import is_reached
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.check.triggers import triggers_of
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if "link" not in triggers_of(event):
            continue
        if event.type == "intermediateThrowEvent" and is_reached(subject, event, "outgoing"):
            text = Text("A flow leaves {element}, which goes on at its link.", element=describe(event))
            yield fault_at(event, text, Text("Remove the flow."))
        if event.type == "intermediateCatchEvent" and is_reached(subject, event, "incoming"):
            text = Text("A flow leads to {element}, which a link leads to.", element=describe(event))
            yield fault_at(event, text, Text("Remove the flow."))


RULE = Rule(id="standard-117", constraint="EXT.117", severity="error", find=_find)
