"""The critical path: the way through a process on which most of a case's time is expected."""

from dataclasses import dataclass
from functools import cache

import networkx as nx

from analysis.network import Network, Node
from analysis.structure.traffic import Traffic

__all__ = ["CriticalPath", "PathPart", "critical_path"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPart:
    """A step of the critical path: one element, or a loop as a whole.

    Attributes:
        elements: Their ids, in the network's order.
        time_s: Expected seconds a case there, all visits.
    """

    elements: tuple[str, ...]
    time_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalPath:
    """The way on which most of a case's time is expected.

    Attributes:
        parts: Its steps, in order.
        time_s: Expected seconds of all of them.
    """

    parts: tuple[PathPart, ...]
    time_s: float

    @property
    def elements(self) -> tuple[str, ...]:
        """Ids of all elements on it."""
        return tuple(dict.fromkeys(element for part in self.parts for element in part.elements))


def critical_path(traffic: Traffic) -> CriticalPath:
    """Return the longest path from start to end, each element as long as its time by how often a case visits it.

    An element's time is its work with its delay, or how long its event takes to come; queues and closing hours, which
    depend on load and calendar, are left out. A loop counts as a whole, with all its turns. Where all times are fixed
    and no way is left to choose, this is the cycle time of a case that never queues. What a boundary event cuts short
    counts in full.

    Source: critical path method on the condensation of the graph; Kelley, Walker, Critical-path planning and
    scheduling, 1959; weights as expected times, Dumas et al., Fundamentals of Business Process Management, ch. 7.
    """
    whole = nx.condensation(traffic.graph)
    weights = {part: _time(traffic, whole.nodes[part]["members"]) for part in whole}
    best = _longest(traffic, whole, weights)
    ends = [part for part in best if not whole.out_degree(part)]
    at: int | None = max(ends, key=lambda part: _rank(whole, best, part), default=None)
    length = best[at].time_s if at is not None else 0.0
    parts: list[PathPart] = []
    while at is not None:
        nodes = sorted(node for node in whole.nodes[at]["members"] if node < len(traffic.network.nodes))
        elements = tuple(dict.fromkeys(traffic.network.nodes[node].id for node in nodes))
        parts.append(PathPart(elements=elements, time_s=weights[at]))
        at = best[at].before
    return CriticalPath(parts=tuple(part for part in reversed(parts) if part.elements), time_s=length)


@dataclass(frozen=True, slots=True)
class _Best:
    """The longest way to a part: its seconds, and the part before on it."""

    time_s: float
    before: int | None


def _longest(traffic: Traffic, whole: "nx.DiGraph[int]", weights: dict[int, float]) -> dict[int, _Best]:
    """Return the longest way to each part that a start leads to."""
    starts = {whole.graph["mapping"][start] for start, _ in traffic.network.regions[0].starts}
    best: dict[int, _Best] = {}
    for part in nx.topological_sort(whole):
        reached = [above for above in whole.predecessors(part) if above in best]
        before = max(reached, key=lambda above: _rank(whole, best, above), default=None)
        if before is not None:
            best[part] = _Best(weights[part] + best[before].time_s, before)
        elif part in starts:
            best[part] = _Best(weights[part], None)
    return best


def _rank(whole: "nx.DiGraph[int]", best: dict[int, _Best], part: int) -> tuple[float, int]:
    """Order by length; of equal ones the first in the file is the greatest."""
    return best[part].time_s, -min(whole.nodes[part]["members"])


def _time(traffic: Traffic, members: set[int]) -> float:
    network = traffic.network

    @cache
    def at_once(region: int) -> float:
        """How many instances of a region go on at the same time."""
        holder = network.regions[region].holder
        if holder < 0:
            return 1.0
        node = network.nodes[holder]
        many = 1.0 if node.is_sequential or node.instances is None else node.instances.expected
        return max(many, 1.0) * at_once(node.region)

    return sum(
        traffic.visits[at] / at_once(network.nodes[at].region) * _element_time(network, at)
        for at in sorted(members)
        if at < len(network.nodes)
    )


def _element_time(network: Network, at: int) -> float:
    """Seconds of one visit; instances that go on at the same time take no longer than one."""
    node = network.nodes[at]
    if node.kind not in {"task", "wait"}:
        return 0.0
    parts = [law.expected for law in (node.delay, node.duration) if law is not None]
    return sum(parts) * _turns(node)


def _turns(node: Node) -> float:
    return node.instances.expected if node.instances is not None and node.is_sequential else 1.0
