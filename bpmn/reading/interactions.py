"""What choreographies and conversations say of messages between participants. BPMN 2.0.2 §9.5, §11."""

from lxml import etree

from bpmn.model import Correspondence, Interaction
from bpmn.reading.basics import element_parts
from bpmn.reading.context import Reading
from bpmn.reading.names import attribute, child_text, children, local_name

__all__ = ["read_correspondences", "read_interaction"]

_ACTIVITIES = frozenset({"choreographyTask", "subChoreography", "callChoreography"})
# The names of the references: elements in the one, attributes in the other two.
_ENDS = {
    "participantAssociation": ("innerParticipantRef", "outerParticipantRef"),
    "messageFlowAssociation": ("innerMessageFlowRef", "outerMessageFlowRef"),
    "conversationAssociation": ("innerConversationNodeRef", "outerConversationNodeRef"),
}


def read_interaction(element: etree._Element, reading: Reading) -> Interaction | None:
    """Return who exchanges what in an activity of a choreography, None for every other activity."""
    if local_name(element) not in _ACTIVITIES:
        return None
    return Interaction(
        participants=reading.references(element, "participantRef"),
        initiating_participant=reading.reference(element, "initiatingParticipantRef"),
        message_flows=reading.references(element, "messageFlowRef"),
        loop_type=attribute(element, "loopType") or "None",
        correspondences=read_correspondences(element, reading),
    )


def read_correspondences(element: etree._Element, reading: Reading) -> tuple[Correspondence, ...]:
    """Return which inner participants, message flows and conversations stand for which outer ones."""
    return tuple(
        Correspondence(
            **element_parts(found, reading),
            inner=_end(found, _ENDS[local_name(found)][0], reading),
            outer=_end(found, _ENDS[local_name(found)][1], reading),
        )
        for found in children(element, *_ENDS)
    )


def _end(element: etree._Element, name: str, reading: Reading) -> str:
    written = attribute(element, name) or child_text(element, name)
    # The inner one may be in a file that is imported.
    return reading.resolve(element, written, name) or ""
