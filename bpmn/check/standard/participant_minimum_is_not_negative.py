"""The least number of a participant is 0 or more.

Source: BPMN 2.0.2 §9.3; BPMNspector EXT.029.
"""

from collections.abc import Iterator

from bpmn.check.multiplicities import multiplicities
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for element, least, _ in multiplicities(subject):
        if least < 0:
            text = Text("There cannot be {number} of {element}.", number=least, element=calls_it(element))
            yield fault_in_file(element, text, Text("Let the minimum be 0 or more."))


RULE = Rule(id="standard-029", constraint="EXT.029", severity="warning", find=_find)
