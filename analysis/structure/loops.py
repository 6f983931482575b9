"""Where work can come back, and by which flows."""

import networkx as nx

from analysis.structure.shape import BEGIN, Shape, element_of
from analysis.structure.values import Loop

__all__ = ["find_loops"]


def find_loops(shape: Shape) -> tuple[Loop, ...]:
    """Return the loops of a process in the file's order, loops within loops as one.

    A flow leads back where a walk through the loop, depth first from its entries and in the file's order, meets a node
    that it has not yet left. Where a loop and those within it have one entry each, these are the edges whose target
    dominates their source.

    Source: strongly connected components, and retreating edges of a depth-first search; Aho, Lam, Sethi, Ullman,
    Compilers, 2nd ed., 9.6.2 to 9.6.4.
    """
    reached = nx.descendants(shape.steps, BEGIN)
    return tuple(_loop(shape, part, reached) for part in shape.loops)


def _loop(shape: Shape, part: frozenset[str], reached: set[str]) -> Loop:
    order = sorted(part, key=shape.position.__getitem__)
    # A part that nothing reaches is walked from its first node.
    entries = (
        [node for node in order if any(before in reached or before == BEGIN for before in _outside(shape, node, part))]
        or [node for node in order if _outside(shape, node, part)]
        or order[:1]
    )
    back = _retreating(shape, part, entries)
    return Loop(
        elements=tuple(sorted({element_of(node) for node in part})),
        entries=tuple(dict.fromkeys(element_of(node) for node in entries)),
        back_edges=_named(shape, back),
    )


def _outside(shape: Shape, node: str, part: frozenset[str]) -> list[str]:
    return [before for before in shape.steps.predecessors(node) if before not in part]


def _retreating(shape: Shape, part: frozenset[str], entries: list[str]) -> set[tuple[str, str]]:
    """Return the edges to a node on the path that the search is on."""
    back: set[tuple[str, str]] = set()
    done: set[str] = set()
    for entry in entries:
        if entry in done:
            continue
        open_nodes = {entry: iter(list(shape.steps.successors(entry)))}
        while open_nodes:
            at, following = next(reversed(open_nodes.items()))
            after = next(following, None)
            if after is None:
                del open_nodes[at]
                done.add(at)
            elif after in open_nodes:
                back.add((at, after))
            elif after in part and after not in done:
                open_nodes[after] = iter(list(shape.steps.successors(after)))
    return back


def _named(shape: Shape, edges: set[tuple[str, str]]) -> tuple[str, ...]:
    flows = [flow for source, target, flow in shape.arcs if _is_of(source, target, edges)]
    others = {element_of(target) for source, target in edges if not shape.steps.edges[source, target]["flow"]}
    return (*flows, *sorted(others))


def _is_of(source: str, target: str, edges: set[tuple[str, str]]) -> bool:
    return any(element_of(before) == source and after == target for before, after in edges)
