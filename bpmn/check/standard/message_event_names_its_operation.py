"""A message event of an executable process names its operation.

Source: BPMN 2.0.2 §10.5.5; BPMNspector EXT.128.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("messageEventDefinition"):
        if source.is_executable(element) and source.first(element, "operationRef") is None:
            text = Text("A message event of an executable process names no operation.")
            yield fault_in_file(element, text, Text("Name the operation with operationRef."))


RULE = Rule(id="standard-128", constraint="EXT.128", severity="hint", find=written_for_no_engine(_find))
