"""A message event of an executable process names its message.

Source: BPMN 2.0.2 §10.5.5; BPMNspector EXT.127.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for element in subject.source.every("messageEventDefinition"):
        if subject.source.is_executable(element) and not element.get("messageRef"):
            text = Text("A message event of an executable process names no message.")
            yield fault_in_file(element, text, Text("Name the message with messageRef."))


RULE = Rule(id="standard-127", constraint="EXT.127", severity="hint", find=written_for_no_engine(_find))
