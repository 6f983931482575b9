"""No flow leaves a compensation boundary event.

Source: BPMN 2.0.2 §10.5.4; BPMNspector EXT.114.
"""

from collections.abc import Iterator

from bpmn.check.listed_flows import is_reached
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.check.triggers import triggers_of
from bpmn.language import Text
from bpmn.model import BoundaryEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.events():
        is_undoing = isinstance(node, BoundaryEvent) and "compensate" in triggers_of(node)
        if is_undoing and is_reached(subject, node, "outgoing"):
            text = Text("A flow leaves {element}, which only undoes.", element=describe(node))
            yield fault_at(node, text, Text("Remove the flow; an association leads to what undoes."))


RULE = Rule(id="standard-114", constraint="EXT.114", severity="error", find=_find)
