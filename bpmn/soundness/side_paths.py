"""Finds what only non-interrupting events lead to: there the same may be done again while it is still being done."""

from bpmn.model import BoundaryEvent, Gateway, Scope, SubProcess

__all__ = ["side_flows"]

_JOINS = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"})


def side_flows(scope: Scope) -> frozenset[str]:
    """Return the flows on paths that begin at a non-interrupting boundary event, end by themselves and meet no other.

    A reminder that is sent each time a task takes too long is no lack of synchronisation, however often that happens.
    Paths with gateways that wait, sub-processes or events on their edges are left out: there it would matter.
    """
    found: set[str] = set()
    for node in scope.nodes:
        if isinstance(node, BoundaryEvent) and not node.cancel_activity:
            found |= _side_path(scope, node)
    return frozenset(found)


def _side_path(scope: Scope, event: BoundaryEvent) -> set[str]:
    nodes = {node.id: node for node in scope.nodes}
    flows = {flow.id: flow for flow in scope.flows}
    hosts = {node.attached_to for node in scope.nodes if isinstance(node, BoundaryEvent)}
    path, waiting = set(event.outgoing), list(event.outgoing)
    entered: set[str] = set()
    while waiting:
        target = nodes[flows[waiting.pop()].target]
        is_waiting = isinstance(target, Gateway) and target.type in _JOINS
        if is_waiting or isinstance(target, SubProcess) or target.id in hosts:
            return set()
        entered.add(target.id)
        new = set(target.outgoing) - path
        path |= new
        waiting.extend(new)
    meets_others = any(flow not in path for node in entered for flow in nodes[node].incoming)
    return set() if meets_others else path
