"""In which order the nodes of a model come: one before the other, or beside each other."""

from functools import cached_property

import networkx as nx

from bpmn.graph import process_graph
from bpmn.model import Gateway, Model

__all__ = ["Order"]

_BESIDE = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})


class Order:
    """The order of a model's nodes."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._graphs = [process_graph(process) for process in model.processes]

    @cached_property
    def _after(self) -> dict[str, set[str]]:
        return {node: set(nx.descendants(graph, node)) for graph in self._graphs for node in graph}

    @cached_property
    def _branches(self) -> list[list[set[str]]]:
        """For each place where paths part that all are taken, what can be reached on each path."""
        found = []
        for node in self._model.nodes.values():
            if len(node.outgoing) > 1 and (not isinstance(node, Gateway) or node.type in _BESIDE):
                targets = [self._model.flows[flow].target for flow in node.outgoing]
                found.append([{target, *self._after.get(target, ())} for target in targets])
        return found

    def is_before(self, a: str, b: str) -> bool:
        """Return whether `a` comes before `b` and not also after it."""
        return b in self._after.get(a, ()) and a not in self._after.get(b, ())

    def is_beside(self, a: str, b: str) -> bool:
        """Return whether both run in any order, on paths that part where all are taken."""
        if b in self._after.get(a, ()) or a in self._after.get(b, ()):
            return False
        return any(
            any(a in one and b in other for one in ways for other in ways if one is not other)
            for ways in self._branches
        )
