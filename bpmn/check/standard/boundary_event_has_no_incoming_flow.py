"""No flow leads to a boundary event.

Source: BPMN 2.0.2 §10.5.4; BPMNspector EXT.112.
"""

from collections.abc import Iterator

from bpmn.check.listed_flows import is_reached
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import BoundaryEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.events():
        if isinstance(node, BoundaryEvent) and is_reached(subject, node, "incoming"):
            text = Text("A flow leads to {element}, which stands on an edge.", element=describe(node))
            yield fault_at(node, text, Text("Remove the flow that leads to it."))


RULE = Rule(id="standard-112", constraint="EXT.112", severity="error", find=_find)
