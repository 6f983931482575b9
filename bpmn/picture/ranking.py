"""Puts the nodes of a scope into columns and rows: longest path from the left, main path straight."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bpmn.model import Scope

__all__ = ["Cell", "arrange_by_rank"]


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A place in the grid: the band (lane) from the top, the row in it, the column from the left."""

    band: int
    row: int
    column: int


def arrange_by_rank(scope: Scope, hosts: Mapping[str, str], bands: Mapping[str, int]) -> dict[str, Cell]:
    """Return the cell of every node of a scope that is not on another's edge.

    Columns are longest paths over the flows that do not lead back (Sugiyama, Tagawa and Toda 1981, without the ordering
    of whole layers: a node takes the row of what leads to it, where that is free).

    Args:
        scope: The scope.
        hosts: The host of each boundary event that has one.
        bands: The band of each node by id; 0 where it is missing.
    """
    placed = [node.id for node in scope.nodes if node.id not in hosts]
    following: dict[str, list[str]] = {node: [] for node in placed}
    for flow in scope.flows:
        source = hosts.get(flow.source, flow.source)
        if source in following and flow.target in following:
            following[source].append(flow.target)
    order, forward = _without_loops(placed, following)
    columns = _columns(order, forward)
    return _rows(sorted(order, key=lambda node: columns[node]), forward, columns, bands)


def _without_loops(
    nodes: Sequence[str], following: Mapping[str, Sequence[str]]
) -> tuple[list[str], dict[str, list[str]]]:
    """Return the nodes in topological order and the edges left when those that close a loop are taken away."""
    entered = {target for targets in following.values() for target in targets}
    roots = [node for node in nodes if node not in entered]
    forward: dict[str, list[str]] = {node: [] for node in nodes}
    finished: list[str] = []
    state: dict[str, int] = {}
    for root in (*roots, *nodes):
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(following[root]))]
        while stack:
            node, targets = stack[-1]
            target = next(targets, None)
            if target is None:
                stack.pop()
                state[node] = 2
                finished.append(node)
            elif state.get(target) != 1:
                forward[node].append(target)
                if target not in state:
                    state[target] = 1
                    stack.append((target, iter(following[target])))
    return finished[::-1], forward


def _columns(order: Iterable[str], forward: Mapping[str, Sequence[str]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for node in order:
        column = columns.setdefault(node, 0)
        for target in forward[node]:
            columns[target] = max(columns.get(target, 0), column + 1)
    return columns


def _rows(
    order: Sequence[str], forward: Mapping[str, Sequence[str]], columns: Mapping[str, int], bands: Mapping[str, int]
) -> dict[str, Cell]:
    wished: dict[str, int] = {}
    taken: set[Cell] = set()
    cells: dict[str, Cell] = {}
    for node in order:
        row = wished.get(node, 0)
        cell = Cell(bands.get(node, 0), row, columns[node])
        while cell in taken:
            row += 1
            cell = Cell(cell.band, row, cell.column)
        taken.add(cell)
        cells[node] = cell
        for target in forward[node]:
            wished.setdefault(target, row if bands.get(target, 0) == cell.band else 0)
    return cells
