"""Where there is a start event a flow leads to every other node.

Source: BPMN 2.0.2 §10.5.2; BPMNspector EXT.150.
"""

from collections.abc import Iterator

from bpmn.check.inner_nodes import inner_nodes
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.check.triggers import triggers_of
from bpmn.language import Text
from bpmn.model import Event, FlowNode, StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if not any(isinstance(node, StartEvent) for node in place.scope.nodes):
            continue
        for node in inner_nodes(subject, place):
            if not node.incoming and not _is_link(node):
                text = Text("There is a start event, but no flow leads to {element}.", element=describe(node))
                yield fault_at(node, text, Text("Lead a flow to it."))


def _is_link(node: FlowNode) -> bool:
    return node.type == "intermediateCatchEvent" and isinstance(node, Event) and "link" in triggers_of(node)


RULE = Rule(id="standard-150", constraint="EXT.150", severity="warning", find=_find)
