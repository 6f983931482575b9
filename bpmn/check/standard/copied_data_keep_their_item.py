"""Data that are copied without a transformation keep their item definition.

Source: BPMN 2.0.2 §10.4.1; BPMNspector EXT.091.
"""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.associations import copying_associations
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in copying_associations(subject):
        # Assignments move parts of a structure, so the two structures may differ.
        if len(source.inside(element, "sourceRef")) != 1 or source.first(element, "assignment") is not None:
            continue
        origin, target = (source.item_of(_end(source, element, name)) for name in ("sourceRef", "targetRef"))
        if origin is not None and target is not None and not source.is_same_item(origin, target):
            text = Text("{element} joins data of different item definitions.", element=calls_it(element))
            yield fault_in_file(element, text, Text("Add a transformation, or use one item definition at both ends."))


def _end(source: Source, element: etree._Element, name: str) -> etree._Element | None:
    return source.named(next(iter(source.texts(element, name)), None))


RULE = Rule(id="standard-091", constraint="EXT.091", severity="warning", find=_find)
