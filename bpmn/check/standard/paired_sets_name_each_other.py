"""An input set and an output set that belong together name each other.

Source: BPMN 2.0.2 §10.4.1; BPMNspector EXT.087.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]

_SIDES = (("inputSet", "outputSetRefs", "inputSetRefs"), ("outputSet", "inputSetRefs", "outputSetRefs"))


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for name, onward, back in _SIDES:
        named_by: dict[str, frozenset[str]] = {}
        for element in source.every(name):
            others = source.texts(element, onward)
            for other in others:
                if other not in named_by:
                    named_by[other] = frozenset(source.texts(source.named(other), back))
            apart = {other for other in others if element.get("id", "") not in named_by[other]}
            if apart:
                text = Text("A set names {names}, which does not name it in return.", names=", ".join(sorted(apart)))
                yield fault_in_file(element, text, Text("Name the two sets in each other, or in neither."))


RULE = Rule(id="standard-087", constraint="EXT.087", severity="warning", find=_find)
