"""Data and their item definition say isCollection alike.

Source: BPMN 2.0.2 §8.4.10, §10.4.1; BPMNspector EXT.020.
"""

from collections.abc import Iterator

from bpmn.check.families import TRUE
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("dataObject", "dataInput", "dataOutput"):
        item = source.named(element.get("itemSubjectRef"))
        if item is None or source.name_of(item) != "itemDefinition":
            continue
        # The default of isCollection is false on both sides.
        if (element.get("isCollection") in TRUE) != (item.get("isCollection") in TRUE):
            text = Text("{element} and its item definition differ in isCollection.", element=calls_it(element))
            yield fault_in_file(element, text, Text("Say isCollection the same way in both."))


RULE = Rule(id="standard-020", constraint="EXT.020", severity="warning", find=_find)
