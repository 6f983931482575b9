"""From where a token can reach the incoming flows of joins that look ahead. BPMN 2.0.2 §13.4.3."""

from collections.abc import Mapping

from bpmn.model import BoundaryEvent, Gateway, Scope

__all__ = ["join_reach"]

_LOOK_AHEAD = frozenset({"inclusiveGateway", "complexGateway"})


def join_reach(scope: Scope) -> dict[str, dict[str, frozenset[str]]]:
    """Return for each such join, for each of its incoming flows, the nodes that lead to it without passing the join."""
    before: dict[str, list[str]] = {node.id: [] for node in scope.nodes}
    sources = {flow.id: flow.source for flow in scope.flows}
    for flow in scope.flows:
        before.setdefault(flow.target, []).append(flow.source)
    for node in scope.nodes:
        if isinstance(node, BoundaryEvent):
            before[node.id].append(node.attached_to)
    return {
        node.id: {flow: _leading_to(sources[flow], node.id, before) for flow in node.incoming}
        for node in scope.nodes
        if isinstance(node, Gateway) and node.type in _LOOK_AHEAD and len(node.incoming) > 1
    }


def _leading_to(node: str, join: str, before: Mapping[str, list[str]]) -> frozenset[str]:
    found, waiting = set[str](), [node]
    while waiting:
        one = waiting.pop()
        if one != join and one not in found:
            found.add(one)
            waiting.extend(before.get(one, ()))
    return frozenset(found)
