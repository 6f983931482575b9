"""The data of an event are what its trigger carries.

Source: BPMN 2.0.2 §10.5.1; BPMNspector EXT.094.
"""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.event_data import PAYLOADS, EventData, events_with_data
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for found in events_with_data(subject):
        for definition, element in _pairs(source, found):
            payload = source.named(definition.get(PAYLOADS.get(source.name_of(definition), "")))
            item = source.item_of(payload)
            if item is not None and not source.is_same_item(item, source.item_of(element)):
                text = Text(
                    "The data of a trigger and {element} have different item definitions.", element=calls_it(element)
                )
                advice = Text("Let both name the same item definition, or one of the same structure.")
                yield fault_in_file(definition, text, advice)


def _pairs(source: Source, found: EventData) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the triggers with their data: in the same order, where only some carry data those alone."""
    carrying = [definition for definition in found.definitions if source.name_of(definition) in PAYLOADS]
    definitions = found.definitions if len(found.data) == len(found.definitions) else carrying
    yield from zip(definitions, found.data, strict=False)


RULE = Rule(id="standard-094", constraint="EXT.094", severity="warning", find=_find)
