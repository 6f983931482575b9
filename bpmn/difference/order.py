"""In which order the nodes of one level come: one before the other, or beside each other."""

from collections.abc import Iterator
from functools import cached_property

import networkx as nx

from bpmn.graph import scope_graph
from bpmn.model import BoundaryEvent, FlowNode, Gateway, Model, Scope

__all__ = ["Order"]

_BESIDE = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})


class Order:
    """The order of a model's nodes, each level for itself; ways back in loops do not count."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._graphs = [_without_ways_back(scope) for scope in _scopes(model)]

    @cached_property
    def _after(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for graph in self._graphs:
            for node in reversed(list(nx.topological_sort(graph))):
                targets = set(graph.successors(node))
                found[node] = targets.union(*(found[target] for target in targets))
        return found

    @cached_property
    def _branches(self) -> list[list[set[str]]]:
        """For each place where paths part that all are taken, what can be reached on each path."""
        found = []
        for graph in self._graphs:
            for node_id in graph:
                node = self._model.nodes[node_id]
                targets = [target for target in graph.successors(node_id) if not _is_instead(self._model.nodes[target])]
                if len(targets) > 1 and (not isinstance(node, Gateway) or node.type in _BESIDE):
                    found.append([{target, *self._after[target]} for target in targets])
        return found

    @cached_property
    def handlers(self) -> frozenset[str]:
        """The nodes that only boundary events lead to: what is done when something happens, not in the course of it."""
        found: set[str] = set()
        for graph in self._graphs:
            is_event = {node: isinstance(self._model.nodes[node], BoundaryEvent) for node in graph}
            begins = [node for node in graph if graph.in_degree(node) == 0 and not is_event[node]]
            plain = graph.subgraph(node for node in graph if not is_event[node])
            reached = set(begins).union(*(nx.descendants(plain, begin) for begin in begins))
            found |= graph.nodes - reached
        return frozenset(found)

    @property
    def has_branches(self) -> bool:
        """Whether there is a place where paths part that all are taken."""
        return bool(self._branches)

    def is_before(self, a: str, b: str) -> bool:
        """Return whether `a` comes before `b`."""
        return b in self._after.get(a, ())

    def is_beside(self, a: str, b: str) -> bool:
        """Return whether both run in any order, on paths that part where all are taken."""
        if self.is_before(a, b) or self.is_before(b, a):
            return False
        return any(
            any(a in one and b in other for one in ways for other in ways if one is not other)
            for ways in self._branches
        )


def _is_instead(node: FlowNode) -> bool:
    """Return whether a node is an event that ends its activity: a way instead of the others, not beside them."""
    return isinstance(node, BoundaryEvent) and node.cancel_activity


def _scopes(model: Model) -> Iterator[Scope]:
    for process in model.processes:
        yield process.scope
        for _, node in process.scope.walk():
            inner = getattr(node, "scope", None)
            if isinstance(inner, Scope):
                yield inner


def _without_ways_back(scope: Scope) -> "nx.DiGraph[str]":
    """Return the graph of a level without the flows that lead back to a node on the way to them."""
    graph: nx.DiGraph[str] = nx.DiGraph(scope_graph(scope))
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    state: dict[str, int] = {}
    begins = [node for node in graph if graph.in_degree(node) == 0]
    for begin in (*begins, *graph):
        if begin not in state:
            graph.remove_edges_from(_back_edges(graph, begin, state))
    return graph


def _back_edges(graph: "nx.DiGraph[str]", begin: str, state: dict[str, int]) -> list[tuple[str, str]]:
    """Return the edges to a node that the walk is still inside; `state` is 1 for such nodes and 2 for those left."""
    found: list[tuple[str, str]] = []
    state[begin] = 1
    walk = [(begin, iter(list(graph.successors(begin))))]
    while walk:
        node, ways = walk[-1]
        target = next(ways, None)
        if target is None:
            state[node] = 2
            walk.pop()
        elif state.get(target) == 1:
            found.append((node, target))
        elif target not in state:
            state[target] = 1
            walk.append((target, iter(list(graph.successors(target)))))
    return found
