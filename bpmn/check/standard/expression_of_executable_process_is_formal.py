"""Expressions of executable processes are formal ones.

Engines leave out much of what the standard asks of executable processes. Where a file is written for one of them,
asking for it would only make noise.

Source: BPMN 2.0.2 §8.4.6; BPMNspector EXT.012.
"""

from collections.abc import Iterator

from bpmn.check.formal_expressions import EXPRESSIONS, is_said_to_be_formal
from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for element in subject.source.every(*EXPRESSIONS):
        parent = element.getparent()
        if parent is not None and subject.source.is_executable(element) and not is_said_to_be_formal(element):
            text = Text("An expression of an executable process is not said to be a formal one.")
            yield fault_in_file(parent, text, Text('Write xsi:type="tFormalExpression".'))


RULE = Rule(id="standard-012", constraint="EXT.012", severity="hint", find=written_for_no_engine(_find))
