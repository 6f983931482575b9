"""Activities that come in another order, at the same time, or can stop a case earlier."""

from collections.abc import Iterator

from bpmn.difference.change import Change
from bpmn.difference.pair import CHOICES, Pair, called, listed
from bpmn.language import Text
from bpmn.model import FlowNode, Model

__all__ = ["parallelised", "resequenced"]


def parallelised(pair: Pair) -> Iterator[Change]:
    """Yield groups of activities that came one after the other and now run beside each other."""
    if not pair.orders[1].has_branches:
        return
    beside = pair.orders[1].is_beside
    groups: list[set[tuple[str, str]]] = []
    handlers = pair.orders[1].handlers
    for (a, c), (b, d) in pair.pairs:
        if b not in handlers and d not in handlers and beside(b, d):
            new = {(a, b), (c, d)}
            for group in [group for group in groups if group & new]:
                groups.remove(group)
                new |= group
            groups.append(new)
    order = {a.id: place for place, (a, _) in enumerate(pair.activities)}
    for group in groups:
        members = sorted(group, key=lambda member: order[member[0]])
        names = listed([called(pair.to_be.nodes[b]) for _, b in members])
        text = Text("{names} run at the same time.", names=names)
        yield Change(
            kind="parallelised", as_is=tuple(a for a, _ in members), to_be=tuple(b for _, b in members), text=text
        )


def resequenced(pair: Pair) -> Iterator[Change]:
    """Yield the fewest activities whose moving explains every pair that changed its order."""
    after = pair.orders[1].is_before
    turned = [((a, b), (c, d)) for (a, c), (b, d) in pair.pairs if after(d, b)]
    while turned:
        counts: dict[tuple[str, str], int] = {}
        for first, second in turned:
            counts[first] = counts.get(first, 0) + 1
            counts[second] = counts.get(second, 0) + 1
        # Of two that changed places, the one that came forward is named: that is what a redesign does.
        seconds = {second for _, second in turned}
        moved = max(counts, key=lambda member: (counts[member], member in seconds, member))
        is_earlier = moved in seconds
        turned = [(first, second) for first, second in turned if moved not in {first, second}]
        yield _in_new_place(pair, moved, is_earlier=is_earlier)


def _in_new_place(pair: Pair, moved: tuple[str, str], *, is_earlier: bool) -> Change:
    node = pair.to_be.nodes[moved[1]]
    if is_earlier and _is_knock_out(pair.to_be, node):
        text = Text("{name} can stop the case earlier.", name=called(node))
        return Change(kind="knocked-out-earlier", as_is=moved[:1], to_be=moved[1:], text=text)
    text = (
        Text("{name} comes earlier.", name=called(node))
        if is_earlier
        else Text("{name} comes later.", name=called(node))
    )
    return Change(kind="resequenced", as_is=moved[:1], to_be=moved[1:], text=text)


def _is_knock_out(model: Model, node: FlowNode) -> bool:
    """Return whether the node is followed by a decision one way of which leads to an end at once."""
    for flow in node.outgoing:
        gateway = model.nodes.get(model.flows[flow].target)
        if gateway is None or gateway.type not in CHOICES or len(gateway.outgoing) < 2:
            continue
        targets = [model.nodes.get(model.flows[way].target) for way in gateway.outgoing]
        if any(target is not None and target.type == "endEvent" for target in targets):
            return True
    return False
