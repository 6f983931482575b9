"""The condition of an event in an executable process is a formal expression.

Source: BPMN 2.0.2 §10.5.5; BPMNspector EXT.123.
"""

from collections.abc import Iterator

from bpmn.check.formal_expressions import is_said_to_be_formal, says_nothing
from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("conditionalEventDefinition"):
        condition = source.first(element, "condition")
        if not source.is_executable(element):
            continue
        if not is_said_to_be_formal(condition):
            text = Text("The condition of an event of an executable process is not said to be a formal one.")
            yield fault_in_file(element, text, Text('Write xsi:type="tFormalExpression".'))
        elif condition is not None and says_nothing(condition):
            text = Text("The condition of an event is empty.")
            yield fault_in_file(element, text, Text("Write when the event is to occur."))


RULE = Rule(id="standard-123", constraint="EXT.123", severity="hint", find=written_for_no_engine(_find))
