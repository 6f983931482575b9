"""A reference names an element of a kind that it may name.

What a reference leads to in another file is not looked at, nor what leads nowhere: `dangling-reference` finds that. The
ends of sequence flows, default flows and loops have rules of their own.

Source: BPMN 2.0.2, the class diagrams of §8 to §11; BPMNspector's REF_TYPE.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from bpmn.check.families import (
    ACTIVITIES,
    CALLABLE,
    CATCH_EVENTS,
    CHOREOGRAPHY_ACTIVITIES,
    FLOW_NODES,
    THROW_EVENTS,
)
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]

_DATA = (
    *("property", "dataObject", "dataObjectReference", "dataStore", "dataStoreReference"),
    *("dataInput", "dataOutput", "inputDataItem", "outputDataItem"),
)
_PARTNERS = ("participant", *ACTIVITIES, *CHOREOGRAPHY_ACTIVITIES, *CATCH_EVENTS, *THROW_EVENTS)
_ENDS: Mapping[str, tuple[str, ...]] = {
    "messageFlow": _PARTNERS,
    "dataInputAssociation": _DATA,
    "dataOutputAssociation": _DATA,
}
"""What the sourceRef and targetRef of an element may name."""

_EVENT_DEFINITIONS = tuple(
    f"{kind}EventDefinition"
    for kind in (
        *("message", "timer", "signal", "conditional", "link", "error", "escalation"),
        *("cancel", "compensate", "terminate"),
    )
)
_NAMED: Mapping[str, tuple[str, ...]] = {
    "activityRef": ACTIVITIES,
    "attachedToRef": ACTIVITIES,
    "calledElement": CALLABLE,
    "categoryValueRef": ("categoryValue",),
    "choreographyRef": ("choreography", "globalChoreographyTask"),
    "correlationKeyRef": ("correlationKey",),
    "correlationPropertyRef": ("correlationProperty",),
    "dataInputRefs": ("dataInput",),
    "dataObjectRef": ("dataObject",),
    "dataOutputRefs": ("dataOutput",),
    "dataStoreRef": ("dataStore",),
    "definitionalCollaborationRef": ("collaboration",),
    "endPointRef": ("endPoint",),
    "errorRef": ("error",),
    "escalationRef": ("escalation",),
    "eventDefinitionRef": _EVENT_DEFINITIONS,
    "flowNodeRef": FLOW_NODES,
    "inMessageRef": ("message",),
    "incoming": ("sequenceFlow",),
    "innerParticipantRef": ("participant",),
    "inputSetRefs": ("inputSet",),
    "interfaceRef": ("interface",),
    "itemRef": ("itemDefinition",),
    "itemSubjectRef": ("itemDefinition",),
    "messageRef": ("message",),
    "operationRef": ("operation",),
    "optionalInputRefs": ("dataInput",),
    "optionalOutputRefs": ("dataOutput",),
    "outMessageRef": ("message",),
    "outerParticipantRef": ("participant",),
    "outgoing": ("sequenceFlow",),
    "outputSetRefs": ("outputSet",),
    "parameterRef": ("resourceParameter",),
    "participantRef": ("participant",),
    "processRef": ("process",),
    "resourceRef": ("resource",),
    "signalRef": ("signal",),
    "supportedInterfaceRef": ("interface",),
    "supports": ("process",),
    "whileExecutingInputRefs": ("dataInput",),
    "whileExecutingOutputRefs": ("dataOutput",),
}
"""What a reference of a name may name, whatever element has it."""


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element, name, written, allowed in _references(source):
        found = None if _is_of_another_file(source, element, written) else source.named(written)
        if found is not None and source.name_of(found) not in allowed:
            text = Text(
                "{reference} of {element} names {found}, which is of another kind.",
                reference=name,
                element=calls_it(element),
                found=calls_it(found),
            )
            yield fault_in_file(element, text, Text("Name one of: {kinds}.", kinds=", ".join(allowed)))


def _references(source: Source) -> Iterator[tuple[etree._Element, str, str, tuple[str, ...]]]:
    """Yield the references of a file: the element with it, its name, what is written, and what it may name."""
    for element in source.every_element():
        for name, written in element.attrib.items():
            if name in _NAMED:
                yield element, str(name), str(written), _NAMED[str(name)]
        name = source.name_of(element)
        if name in _NAMED and element.text:
            yield element, name, element.text.strip(), _NAMED[name]
        for end in ("sourceRef", "targetRef") if name in _ENDS else ():
            if element.get(end):
                yield element, end, element.get(end, ""), _ENDS[name]
            for child in source.inside(element, end):
                yield child, end, (child.text or "").strip(), _ENDS[name]


def _is_of_another_file(source: Source, element: etree._Element, written: str) -> bool:
    prefix, separator, _ = written.partition(":")
    own = "" if source.root is None else source.root.get("targetNamespace", "")
    return bool(separator) and element.nsmap.get(prefix, own) != own


RULE = Rule(id="reference-type", severity="warning", find=_find)
