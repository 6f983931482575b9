"""Flows of executable processes are immediate.

Source: BPMN 2.0.2 §8.4.13; BPMNspector EXT.024.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for element in subject.source.every("sequenceFlow"):
        if element.get("isImmediate") in {"false", "0"} and subject.source.is_executable(element):
            text = Text("A flow of an executable process is said not to be immediate.")
            yield fault_in_file(element, text, Text("Leave isImmediate out."))


RULE = Rule(id="standard-024", constraint="EXT.024", severity="warning", find=_find)
