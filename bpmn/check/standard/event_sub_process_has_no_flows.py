"""No flow leads to an event sub-process or leaves it.

Source: BPMN 2.0.2 §10.3.5; BPMNspector EXT.057.
"""

from collections.abc import Iterator

from bpmn.check.listed_flows import is_reached
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import SubProcess

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.nodes():
        if not isinstance(node, SubProcess) or not node.is_event_sub_process:
            continue
        if is_reached(subject, node, "incoming") or is_reached(subject, node, "outgoing"):
            text = Text("{element} has flows, though an event starts it.", element=describe(node))
            yield fault_at(node, text, Text("Remove the flows, or make it an ordinary sub-process."))


RULE = Rule(id="standard-057", constraint="EXT.057", severity="hint", find=_find)
