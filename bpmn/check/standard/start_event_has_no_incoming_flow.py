"""No flow leads to a start event.

Source: BPMN 2.0.2 §10.5.2; BPMNspector EXT.096.
"""

from collections.abc import Iterator

from bpmn.check.listed_flows import is_reached
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.events():
        if isinstance(node, StartEvent) and is_reached(subject, node, "incoming"):
            text = Text("A flow leads to {element}, which only begins.", element=describe(node))
            yield fault_at(node, text, Text("Remove the flow that leads to it."))


RULE = Rule(id="standard-096", constraint="EXT.096", severity="error", find=_find)
