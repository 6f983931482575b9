"""Gateways that both join and split, taken apart. BPMN 2.0.2 §10.6."""

from bpmn.model import Gateway
from bpmn.normal.draft import Draft

__all__ = ["separate_mixed_gateways"]

# The kind of the join; a complex gateway's own rules speak of both sides at once, so it stays whole (§13.4.5).
_JOINS = {
    "exclusiveGateway": "exclusiveGateway",
    "parallelGateway": "parallelGateway",
    "inclusiveGateway": "inclusiveGateway",
    "eventBasedGateway": "exclusiveGateway",
}


def separate_mixed_gateways(draft: Draft) -> None:
    """Put a joining gateway before every gateway that several flows enter and several leave.

    The original goes on as the split, since the conditions and the default are there. An event-based gateway never
    joins, so several flows into one are merged whatever leaves it.
    """
    by_source, by_target = draft.by_source(), draft.by_target()
    for node in list(draft.nodes.values()):
        kind = _JOINS.get(node.type)
        flows = by_target.get(node.id, [])
        if not isinstance(node, Gateway) or kind is None or len(flows) < 2:
            continue
        if len(by_source.get(node.id, [])) < 2 and node.type != "eventBasedGateway":
            continue
        join = draft.add_gateway(node.id, "join", kind)
        for flow in flows:
            draft.move_target(flow, join)
        draft.connect(node.id, join, node.id)
