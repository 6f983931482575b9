"""The references of a file by name, and the kinds of elements that each may name.

Source: BPMN 2.0.2, the class diagrams of §8 to §11.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from bpmn.check.families import (
    ACTIVITIES,
    CALLABLE,
    CATCH_EVENTS,
    CHOREOGRAPHY_ACTIVITIES,
    FLOW_NODES,
    THROW_EVENTS,
)
from bpmn.check.source import Source

__all__ = ["Reference", "references_of"]

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


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference of an element.

    Attributes:
        element: The element with it: the one with the attribute, or the one whose text it is.
        name: The name of the attribute or element that refers.
        written: What it says, with the prefix.
        allowed: What it may name, by the names of elements.
    """

    element: etree._Element
    name: str
    written: str
    allowed: tuple[str, ...]

    @property
    def namespace(self) -> str | None:
        """The namespace that its prefix stands for, None where it has none that is declared."""
        prefix, separator, _ = self.written.partition(":")
        return self.element.nsmap.get(prefix) if separator else None

    @property
    def id(self) -> str:
        """The id that it names, without the prefix."""
        return self.written.rpartition(":")[2]


def references_of(source: Source) -> Iterator[Reference]:
    """Yield the references of a file."""
    for element in source.every_element():
        for name, written in element.attrib.items():
            if name in _NAMED:
                yield Reference(element, str(name), str(written).strip(), _NAMED[str(name)])
        name = source.name_of(element)
        if name in _NAMED and element.text:
            yield Reference(element, name, element.text.strip(), _NAMED[name])
        for end in ("sourceRef", "targetRef") if name in _ENDS else ():
            if element.get(end):
                yield Reference(element, end, element.get(end, "").strip(), _ENDS[name])
            for child in source.inside(element, end):
                yield Reference(child, end, (child.text or "").strip(), _ENDS[name])
