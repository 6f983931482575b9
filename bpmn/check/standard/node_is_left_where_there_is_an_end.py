"""Where there is an end event a flow leaves every other node.

Source: BPMN 2.0.2 §10.5.3; BPMNspector EXT.151.
"""

from collections.abc import Iterator

from bpmn.check.inner_nodes import inner_nodes
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.check.triggers import triggers_of
from bpmn.language import Text
from bpmn.model import EndEvent, Event, FlowNode

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if not any(isinstance(node, EndEvent) for node in place.scope.nodes):
            continue
        for node in inner_nodes(subject, place):
            if not node.outgoing and not _is_link(node):
                text = Text("There is an end event, but no flow leaves {element}.", element=describe(node))
                yield fault_at(node, text, Text("Lead a flow from it to what comes next."))


def _is_link(node: FlowNode) -> bool:
    return node.type == "intermediateThrowEvent" and isinstance(node, Event) and "link" in triggers_of(node)


RULE = Rule(id="standard-151", constraint="EXT.151", severity="warning", find=_find)
