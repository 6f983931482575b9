"""Measures of the paths through a process.

Mendling 2008 is Mendling, Metrics for Process Models, Springer, 2008.
"""

from collections import deque
from collections.abc import Callable

import networkx as nx

from analysis.structure.shape import BEGIN, END, Shape, element_of
from bpmn.model import Gateway

__all__ = ["PATH_MEASURES"]


def _diameter(shape: Shape) -> float:
    """Diameter: elements on the longest path from start to end.

    A loop counts with all its elements, each once: the longest path without a repetition is NP-hard to find, and this
    is never below it. Where nothing leads from a start to an end it is the longest path there is.

    Source: Mendling 2008, ch. 4.
    """
    whole = nx.condensation(shape.inner)
    longest: dict[int, int] = {}
    for part in nx.topological_sort(whole):
        before = max((longest[above] for above in whole.predecessors(part)), default=0)
        longest[part] = before + sum(node in shape.nodes for node in whole.nodes[part]["members"])
    return max(longest.values(), default=0)


def _cyclicity(shape: Shape) -> float:
    """Cyclicity: the share of flow nodes on cycles (Mendling 2008, ch. 4)."""
    on_cycles = {element_of(node) for part in shape.loops for node in part}
    return len(on_cycles) / max(1, len(shape.nodes))


def _separability(shape: Shape) -> float:
    """Separability: cut-vertices of the undirected graph by the flow nodes without start and end, |cut| / (|N| - 2).

    At most 1: a sub-process that nothing follows is a cut-vertex without an end to leave out.

    Source: Mendling 2008, ch. 4.
    """
    cut = {element_of(node) for node in nx.articulation_points(shape.inner.to_undirected(as_view=True))}
    return min(1.0, len(cut) / max(1, len(shape.nodes) - 2))


def _depth(shape: Shape) -> float:
    """Depth: the deepest nesting, over all nodes, of the smaller of the splits open before and the joins open after it.

    Of several walks to a node it is the one with the fewest open ones that counts. Source: Mendling 2008, ch. 4.
    """
    inward = _nesting(shape, shape.steps, BEGIN, is_reversed=False)
    outward = _nesting(shape, shape.steps.reverse(copy=False), END, is_reversed=True)
    return max((min(inward[node], outward.get(node, 0)) for node in inward), default=0)


def _nesting(shape: Shape, graph: "nx.DiGraph[str]", root: str, *, is_reversed: bool) -> dict[str, int]:
    """Return the least nesting at which each node can be reached from the root."""
    depth = {root: 0}
    waiting = deque([root])
    while waiting:
        at = waiting.popleft()
        after_it = max(0, depth[at] + _change(shape, at, is_reversed=is_reversed))
        for after in graph.successors(at):
            if after_it < depth.get(after, after_it + 1):
                depth[after] = after_it
                waiting.append(after)
    return depth


def _change(shape: Shape, at: str, *, is_reversed: bool) -> int:
    node = shape.nodes.get(at)
    if not isinstance(node, Gateway):
        return 0
    change = (len(node.outgoing) > 1) - (len(node.incoming) > 1)
    return -change if is_reversed else change


PATH_MEASURES: dict[str, Callable[[Shape], float]] = {
    "diameter": _diameter,
    "depth": _depth,
    "cyclicity": _cyclicity,
    "separability": _separability,
}
"""Each measure of the paths by its name."""
