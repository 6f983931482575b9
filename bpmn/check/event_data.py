"""What the constraints on the data of events share. BPMN 2.0.2 §10.5.1."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from bpmn.check.families import CATCH_EVENTS, THROW_EVENTS
from bpmn.check.source import Source
from bpmn.check.subject import Subject

__all__ = ["PAYLOADS", "EventData", "events_with_data"]

PAYLOADS = {
    "messageEventDefinition": "messageRef",
    "escalationEventDefinition": "escalationRef",
    "errorEventDefinition": "errorRef",
    "signalEventDefinition": "signalRef",
}
"""The event definitions that can carry data, with the attribute that says which."""


@dataclass(frozen=True, slots=True)
class EventData:
    """An event with data.

    Attributes:
        event: The event.
        definitions: Its event definitions, in the order of the file; those referred to come last.
        data: Its data outputs if it catches, its data inputs if it throws, in the order of the file.
    """

    event: etree._Element
    definitions: list[etree._Element]
    data: list[etree._Element]


def events_with_data(subject: Subject) -> Iterator[EventData]:
    """Yield the events that have data."""
    source = subject.source
    for names, kind in ((CATCH_EVENTS, "dataOutput"), (THROW_EVENTS, "dataInput")):
        for event in source.every(*names):
            data = source.inside(event, kind)
            if data:
                yield EventData(event, _definitions(source, event), data)


def _definitions(source: Source, event: etree._Element) -> list[etree._Element]:
    own = [child for child in event.iterchildren("{*}*") if source.name_of(child).endswith("EventDefinition")]
    shared = [source.named(name) for name in source.texts(event, "eventDefinitionRef")]
    return [*own, *(found for found in shared if found is not None)]
