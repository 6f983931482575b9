"""A data object reference has its object's name, with the state in brackets.

Source: BPMN 2.0.2 §10.4.1; BPMNspector EXT.076.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("dataObjectReference"):
        data_object = source.named(element.get("dataObjectRef"))
        name = "" if data_object is None else data_object.get("name", "")
        state = source.first(element, "dataState")
        wanted = f"{name} [{state.get('name')}]" if state is not None and state.get("name") else name
        if name and element.get("name") and " ".join(element.get("name", "").split()) != " ".join(wanted.split()):
            text = Text(
                "{element} is not named “{wanted}” as its data object is.", element=calls_it(element), wanted=wanted
            )
            yield fault_in_file(element, text, Text("Name it after the data object, with the state in brackets."))


RULE = Rule(id="standard-076", constraint="EXT.076", severity="hint", find=_find)
