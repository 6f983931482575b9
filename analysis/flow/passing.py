"""At what time of the week cases come to each node."""

from collections.abc import Iterator, Mapping

import numpy as np

from analysis.flow.arriving import arrival_density
from analysis.flow.laws import Floats, law_of
from analysis.flow.times import Times
from analysis.flow.week import EVENLY, after_clock_time, hours_of
from analysis.network import Network
from analysis.network.visits import way_chances

__all__ = ["has_hours", "passing_times"]

_ENOUGH = 1e-3
_MOST_SWEEPS = 30


def has_hours(network: Network) -> bool:
    """Whether anything that the model uses has closing hours."""
    scenario = network.scenario
    pools = {pool for node in network.nodes for pool in node.resources}
    keys = {scenario.resources[pool].calendar for pool in pools}
    keys |= {member.calendar for pool in pools for member in scenario.resources[pool].members}
    ids = {node.id for node in network.nodes}
    keys |= {said.calendar for key, said in scenario.events.items() if key in ids}
    return any(key is not None and hours_of(scenario.calendars[key], scenario.start) is not None for key in keys)


def passing_times(times: Times, visits: Floats) -> dict[int, Floats]:
    """Return the density over the cells of a week with which cases come to each node that they visit.

    Args:
        times: The times at the nodes; those that `Times.arriving` knows are not used.
        visits: How often a case visits each node.

    From the arrivals on, each node's stay moves them on; loops are gone round until nothing changes. Where parallel
    ways join, it is the time at which the one comes that is longest under way on average: an approximation.
    """
    walk = _Walk(times, visits)
    for _ in range(_MOST_SWEEPS):
        if walk.sweep() < _ENOUGH:
            break
    return walk.arriving


class _Walk:
    """Densities and mean times under way, swept through the network until they stand still."""

    def __init__(self, times: Times, visits: Floats) -> None:
        self.times, self.network, self.visits = times, times.network, visits
        self.chances = times.chances()
        self.arriving: dict[int, Floats] = {}
        self.leaving: dict[int, tuple[Floats, float]] = {}
        self.age: dict[int, float] = {}
        self.sources = _sources(self.network, self.chances)
        self.order = [at for at in _order(self.network) if visits[at] > 0]
        self.ends = {
            region: [
                at for at in self.network.members(region) if not self.network.nodes[at].outgoing and visits[at] > 0
            ]
            for region in range(len(self.network.regions))
        }

    def sweep(self) -> float:
        """Move everything on once; return the largest change."""
        change = 0.0
        for at in self.order:
            found = self._met(at)
            if found is None:
                continue
            density, self.age[at] = found
            before = self.arriving.get(at)
            moved = 1.0 if before is None else float(np.abs(density - before).sum())
            if moved >= _ENOUGH or self.network.nodes[at].kind == "scope":
                self.arriving[at] = density
                self.leaving[at] = self._left(at, density)
            change = max(change, moved)
        return change

    def _met(self, at: int) -> tuple[Floats, float] | None:
        """With what density a case comes to a node, and how long it is under way then, on average."""
        if self._is_start(at):
            return self._started(at)
        parts = [
            (self._sent(source, way), weight * self.visits[source]) for source, way, weight in self.sources.get(at, ())
        ]
        known = [(part, weight) for part, weight in parts if part is not None and weight > 0]
        if not known:
            return None
        if self.network.nodes[at].join != "each" and len(known) > 1:
            return max((part for part, _ in known), key=lambda part: part[1])
        total = sum(weight for _, weight in known)
        density = sum(part[0] * (weight / total) for part, weight in known)
        return np.asarray(density), sum(part[1] * weight for part, weight in known) / total

    def _is_start(self, at: int) -> bool:
        node = self.network.nodes[at]
        return not node.incoming and any(start == at for start, _ in self.network.regions[node.region].starts)

    def _started(self, at: int) -> tuple[Floats, float] | None:
        holder = self.network.regions[self.network.nodes[at].region].holder
        if holder >= 0:
            return (self.arriving[holder], self.age[holder]) if holder in self.arriving else None
        scenario, arrivals = self.network.scenario, self.network.scenario.arrivals
        if arrivals is None or arrivals.calendar is None:
            return EVENLY, 0.0
        hours = hours_of(scenario.calendars[arrivals.calendar], scenario.start)
        return (EVENLY if hours is None else arrival_density(arrivals, hours)), 0.0

    def _sent(self, source: int, is_boundary: bool) -> tuple[Floats, float] | None:
        """What comes from a node on its way, or from the activity that a boundary event sits on."""
        if source not in self.leaving:
            return None
        return (self.arriving[source], self.age[source]) if is_boundary else self.leaving[source]

    def _left(self, at: int, density: Floats) -> tuple[Floats, float]:
        node = self.network.nodes[at]
        if node.kind == "scope" and node.inner >= 0:
            ends = [(self.leaving[end], self.visits[end]) for end in self.ends[node.inner] if end in self.leaving]
            if not ends:
                return density, self.age[at]
            total = sum(weight for _, weight in ends)
            after = sum(part[0] * (weight / total) for part, weight in ends)
            return np.asarray(after), max(self.age[at], sum(part[1] * weight for part, weight in ends) / total)
        if node.type == "boundaryEvent":
            law = law_of(node.duration)
            return after_clock_time(density, law).after, self.age[at] + law.mean
        if node.kind == "wait" and node.split == "first":
            return density, self.age[at]  # each of its events waits by itself
        stay = self.times.stay_from(at, density, is_rough=True)
        return stay.after, self.age[at] + stay.law.mean


def _order(network: Network) -> list[int]:
    """Each node after those that come before it, as far as loops let it; a scope once more after what is in it."""
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from([-1, *range(len(network.nodes))])
    for at, node in enumerate(network.nodes):
        graph.add_edges_from((at, network.ways[way].target) for way in node.outgoing)
        graph.add_edges_from((at, boundary) for boundary in node.boundaries)
        if node.inner >= 0:
            graph.add_edges_from((at, start) for start, _ in network.regions[node.inner].starts)
    graph.add_edges_from((-1, start) for start, _ in network.regions[0].starts)
    found = [at for at in reversed(list(nx.dfs_postorder_nodes(graph, -1))) if at >= 0]
    scopes = [at for at in found if network.nodes[at].inner >= 0]
    return [*found, *reversed(scopes)] if scopes else found


def _sources(network: Network, chances: Mapping[int, list[float]]) -> dict[int, list[tuple[int, bool, float]]]:
    """Return for each node where cases come from, whether as to a boundary event, and how much of each source's."""
    found: dict[int, list[tuple[int, bool, float]]] = {}
    for source, target, is_boundary, chance in _moves(network, chances):
        found.setdefault(target, []).append((source, is_boundary, chance))
    return found


def _moves(network: Network, chances: Mapping[int, list[float]]) -> Iterator[tuple[int, int, bool, float]]:
    for at, node in enumerate(network.nodes):
        own = chances.get(at, way_chances(network, node))
        for way, chance in zip(node.outgoing, own, strict=False):
            yield at, network.ways[way].target, False, chance
        for number, boundary in enumerate(node.boundaries):
            place = len(node.outgoing) + number
            yield at, boundary, True, own[place] if place < len(own) else 0.0
