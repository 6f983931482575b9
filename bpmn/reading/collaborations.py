"""Collaborations, choreographies and conversations. BPMN 2.0.2 §9, §11."""

from lxml import etree

from bpmn.language import Text
from bpmn.model import Collaboration, Conversation, CorrelationKey, MessageFlow, Participant
from bpmn.reading.artifacts import read_artifacts
from bpmn.reading.basics import element_parts
from bpmn.reading.context import Reading
from bpmn.reading.interactions import read_correspondences
from bpmn.reading.names import attribute, child, children, flag, is_bpmn, local_name, whole_number
from bpmn.reading.scopes import ScopeReader
from bpmn.reading.standard import CONVERSATIONS

__all__ = ["read_collaboration"]

_WITH_A_FLOW = frozenset({"choreography", "globalChoreographyTask"})


def read_collaboration(element: etree._Element, reading: Reading, scopes: ScopeReader) -> Collaboration:
    """Return a collaboration, choreography, global choreography task or global conversation."""
    conversations = children(element, *sorted(CONVERSATIONS))
    return Collaboration(
        **element_parts(element, reading),
        participants=tuple(_read_participant(inner, reading) for inner in children(element, "participant")),
        message_flows=tuple(_read_message_flow(inner, reading) for inner in children(element, "messageFlow")),
        conversations=tuple(
            conversation for inner in conversations for conversation in _read_conversations(inner, reading)
        ),
        correlation_keys=tuple(
            CorrelationKey(
                **element_parts(inner, reading), properties=reading.references(inner, "correlationPropertyRef")
            )
            # Conversations and activities of a choreography have keys too.
            for inner in element.iter("{*}correlationKey")
            if is_bpmn(inner)
        ),
        artifacts=read_artifacts(element, reading),
        scope=scopes.read_scope(element) if local_name(element) in _WITH_A_FLOW else None,
        is_closed=flag(element, "isClosed"),
        choreographies=reading.references(element, "choreographyRef"),
        correspondences=read_correspondences(element, reading),
        initiating_participant=reading.reference(element, "initiatingParticipantRef"),
    )


def _read_participant(element: etree._Element, reading: Reading) -> Participant:
    several = child(element, "participantMultiplicity")
    return Participant(
        **element_parts(element, reading),
        process=_process(element, reading),
        minimum=None if several is None else whole_number(several, "minimum") or 0,
        maximum=None if several is None else _maximum(several),
        interfaces=reading.references(element, "interfaceRef"),
        end_points=reading.references(element, "endPointRef"),
    )


def _maximum(several: etree._Element) -> int:
    # Table 9.2: at most one unless the file says otherwise.
    maximum = whole_number(several, "maximum")
    return 1 if maximum is None else maximum


def _process(element: etree._Element, reading: Reading) -> str | None:
    reference = reading.reference(element, "processRef")
    found = reading.ids.find(reference) if reference else None
    if found is None or local_name(found) == "process":
        return reference
    text = Text("{name} refers to {reference}, which is no process.", name="processRef", reference=reference)
    reading.note("dangling-reference", element, text)
    return None


def _read_message_flow(element: etree._Element, reading: Reading) -> MessageFlow:
    for name in ("sourceRef", "targetRef"):
        if not attribute(element, name):
            reading.note("dangling-reference", element, Text("The message flow has no {name}.", name=name))
    return MessageFlow(
        **element_parts(element, reading),
        source=reading.reference(element, "sourceRef") or "",
        target=reading.reference(element, "targetRef") or "",
        message=reading.reference(element, "messageRef"),
    )


def _read_conversations(element: etree._Element, reading: Reading, parent: str | None = None) -> list[Conversation]:
    """Return a conversation and those inside it."""
    own = Conversation(
        **element_parts(element, reading),
        participants=reading.references(element, "participantRef"),
        message_flows=reading.references(element, "messageFlowRef"),
        parent=parent,
        called=reading.reference(element, "calledCollaborationRef"),
        correspondences=read_correspondences(element, reading),
    )
    inner = children(element, *sorted(CONVERSATIONS))
    return [own, *(found for each in inner for found in _read_conversations(each, reading, own.id))]
