"""Which gateways of a level pair with one of their kind, by taking blocks out until none is left.

Source: the reduction rules for structured models of Mendling, Metrics for Process Models (2008), 5.3: a node with one
way in and out, a split with its join, and a loop of two exclusive gateways each become one path.
"""

from collections import Counter
from collections.abc import Mapping

from bpmn.check.paths import following
from bpmn.check.subject import Place, Subject
from bpmn.model import FlowNode, Gateway

__all__ = ["unpaired"]

_Edges = Counter[tuple[str, str]]
_BEGIN, _END = "(begin)", "(end)"


def unpaired(subject: Subject, place: Place) -> list[str]:
    """Return the ids of the nodes of a level that part or join paths and have no counterpart of their kind."""
    kinds = {node.id: _kind(node) for node in place.scope.nodes}
    steps = {node: nexts for node, nexts in following(subject, place).items() if not _is_apart(subject, node)}
    edges = Counter((source, target) for source, nexts in steps.items() for target in nexts if target in steps)
    entered = {target for _, target in edges}
    edges.update((_BEGIN, node) for node in steps if node not in entered)
    edges.update((node, _END) for node in steps if not steps[node])
    _reduce(edges, kinds)
    left = {node for edge in edges for node in edge}
    return [node.id for node in place.scope.nodes if node.id in left]


def _is_apart(subject: Subject, node: str) -> bool:
    return subject.stands_alone(subject.model.nodes[node])


def _kind(node: FlowNode) -> str:
    """Return the gateway that a node is or stands for: flows into an activity are joined as by an exclusive one."""
    return node.type if isinstance(node, Gateway) else ""


def _reduce(edges: _Edges, kinds: Mapping[str, str]) -> None:
    changed = True
    while changed:
        changed = _fold_sequences(edges) or _fold_paths(edges, kinds) or _fold_loops(edges, kinds)


def _fold_paths(edges: _Edges, kinds: Mapping[str, str]) -> bool:
    """Make one path of several between a split and its join; return whether there were any."""
    several = [edge for edge, count in edges.items() if count > 1 and _are_pair(*edge, kinds)]
    for edge in several:
        edges[edge] = 1
    return bool(several)


def _fold_loops(edges: _Edges, kinds: Mapping[str, str]) -> bool:
    """Take out the way back from an exclusive split to the join before it; return whether there was one."""
    incoming, outgoing = _degrees(edges)
    back = [
        (split, join)
        for split, join in edges
        if "parallelGateway" not in {kinds.get(split), kinds.get(join)}
        and (split == join or ((join, split) in edges and outgoing[join] == incoming[split] == 1))
    ]
    for edge in back:
        del edges[edge]
    return bool(back)


def _are_pair(split: str, join: str, kinds: Mapping[str, str]) -> bool:
    # What is no gateway pairs with anything: the begin and the end of a level, and activities with several flows.
    one, other = kinds.get(split, ""), kinds.get(join, "")
    return not one or not other or one == other or (one, other) == ("eventBasedGateway", "exclusiveGateway")


def _fold_sequences(edges: _Edges) -> bool:
    """Take out nodes with one way in and one way out; return whether there was one."""
    incoming, outgoing = _degrees(edges)
    target_of = dict(edges.keys())
    source_of = {target: source for source, target in edges}
    single = [node for node in incoming if incoming[node] == outgoing[node] == 1 and target_of[node] != node]
    for node in single:
        source, target = source_of[node], target_of[node]
        del edges[source, node], edges[node, target]
        edges[source, target] += 1
        # The neighbours are joined to each other now.
        target_of[source] = target
        source_of[target] = source
    return bool(single)


def _degrees(edges: _Edges) -> tuple[Counter[str], Counter[str]]:
    incoming, outgoing = Counter[str](), Counter[str]()
    for (source, target), count in edges.items():
        outgoing[source] += count
        incoming[target] += count
    return incoming, outgoing
