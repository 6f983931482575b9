"""First-pass yield: the share of cases in which no activity is done a second time."""

import math
from collections.abc import Callable

from analysis.flow.chains import EXIT, post_dominators
from analysis.network import Network, Node
from analysis.network.visits import chosen_sets

__all__ = ["first_pass_yield"]

_MOST_PATHS = 20_000

Moves = Callable[[int], list[tuple[int, float]]]


def first_pass_yield(network: Network, moves: Moves) -> float:
    """Return the share of cases in which each activity is done at most once.

    Args:
        network: The network.
        moves: Gives for a node that begins no parallel block the nodes that follow, with their chances.

    The chance of all ways through the model on which nothing is met again; parallel branches multiply. Several
    instances of one activity are no repetition. Where loops are so entangled that there are too many ways, those not
    gone through count as repeated: a lower bound.
    Source: rolled throughput yield, the product of the steps' first-pass yields; Graves, Six Sigma's Rolled Throughput
    Yield, Quality Engineering 14 (2001).
    """
    walk = _Walk(network, moves)
    return walk.region(0)


class _Walk:
    """All ways that repeat nothing. Only what lies on a common cycle can repeat, so that elsewhere results are kept."""

    def __init__(self, network: Network, moves: Moves) -> None:
        self.network, self.moves = network, moves
        self.paths = 0
        self.known: dict[tuple[int, int, frozenset[int]], float] = {}
        self.after: dict[int, int] = {}
        self.knot: dict[int, int] = {}
        for region in range(len(network.regions)):
            self.after |= post_dominators(network, region)
        import networkx as nx

        graph: nx.DiGraph[int] = nx.DiGraph()
        for at, node in enumerate(network.nodes):
            graph.add_edges_from((at, network.ways[way].target) for way in node.outgoing)
            graph.add_edges_from((at, boundary) for boundary in node.boundaries)
        for number, found in enumerate(nx.strongly_connected_components(graph)):
            if len(found) > 1:
                self.knot |= dict.fromkeys(found, number)

    def region(self, region: int) -> float:
        starts = self.network.regions[region].starts
        if self.network.regions[region].starts_all:
            found = 1.0
            for start, _ in starts:
                found *= self.once(start, EXIT, frozenset())
            return found
        return sum(share * self.once(start, EXIT, frozenset()) for start, share in starts)

    def once(self, at: int, stop: int, seen: frozenset[int]) -> float:
        """The chance to reach `stop` or an end from a node without doing anything again; `seen` was done before."""
        if at in {stop, EXIT}:
            return 1.0
        key = (at, stop, seen)
        if key not in self.known:
            self.paths += 1
            if self.paths > _MOST_PATHS:
                return 0.0
            self.known[key] = self._once(at, stop, seen)
        return self.known[key]

    def _once(self, at: int, stop: int, seen: frozenset[int]) -> float:
        node = self.network.nodes[at]
        own = 1.0
        if at in self.knot and _does(node, self.network):
            if at in seen:
                return 0.0
            seen = frozenset({*seen, at})
        elif at in self.knot and at in seen:
            return 0.0
        elif at in self.knot and node.join == "each" and len(node.incoming) > 1:
            # A merge met again with nothing done between is a way round that ends by itself: it is left out.
            seen = frozenset({*seen, at})
        if node.kind == "scope" and node.inner >= 0:
            own = self.region(node.inner)
        if len(node.outgoing) > 1 and node.split in {"all", "some"}:
            return own * self._block(at, stop, seen)
        following = [(target, chance) for target, chance in self.moves(at) if chance > 0]
        left = 1.0 - sum(chance for _, chance in following)
        return own * (
            max(0.0, left) * (not following or left > 1e-9)
            + sum(chance * self.once(target, stop, self._kept(at, target, seen)) for target, chance in following)
        )

    def _kept(self, at: int, target: int, seen: frozenset[int]) -> frozenset[int]:
        """What was done matters only as long as the way stays in the same knot of loops."""
        return seen if self.knot.get(at, -1) == self.knot.get(target, -2) else frozenset()

    def _block(self, at: int, stop: int, seen: frozenset[int]) -> float:
        node, join = self.network.nodes[at], self.after.get(at, EXIT)
        targets = [self.network.ways[way].target for way in node.outgoing]
        branches = [self.once(target, join, self._kept(at, target, seen)) for target in targets]
        rest = 1.0 if join == EXIT else self.once(join, stop, self._kept(at, join, seen))
        if node.split == "all":
            found = 1.0
            for branch in branches:
                found *= branch
            return found * rest
        return self._some(at, branches) * rest

    def _some(self, at: int, branches: list[float]) -> float:
        sets = chosen_sets(self.network, self.network.nodes[at])
        each = [chance * math.prod(branches[number] for number in taken) for taken, chance in sets]
        return math.fsum(each) if sets else 1.0


def _does(node: Node, network: Network) -> bool:
    """Whether going through a node a second time does an activity again."""
    del network
    return node.kind in {"task", "scope"} or (node.kind == "wait" and node.type == "receiveTask")
