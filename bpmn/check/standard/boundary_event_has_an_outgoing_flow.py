"""A flow leaves every boundary event but one for compensation.

Source: BPMN 2.0.2 §10.5.4; BPMNspector EXT.113.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.check.triggers import triggers_of
from bpmn.language import Text
from bpmn.model import BoundaryEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.events():
        if isinstance(node, BoundaryEvent) and not node.outgoing and "compensate" not in triggers_of(node):
            text = Text("No flow leaves {element}.", element=describe(node))
            yield fault_at(node, text, Text("Lead a flow from it to what comes next."))


RULE = Rule(id="standard-113", constraint="EXT.113", severity="warning", find=_find)
