"""Flow nodes, sequence flows and gateways. BPMN 2.0.2 §8.3.13, §10.6."""

from bpmn.frozen import dataclass
from bpmn.model.data import DataItem
from bpmn.model.elements import Element, Expression, Mapping
from bpmn.model.work import Listener

__all__ = ["FlowNode", "Gateway", "SequenceFlow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceFlow(Element):
    """An arrow within a process.

    Attributes:
        source: Id of the node it leaves; "" where the file's reference leads nowhere.
        target: Id of the node it enters; "" likewise.
        condition: When it is taken; None where it always may be.
        listeners: What a vendor's engine would run when it is taken.
    """

    source: str
    target: str
    condition: Expression | None = None
    listeners: tuple[Listener, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowNode(Element):
    """An event, activity or gateway.

    Attributes:
        incoming: Ids of the sequence flows that enter, in the file's order; derived from the flows themselves, whatever
            the file's own `incoming` elements say.
        outgoing: Ids of the sequence flows that leave, likewise.
        inputs: Mappings of variables into the node's local scope.
        outputs: Mappings of variables out of it.
        properties: Data items that only the node itself sees (a sub-process keeps its own in its scope).
        listeners: What a vendor's engine would run beside it.
    """

    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    inputs: tuple[Mapping, ...] = ()
    outputs: tuple[Mapping, ...] = ()
    properties: tuple[DataItem, ...] = ()
    listeners: tuple[Listener, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway(FlowNode):
    """A place where paths part or meet.

    Attributes:
        default: Id of the flow taken when no condition holds, or None.
        direction: "Unspecified", "Converging", "Diverging" or "Mixed", as the file says.
        instantiate: An event-based gateway that starts the process.
        event_gateway_type: "Exclusive" or "Parallel".
        activation_condition: When a complex gateway lets a token through.
    """

    default: str | None = None
    direction: str = "Unspecified"
    instantiate: bool = False
    event_gateway_type: str = "Exclusive"
    activation_condition: Expression | None = None
