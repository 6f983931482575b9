"""Choreographies and global conversations name no choreography.

Source: BPMN 2.0.2 §9.5, §11.1; BPMNspector EXT.027.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("choreography", "globalChoreographyTask", "globalConversation"):
        if source.inside(element, "choreographyRef"):
            text = Text("{element} names a choreography, as only a collaboration can.", element=calls_it(element))
            yield fault_in_file(element, text, Text("Remove choreographyRef."))


RULE = Rule(id="standard-027", constraint="EXT.027", severity="error", find=_find)
