"""A formal expression is not empty.

Source: BPMN 2.0.2 §8.4.6; BPMNspector EXT.013.
"""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from bpmn.check.formal_expressions import is_said_to_be_formal, says_nothing
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import Source
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]

_ALWAYS_FORMAL = ("dataPath", "messagePath", "transformation")


def _find(subject: Subject) -> Iterator[Fault]:
    for element in _formal(subject.source):
        if says_nothing(element):
            text, advice = Text("An expression is empty."), Text("Write the expression, or leave it out.")
            fault = fault_in_file(element, text, advice)
            # In a picture for people nobody evaluates it; several tools write an empty one for every way of a gateway.
            yield fault if subject.source.is_executable(element) else replace(fault, severity="hint")


def _formal(source: Source) -> Iterator[etree._Element]:
    yield from (found for found in source.every(*_ALWAYS_FORMAL) if not is_said_to_be_formal(found))
    yield from filter(is_said_to_be_formal, source.every_element())
    for behaviour in source.every("complexBehaviorDefinition"):
        yield from (found for found in source.inside(behaviour, "condition") if not is_said_to_be_formal(found))


RULE = Rule(id="standard-013", constraint="EXT.013", severity="warning", find=_find)
