"""Which of one side goes with which of the other, so that all together fit best."""

from collections.abc import Mapping

import networkx as nx

__all__ = ["assign"]

# The exact method takes time that grows with the third power; beyond this the best pair is taken first.
_EXACT = 60


def assign(scores: Mapping[tuple[str, str], float]) -> dict[str, str]:
    """Return pairs, each side at most once, whose scores sum up to the most.

    Pairs that have no score are never taken. Groups of more than 60 on one side that hang together are paired greedily.

    >>> assign({("a", "x"): 0.9, ("a", "y"): 0.8, ("b", "x"): 0.8})
    {'a': 'y', 'b': 'x'}
    """
    graph: nx.Graph[tuple[int, str]] = nx.Graph()
    graph.add_edges_from(((0, a), (1, b)) for a, b in scores)
    found: dict[str, str] = {}
    for group in nx.connected_components(graph):
        ours = sorted(name for side, name in group if side == 0)
        theirs = sorted(name for side, name in group if side == 1)
        method = _exactly if max(len(ours), len(theirs)) <= _EXACT else _greedily
        found.update(method(ours, theirs, scores))
    return dict(sorted(found.items()))


def _greedily(ours: list[str], theirs: list[str], scores: Mapping[tuple[str, str], float]) -> dict[str, str]:
    del theirs
    names = set(ours)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for (a, b), _ in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if a in names and a not in found and b not in taken:
            found[a] = b
            taken.add(b)
    return found


def _exactly(ours: list[str], theirs: list[str], scores: Mapping[tuple[str, str], float]) -> dict[str, str]:
    """Return the best pairs by shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987)."""
    is_turned = len(ours) > len(theirs)
    rows, columns = (theirs, ours) if is_turned else (ours, theirs)
    cost = [[-scores.get((c, r) if is_turned else (r, c), 0.0) for c in columns] for r in rows]
    row_of = _solve(cost, len(columns))
    pairs = ((rows[row], columns[column]) for column, row in enumerate(row_of) if row is not None)
    pairs = ((c, r) if is_turned else (r, c) for r, c in pairs)
    return {a: b for a, b in pairs if (a, b) in scores}


def _solve(cost: list[list[float]], width: int) -> list[int | None]:
    """Return for each column the row assigned to it, or None; there are at least as many columns as rows."""
    rows_price, columns_price = [0.0] * len(cost), [0.0] * width
    row_of: list[int | None] = [None] * width
    for row in range(len(cost)):
        path, last = _augmenting_path(cost, row, row_of, (rows_price, columns_price))
        column: int | None = last
        while column is not None:
            before = path[column]
            row_of[column] = row if before is None else row_of[before]
            column = before
    return row_of


def _augmenting_path(
    cost: list[list[float]], start: int, row_of: list[int | None], prices: tuple[list[float], list[float]]
) -> tuple[list[int | None], int]:
    """Return the cheapest way from a row to a free column, and put the prices right on the way."""
    rows_price, columns_price = prices
    width = len(columns_price)
    distance, done = [float("inf")] * width, [False] * width
    path: list[int | None] = [None] * width
    row: int | None = start
    last, base = -1, 0.0
    visited: list[tuple[int, int]] = []
    while row is not None:
        for column in range(width):
            reduced = base + cost[row][column] - rows_price[row] - columns_price[column]
            if not done[column] and reduced < distance[column]:
                distance[column], path[column] = reduced, last if last >= 0 else None
        last = min((c for c in range(width) if not done[c]), key=distance.__getitem__)
        done[last], base = True, distance[last]
        row = row_of[last]
        if row is not None:
            visited.append((last, row))
    rows_price[start] += base
    for column, other in visited:
        columns_price[column] += distance[column] - base
        rows_price[other] += base - distance[column]
    return path, last
