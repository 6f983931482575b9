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
            item = source.item_of(source.named(definition.get(PAYLOADS[source.name_of(definition)])))
            if item is not None and not source.is_same_item(item, source.item_of(element)):
                text = Text(
                    "The data of a trigger and {element} have different item definitions.", element=calls_it(element)
                )
                advice = Text("Let both name the same item definition, or one of the same structure.")
                yield fault_in_file(definition, text, advice)


def _pairs(source: Source, found: EventData) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the triggers that carry data, each with what stands in its place among the data of the event."""
    carrying = [definition for definition in found.definitions if source.name_of(definition) in PAYLOADS]
    # Where the numbers differ, data may be given for those triggers alone that carry any.
    definitions = found.definitions if len(found.data) == len(found.definitions) else carrying
    pairs = zip(definitions, found.data, strict=False)
    yield from ((definition, element) for definition, element in pairs if definition in carrying)


RULE = Rule(id="standard-094", constraint="EXT.094", severity="warning", find=_find)
