"""Collaborations: pools, message flows, messages and how they find their instance. BPMN 2.0.2 §9, §8.3.2."""

from bpmn.frozen import dataclass
from bpmn.model.elements import Element, Expression
from bpmn.model.interactions import Correspondence
from bpmn.model.scopes import Artifact, Scope

__all__ = [
    "Collaboration",
    "Conversation",
    "Correlation",
    "CorrelationKey",
    "CorrelationProperty",
    "Definition",
    "MessageFlow",
    "Participant",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant(Element):
    """A pool.

    Attributes:
        process: Id of its process; None for a black box.
        minimum: Least number of them, or None.
        maximum: Most of them (more than one is drawn with a multi-instance mark), or None.
        interfaces: Ids of the interfaces it offers.
        end_points: Ids of the end points it can be reached at.
    """

    process: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    interfaces: tuple[str, ...] = ()
    end_points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFlow(Element):
    """An arrow between pools: from and to ids of participants or flow nodes, and the message's id or None."""

    source: str
    target: str
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation(Element):
    """A conversation node, kept and drawn, not run.

    Attributes:
        participants: Ids of those who talk.
        message_flows: Ids of the message flows it stands for.
        parent: Id of the sub-conversation it is in, None on the collaboration's own level.
        called: Id of the collaboration that a call conversation calls, or None.
        correspondences: Who is who in the collaboration that is called.
    """

    participants: tuple[str, ...] = ()
    message_flows: tuple[str, ...] = ()
    parent: str | None = None
    called: str | None = None
    correspondences: tuple[Correspondence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrelationKey(Element):
    """A correlation key: the ids of the properties it is made of."""

    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrelationProperty(Element):
    """A correlation property: for each message id, the expression that reads its value from the payload."""

    retrievals: tuple[tuple[str, Expression], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation(Element):
    """A correlation subscription: a key's id, and for each property id the expression over the process's data."""

    key: str
    bindings: tuple[tuple[str, Expression], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaboration(Element):
    """A collaboration, choreography ("choreography", "globalChoreographyTask") or conversation.

    Attributes:
        participants: Its pools.
        message_flows: The arrows between them.
        conversations: Its conversation nodes.
        correlation_keys: The keys that messages of it carry.
        artifacts: Annotations, groups, associations and conversation links.
        scope: A choreography's nodes and flows, kept and drawn, not run; None otherwise.
        is_closed: Whether no messages may be sent but those modelled.
        choreographies: Ids of the choreographies drawn between its pools.
        correspondences: What stands for what in the collaborations and choreographies it uses.
        initiating_participant: Id of who begins a global choreography task, or None.
    """

    participants: tuple[Participant, ...] = ()
    message_flows: tuple[MessageFlow, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    correlation_keys: tuple[CorrelationKey, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    scope: Scope | None = None
    is_closed: bool = False
    choreographies: tuple[str, ...] = ()
    correspondences: tuple[Correspondence, ...] = ()
    initiating_participant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Element):
    """A root element that others refer to: message, signal, error, escalation, item definition, interface, resource.

    Attributes:
        code: An error's or escalation's code, "" for none.
        correlation_key: For a message, the expression that finds the instance (Zeebe's subscription), or None.
        structure: What an item, error or signal is made of, as the file names it (often in an imported file).
        parent: Id of the interface of an operation, the category of a value, the resource of a parameter; else None.
        references: Pairs of the standard's name of a reference ("itemRef", "inMessageRef", …) and the id it means.
    """

    code: str = ""
    correlation_key: Expression | None = None
    structure: str = ""
    parent: str | None = None
    references: tuple[tuple[str, str], ...] = ()
