"""Finds the ways in which a process can begin. BPMN 2.0.2 §13.2 and §13.3.3, §13.4.4 on what instantiates."""

from dataclasses import dataclass

from bpmn.model import FlowNode, Gateway, Scope, StartEvent, Task

__all__ = ["Beginning", "beginnings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """One way to begin.

    Attributes:
        node: What waits for the message that begins it, if one does.
        flows: Ids of the flows that get a token.
        elements: Ids of the elements passed.
    """

    node: FlowNode
    flows: tuple[str, ...]
    elements: tuple[str, ...]


def beginnings(scope: Scope) -> tuple[Beginning, ...]:
    """Return the ways to begin: start events, receive tasks and event-based gateways that instantiate."""
    found: list[Beginning] = []
    for node in scope.nodes:
        if isinstance(node, StartEvent):
            found.append(Beginning(node=node, flows=node.outgoing, elements=(node.id,)))
        elif isinstance(node, Task | Gateway) and node.instantiate and not node.incoming:
            found.extend(_opened(scope, node))
    return tuple(found)


def _opened(scope: Scope, door: Task | Gateway) -> list[Beginning]:
    if isinstance(door, Task) or door.event_gateway_type == "Parallel":
        # A parallel event-based gateway waits for all of its events, whichever comes first.
        return [Beginning(node=door, flows=door.outgoing, elements=(door.id,))]
    targets = {flow.target for flow in scope.flows if flow.source == door.id}
    events = [node for node in scope.nodes if node.id in targets]
    return [Beginning(node=event, flows=event.outgoing, elements=(door.id, event.id)) for event in events]
