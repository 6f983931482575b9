"""Constraints on what carries data: associations and events. BPMN 2.0.2 §10.4.2, §10.5.1."""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULES"]

_CATCHING = ("startEvent", "intermediateCatchEvent", "boundaryEvent")
_THROWING = ("intermediateThrowEvent", "endEvent", "implicitThrowEvent")
_PAYLOADS = {
    "messageEventDefinition": "messageRef",
    "escalationEventDefinition": "escalationRef",
    "errorEventDefinition": "errorRef",
    "signalEventDefinition": "signalRef",
}
_SAME_ITEM = Text("Let both name the same item definition, or one of the same structure.")


def _untransformed(subject: Subject) -> Iterator[etree._Element]:
    for element in subject.source.every("dataInputAssociation", "dataOutputAssociation"):
        if subject.source.first(element, "transformation") is None:
            yield element


def _copies_keep_their_item(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in _untransformed(subject):
        origins, target = source.texts(element, "sourceRef"), source.item_of(_end(source, element, "targetRef"))
        # Assignments move parts of a structure, so the two structures may differ (Table 10.64).
        if len(origins) != 1 or source.first(element, "assignment") is not None:
            continue
        origin = source.item_of(_end(source, element, "sourceRef"))
        if origin is not None and target is not None and not source.is_same_item(origin, target):
            text = Text("{element} joins data of different item definitions.", element=calls_it(element))
            yield fault_in_file(element, text, Text("Add a transformation, or use one item definition at both ends."))


def _end(source: Source, element: etree._Element, name: str) -> etree._Element | None:
    return source.named(next(iter(source.texts(element, name)), None))


def _only_transformations_take_several(subject: Subject) -> Iterator[Fault]:
    for element in _untransformed(subject):
        if len(subject.source.inside(element, "sourceRef")) > 1:
            text = Text("{element} has several sources, but no transformation.", element=calls_it(element))
            yield fault_in_file(element, text, Text("Add a transformation, or draw one association for each source."))


def _events_with_data(
    subject: Subject,
) -> Iterator[tuple[etree._Element, list[etree._Element], list[etree._Element]]]:
    """Yield events that have data, with their definitions and the data, each in the order of the file."""
    source = subject.source
    for names, kind in ((_CATCHING, "dataOutput"), (_THROWING, "dataInput")):
        for event in source.every(*names):
            data = source.inside(event, kind)
            if data:
                yield event, _definitions(source, event), data


def _definitions(source: Source, event: etree._Element) -> list[etree._Element]:
    own = [child for child in event.iterchildren("{*}*") if source.name_of(child).endswith("EventDefinition")]
    shared = [source.named(name) for name in source.texts(event, "eventDefinitionRef")]
    return [*own, *(found for found in shared if found is not None)]


def _each_trigger_has_its_data(subject: Subject) -> Iterator[Fault]:
    for event, definitions, data in _events_with_data(subject):
        carrying = [found for found in definitions if subject.source.name_of(found) in _PAYLOADS]
        if definitions and len(data) not in {len(definitions), len(carrying)}:
            text = Text(
                "{element} has {data} data elements for {triggers} triggers.",
                element=calls_it(event),
                data=len(data),
                triggers=len(definitions),
            )
            yield fault_in_file(event, text, Text("Give it one data element for each trigger, in the same order."))


def _data_fit_their_triggers(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for _, definitions, data in _events_with_data(subject):
        carrying = [found for found in definitions if source.name_of(found) in _PAYLOADS]
        for definition, element in zip(definitions if len(data) == len(definitions) else carrying, data, strict=False):
            payload = source.named(definition.get(_PAYLOADS.get(source.name_of(definition), "")))
            item = source.item_of(payload)
            if item is not None and not source.is_same_item(item, source.item_of(element)):
                text = Text(
                    "The data of a trigger and {element} have different item definitions.", element=calls_it(element)
                )
                yield fault_in_file(definition, text, _SAME_ITEM)


def _shared_triggers_stand_outside(subject: Subject, *names: str) -> Iterator[Fault]:
    source = subject.source
    for event in source.every(*names):
        for name in source.texts(event, "eventDefinitionRef"):
            found = source.named(name)
            if found is not None and found.getparent() is not source.root:
                text = Text(
                    "{element} is used by {user}, but belongs to another event.",
                    element=calls_it(found),
                    user=calls_it(event),
                )
                yield fault_in_file(found, text, Text("Put an event definition that events share outside the process."))


def _caught_ones_stand_outside(subject: Subject) -> Iterator[Fault]:
    yield from _shared_triggers_stand_outside(subject, *_CATCHING)


def _thrown_ones_stand_outside(subject: Subject) -> Iterator[Fault]:
    yield from _shared_triggers_stand_outside(subject, *_THROWING)


RULES: tuple[Rule, ...] = (
    Rule(id="standard-091", constraint="EXT.091", severity="warning", find=_copies_keep_their_item),
    Rule(id="standard-092", constraint="EXT.092", severity="warning", find=_only_transformations_take_several),
    Rule(id="standard-093", constraint="EXT.093", severity="warning", find=_each_trigger_has_its_data),
    Rule(id="standard-094", constraint="EXT.094", severity="warning", find=_data_fit_their_triggers),
    Rule(id="standard-095", constraint="EXT.095", severity="error", find=_caught_ones_stand_outside),
    Rule(id="standard-096", constraint="EXT.096", severity="error", find=_thrown_ones_stand_outside),
)
