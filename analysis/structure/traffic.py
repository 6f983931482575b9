"""How often a case goes from one element to the next: a process with its scenario as a weighted graph."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import networkx as nx

from analysis.network import Network
from analysis.network.visits import expected_visits, way_chances

__all__ = ["Traffic", "measure_traffic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """How often a case goes where.

    Attributes:
        network: The process with its scenario.
        visits: Expected visits of a case by node index.
        graph: Nodes by index; an opened sub-process or called process is left at a node of its own, see `leaving`.
            Edges have `crossings`, how often a case takes them; those that are never taken are left out.
        leaving: By index of a node that runs a region the node at which it is left.
    """

    network: Network
    visits: tuple[float, ...]
    graph: "nx.DiGraph[int]"
    leaving: Mapping[int, int]

    def holder_of(self, node: int) -> int:
        """Return the index of the network's node that a node of the graph stands for."""
        many = len(self.network.nodes)
        return node if node < many else node - many


def measure_traffic(network: Network, visits_by_element: Mapping[str, float]) -> Traffic:
    """Return how often a case goes where.

    Args:
        network: The process with its scenario.
        visits_by_element: Expected visits by element id, from flow analysis, which knows how the times of boundary
            events and event-based gateways decide.
    """
    chances = {
        at: found for at in range(len(network.nodes)) if (found := _timed_chances(network, at, visits_by_element))
    }
    visits = tuple(expected_visits(network, chances).tolist())
    many = len(network.nodes)
    leaving = {at: many + at for at, node in enumerate(network.nodes) if node.inner >= 0}
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from([*range(many), *leaving.values()])
    for at, node in enumerate(network.nodes):
        shares = chances.get(at) or [*way_chances(network, node), *[0.0] * len(node.boundaries)]
        targets = [network.ways[way].target for way in node.outgoing]
        for target, share in zip(targets, shares, strict=False):
            _add(graph, leaving.get(at, at), target, visits[at] * share)
        for boundary in node.boundaries:
            _add(graph, at, boundary, visits[boundary])
    for region in network.regions:
        if region.holder >= 0:
            for start, share in region.starts:
                _add(graph, region.holder, start, visits[region.holder] * share)
    for at, node in enumerate(network.nodes):
        holder = network.regions[node.region].holder
        if holder >= 0 and not node.outgoing and node.raises < 0:
            _add(graph, leaving.get(at, at), leaving[holder], visits[at])
        elif node.raises >= 0:
            _add(graph, at, node.raises, visits[at])
    return Traffic(network=network, visits=visits, graph=graph, leaving=leaving)


def _add(graph: "nx.DiGraph[int]", source: int, target: int, crossings: float) -> None:
    if crossings > _NEVER:
        before = graph.get_edge_data(source, target, {"crossings": 0.0})["crossings"]
        graph.add_edge(source, target, crossings=before + crossings)


_NEVER = 1e-12


def _timed_chances(network: Network, at: int, visits: Mapping[str, float]) -> list[float]:
    """Return the chances of the ways and boundary events of a node where times decide, else nothing."""
    node = network.nodes[at]
    here = visits.get(node.id, 0.0)

    def share(index: int) -> float:
        return visits.get(network.nodes[index].id, 0.0) / here if here > 0 else 0.0

    if node.kind == "wait" and node.split == "first":
        return _race(network, [network.ways[way].target for way in node.outgoing], share)
    if not node.boundaries:
        return []
    caught = [share(boundary) for boundary in node.boundaries]
    ended = sum(
        chance
        for boundary, chance in zip(node.boundaries, caught, strict=True)
        if network.nodes[boundary].is_interrupting
    )
    return [chance * max(0.0, 1.0 - ended) for chance in way_chances(network, node)] + caught


def _race(network: Network, targets: list[int], share: Callable[[int], float]) -> list[float]:
    """Return the chances of the events after an event-based gateway; those with other ways in share what is left."""
    known = {at: share(at) for at in targets if len(network.nodes[at].incoming) == 1}
    left = max(0.0, 1.0 - sum(known.values()))
    return [known[at] if at in known else left / (len(targets) - len(known)) for at in targets]
