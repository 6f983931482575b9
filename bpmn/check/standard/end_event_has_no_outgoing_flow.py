"""No flow leaves an end event.

Source: BPMN 2.0.2 §10.5.3; BPMNspector EXT.104.
"""

from collections.abc import Iterator

from bpmn.check.listed_flows import is_reached
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import EndEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.events():
        if isinstance(node, EndEvent) and is_reached(subject, node, "outgoing"):
            text = Text("A flow leaves {element}, which only ends.", element=describe(node))
            yield fault_at(node, text, Text("Remove the flow that leaves it."))


RULE = Rule(id="standard-104", constraint="EXT.104", severity="error", find=_find)
