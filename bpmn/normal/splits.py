"""Implicit splits and merges at activities and events. BPMN 2.0.2 §8.3.13, §10.3.1, §10.5, §13.3.1."""

from dataclasses import replace

from bpmn.model import Activity, EndEvent, FlowNode, Gateway, SequenceFlow
from bpmn.normal.draft import Draft

__all__ = ["make_merges_explicit", "make_splits_explicit"]


def make_splits_explicit(draft: Draft) -> None:
    """Put a gateway behind every activity and event that several flows, or a conditional one, leave.

    Flows without a condition are all taken: a parallel gateway. Of those with one, each whose condition is true is
    taken, else the default: an inclusive gateway. Both together: one behind the other, because at an activity the
    default does not depend on the unconditional flows.
    """
    by_source = draft.by_source()
    for node in list(draft.nodes.values()):
        flows = by_source.get(node.id, [])
        if isinstance(node, Gateway) or not flows:
            continue
        # A default beside no condition at all is taken like any other flow.
        has_default = isinstance(node, Activity) and any(flow.condition is not None for flow in flows)
        default = node.default if isinstance(node, Activity) and has_default else None
        chosen = [flow for flow in flows if flow.condition is not None or flow.id == default]
        always = [flow for flow in flows if flow not in chosen]
        if len(flows) > 1 or chosen:
            _split(draft, node, always, chosen, default)


def _split(
    draft: Draft, node: FlowNode, always: list[SequenceFlow], chosen: list[SequenceFlow], default: str | None
) -> None:
    if isinstance(node, Activity):
        draft.nodes[node.id] = replace(node, default=None)
    source = node.id
    if always:
        source = _behind(draft, node.id, source, draft.add_gateway(node.id, "split", "parallelGateway"), always)
    if not chosen:
        return
    default = default if any(flow.id == default for flow in chosen) else None
    gateway = draft.add_gateway(node.id, "choice", "inclusiveGateway", default=default)
    _behind(draft, node.id, source, gateway, chosen)
    if always and default is None:
        # The unconditional flows go on anyway, so it is no fault if no condition holds.
        end = draft.add_node(EndEvent(id=draft.derive(node.id, "end"), type="endEvent", line=node.line))
        unused = draft.connect(node.id, gateway, end)
        draft.nodes[gateway] = replace(_gateway(draft, gateway), default=unused)


def _behind(draft: Draft, original: str, source: str, gateway: str, flows: list[SequenceFlow]) -> str:
    draft.connect(original, source, gateway)
    for flow in flows:
        draft.move_source(flow, gateway)
    return gateway


def _gateway(draft: Draft, gateway: str) -> Gateway:
    found = draft.nodes[gateway]
    if not isinstance(found, Gateway):
        raise TypeError(gateway)
    return found


def make_merges_explicit(draft: Draft) -> None:
    """Put an exclusive gateway before every activity and event that several flows enter: each token starts it anew."""
    by_target = draft.by_target()
    for node in list(draft.nodes.values()):
        flows = by_target.get(node.id, [])
        if isinstance(node, Gateway) or len(flows) < 2:
            continue
        merge = draft.add_gateway(node.id, "merge", "exclusiveGateway")
        for flow in flows:
            draft.move_target(flow, merge)
        draft.connect(node.id, merge, node.id)
