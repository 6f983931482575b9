"""What every case must pass: dominators, post-dominators, and the minimum cut between start and end."""

from collections.abc import Mapping

import networkx as nx

from analysis.structure.shape import BEGIN, END, Shape, element_of
from bpmn.model import Activity, EndEvent, StartEvent

__all__ = ["dominators", "minimum_cut", "passages", "post_dominators"]


def dominators(shape: Shape) -> dict[str, str | None]:
    """Return for each element that the start reaches the nearest other one that every way to it passes, or None.

    Source: immediate dominators; Cooper, Harvey, Kennedy, A simple, fast dominance algorithm, 2001 (networkx).
    """
    return _nearest(shape, shape.steps, BEGIN)


def post_dominators(shape: Shape) -> dict[str, str | None]:
    """Return for each element that reaches the end the nearest other one that every way from it passes, or None.

    Source: dominators of the reversed graph; Johnson, Pearson, Pingali, The program structure tree, PLDI 1994.
    """
    return _nearest(shape, shape.steps.reverse(copy=False), END)


def _nearest(shape: Shape, graph: "nx.DiGraph[str]", root: str) -> dict[str, str | None]:
    above = nx.immediate_dominators(graph, root)
    found: dict[str, str | None] = {}
    for element in shape.nodes:
        # An opened sub-process is two nodes of the tree.
        at = above.get(element)
        while at is not None and element_of(at) == element:
            at = above.get(at)
        if element in above:
            found[element] = element_of(at) if at is not None and at not in {BEGIN, END} else None
    return found


def passages(shape: Shape) -> tuple[str, ...]:
    """Return the elements that every way from start to end passes, in the order in which they are passed.

    Source: the dominators of a common end, that is the cut-nodes between start and end.
    """
    above = nx.immediate_dominators(shape.steps, BEGIN)
    chain: list[str] = []
    at = above.get(END)
    while at is not None and at != BEGIN:
        chain.append(element_of(at))
        at = above.get(at)
    return tuple(dict.fromkeys(reversed(chain)))


def minimum_cut(shape: Shape, single: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fewest elements without which no way leads from start to end, in the file's order.

    Activities are taken where they can cut at all; a gateway or an intermediate event counts as more than all of them
    together, as a way past all work must be cut as well, and a start or end event as more than all else. Of several
    such sets it is the one nearest to the end.

    Args:
        shape: The process.
        single: From `passages`: one activity there is a minimum cut by itself.

    Source: Menger's theorem by maximum flow through split nodes; Ford, Fulkerson, Flows in Networks, 1962, I.11.
    """
    alone = [element for element in single if isinstance(shape.nodes[element], Activity)]
    if alone:
        return (alone[-1],)
    if not nx.has_path(shape.steps, BEGIN, END):
        return ()
    _, (_, behind) = nx.minimum_cut(_split_nodes(shape), (BEGIN, 1), (END, 0))
    return tuple(element for element in shape.nodes if (element, 0) not in behind and (element, 1) in behind)


def _split_nodes(shape: Shape) -> "nx.DiGraph[tuple[str, int]]":
    """Return the graph in which an element is an edge that can be cut, and steps cannot."""
    graph: nx.DiGraph[tuple[str, int]] = nx.DiGraph()
    for element, weight in cut_weights(shape).items():
        graph.add_edge((element, 0), (element, 1), capacity=weight)
    for source, target in shape.steps.edges:
        graph.add_edge((source, 1), (target, 0))
    for node in shape.steps:
        if node not in shape.nodes and node not in {BEGIN, END}:
            graph.add_edge((node, 0), (node, 1))
    return graph


def cut_weights(shape: Shape) -> Mapping[str, int]:
    """Return what an element counts in `minimum_cut`."""
    many = len(shape.nodes) + 1
    found = {}
    for element, node in shape.nodes.items():
        if isinstance(node, Activity):
            found[element] = 1
        else:
            found[element] = many**2 if isinstance(node, StartEvent | EndEvent) else many
    return found
