"""The greatest number of a participant is 1 or more and not below the least.

Source: BPMN 2.0.2 §9.3; BPMNspector EXT.030.
"""

from collections.abc import Iterator

from bpmn.check.multiplicities import multiplicities
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for element, least, most in multiplicities(subject):
        # "If a value is given for the minimum that is above 1, the maximum has to be given too" follows from this.
        if most < max(1, least):
            text = Text("There can be at most {number} of {element}.", number=most, element=calls_it(element))
            yield fault_in_file(element, text, Text("Let the maximum be 1 or more, and not below the minimum."))


RULE = Rule(id="standard-030", constraint="EXT.030", severity="warning", find=_find)
