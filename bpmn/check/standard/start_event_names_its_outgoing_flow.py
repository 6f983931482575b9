"""A start event names its outgoing flow, where the file lists flows at all.

Source: BPMN 2.0.2 §8.4.13; BPMNspector EXT.101.
"""

from collections.abc import Iterator

from bpmn.check.listed_flows import is_unlisted
from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject
from bpmn.language import Text
from bpmn.model import StartEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.events():
        if isinstance(node, StartEvent) and is_unlisted(subject, node, "outgoing"):
            text = Text("A start event names no outgoing flow, though other elements of the file name theirs.")
            yield fault_at(node, text, Text("Save the file with a tool that writes the flow lists."))


RULE = Rule(id="standard-101", constraint="EXT.101", severity="hint", find=_find)
