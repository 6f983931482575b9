"""What choreographies and conversations say of messages between participants. BPMN 2.0.2 §9.5, §11; kept, not run."""

from bpmn.frozen import dataclass
from bpmn.model.elements import Element

__all__ = ["Correspondence", "Interaction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence(Element):
    """Which inner element stands for which outer one where one collaboration or choreography uses another.

    `type` is "participantAssociation", "messageFlowAssociation" or "conversationAssociation".

    Attributes:
        inner: Id of the one in what is used, "" where the file's reference leads nowhere.
        outer: Id of the one in what uses it, "" likewise.
    """

    inner: str = ""
    outer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """What an activity of a choreography adds to an activity. BPMN 2.0.2 §11.5.

    Attributes:
        participants: Ids of those who take part, in the file's order.
        initiating_participant: Id of who sends first, or None.
        message_flows: Ids of the message flows it stands for.
        loop_type: "None", "Standard", "MultiInstanceSequential" or "MultiInstanceParallel".
        correspondences: Who is who in a choreography that is called.
    """

    participants: tuple[str, ...] = ()
    initiating_participant: str | None = None
    message_flows: tuple[str, ...] = ()
    loop_type: str = "None"
    correspondences: tuple[Correspondence, ...] = ()
