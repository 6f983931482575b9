"""A sequence flow begins at a flow node, but not at an event sub-process.

Source: BPMN 2.0.2 §8.4.13, §10.3.5; BPMNspector EXT.021.
"""

from collections.abc import Iterator

from bpmn.check.families import FLOW_NODES
from bpmn.check.rule import Fault, Rule, fault_at, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import SubProcess

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for node in subject.nodes():
        if isinstance(node, SubProcess) and node.is_event_sub_process and node.outgoing:
            text = Text("A flow leaves {element}, which an event starts.", element=describe(node))
            yield fault_at(node, text, Text("Remove the flow, or make it an ordinary sub-process."))
    named = (source.named(flow.get("sourceRef")) for flow in source.every("sequenceFlow"))
    for element in dict.fromkeys(found for found in named if found is not None):
        if source.name_of(element) not in FLOW_NODES:
            text = Text("A flow begins at {element}, which is no step, gateway or event.", element=calls_it(element))
            yield fault_in_file(element, text, Text("Draw the flow between steps, gateways and events."))


RULE = Rule(id="standard-021", constraint="EXT.021", severity="error", find=_find)
