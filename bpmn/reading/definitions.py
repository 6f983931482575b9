"""Event definitions, and the root elements that others refer to. BPMN 2.0.2 §8.3, §10.5.5."""

from collections.abc import Iterator

from lxml import etree

from bpmn.language import Text
from bpmn.model import CorrelationProperty, Definition, EventDefinition, Expression, Timer
from bpmn.reading.basics import element_parts
from bpmn.reading.context import Reading
from bpmn.reading.names import attribute, children, flag, is_bpmn, local_name, one_line, sub_elements, text_in
from bpmn.reading.standard import EVENT_DEFINITIONS, ROOT_DEFINITIONS

__all__ = ["event_definition_of", "read_correlation_properties", "read_definitions", "read_event_definitions"]

_REFERENCES = {
    "messageEventDefinition": "messageRef",
    "signalEventDefinition": "signalRef",
    "errorEventDefinition": "errorRef",
    "escalationEventDefinition": "escalationRef",
    "compensateEventDefinition": "activityRef",
}
_TIMES = ("timeDate", "timeDuration", "timeCycle")


def read_event_definitions(event: etree._Element, reading: Reading) -> tuple[EventDefinition, ...]:
    """Return what an event waits for or causes, its own definitions and those it refers to."""
    found: list[EventDefinition] = []
    for inner in sub_elements(event):
        if is_bpmn(inner) and local_name(inner) in EVENT_DEFINITIONS:
            found.append(_read_event_definition(inner, reading))
        elif is_bpmn(inner) and local_name(inner) == "eventDefinitionRef":
            shared = _shared(inner, text_in(inner), "eventDefinitionRef", reading)
            found.extend([shared] if shared else [])
    return tuple(found)


def event_definition_of(element: etree._Element, name: str, reading: Reading) -> EventDefinition | None:
    """Return the event definition that an attribute refers to, or None."""
    return _shared(element, attribute(element, name), name, reading)


def _shared(element: etree._Element, reference: str, name: str, reading: Reading) -> EventDefinition | None:
    resolved = reading.resolve(element, reference, name)
    found = reading.ids.find(resolved) if resolved else None
    if found is None:
        return None
    if local_name(found) in EVENT_DEFINITIONS:
        return _read_event_definition(found, reading)
    text = Text("{name} refers to {reference}, which is no event definition.", name=name, reference=reference.strip())
    reading.note("dangling-reference", element, text)
    return None


def _read_event_definition(element: etree._Element, reading: Reading) -> EventDefinition:
    kind = local_name(element)
    reference = _REFERENCES.get(kind)
    name = one_line(attribute(element, "name"))
    read = EventDefinition(
        **element_parts(element, reading),
        reference=_reference(element, reference, reading) if reference else None,
        timer=_read_timer(element, reading) if kind == "timerEventDefinition" else None,
        condition=reading.expression_in(element, "condition"),
        link_name=name if kind == "linkEventDefinition" else "",
        wait_for_completion=flag(element, "waitForCompletion", default=True),
        operation=reading.reference(element, "operationRef")
        or next(iter(reading.references(element, "operationRef")), None),
    )
    for dialect in reading.dialects:
        read = dialect.event_definition(read, element, reading)
    return read


def _reference(element: etree._Element, name: str, reading: Reading) -> str | None:
    written, kind = attribute(element, name), name.removesuffix("Ref")
    is_implied = any(kind in dialect.implies for dialect in reading.dialects)
    if not written or not is_implied or reading.ids.find(written) is not None:
        return reading.reference(element, name)
    text = Text(
        "The {kind} {reference} is not declared; {reference} is taken for its name.", kind=kind, reference=written
    )
    reading.note("implied-definition", element, text)
    reading.implied[written] = kind
    return written


def _read_timer(element: etree._Element, reading: Reading) -> Timer | None:
    times = children(element, *_TIMES)
    # Some tools write all three and fill one.
    times = [time for time in times if text_in(time).strip()] or times[:1]
    if len(times) > 1:
        reading.note(
            "several-timers",
            element,
            Text("The timer has more than one time; only its {kind} is used.", kind=local_name(times[0])),
        )
    return Timer(kind=local_name(times[0]), value=reading.timer_value(times[0])) if times else None


def read_definitions(reading: Reading) -> dict[str, Definition]:
    """Return the messages, signals, errors, escalations and other root elements by id, operations included."""
    elements = [inner for inner in sub_elements(reading.root) if is_bpmn(inner)]
    elements += [
        inner for outer in elements for inner in children(outer, "operation", "categoryValue", "resourceParameter")
    ]
    found = [_read_definition(element, reading) for element in elements if local_name(element) in ROOT_DEFINITIONS]
    found += [
        Definition(id=code, type=kind, name=code, code=code if kind == "error" else "")
        for code, kind in reading.implied.items()
    ]
    return {definition.id: definition for definition in found}


def _read_definition(element: etree._Element, reading: Reading) -> Definition:
    parts = element_parts(element, reading)
    parts["name"] = parts["name"] or one_line(attribute(element, "value"))
    holder = element.getparent()
    read = Definition(
        **parts,
        code=attribute(element, "errorCode") or attribute(element, "escalationCode"),
        structure=attribute(element, "structureRef"),
        parent=reading.ids[holder] if holder is not None and holder is not reading.root else None,
        references=tuple(_references(element, reading)),
    )
    for dialect in reading.dialects:
        read = dialect.definition(read, element, reading)
    return read


def _references(element: etree._Element, reading: Reading) -> Iterator[tuple[str, str]]:
    item = reading.reference(element, "itemRef") or reading.reference(element, "itemSubjectRef")
    if item:
        yield "itemRef" if attribute(element, "itemRef") else "itemSubjectRef", item
    for name in ("inMessageRef", "outMessageRef", "errorRef", "participantRef"):
        for found in reading.references(element, name):
            yield name, found


def read_correlation_properties(reading: Reading) -> dict[str, CorrelationProperty]:
    """Return the correlation properties by id."""
    found = [_read_correlation_property(inner, reading) for inner in children(reading.root, "correlationProperty")]
    return {item.id: item for item in found}


def _read_correlation_property(element: etree._Element, reading: Reading) -> CorrelationProperty:
    retrievals: list[tuple[str, Expression]] = []
    for inner in children(element, "correlationPropertyRetrievalExpression"):
        message = reading.reference(inner, "messageRef")
        path = reading.expression_in(inner, "messagePath")
        if message and path:
            retrievals.append((message, path))
    return CorrelationProperty(**element_parts(element, reading), retrievals=tuple(retrievals))
