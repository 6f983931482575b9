"""Which of several possibilities are not worse than another on every side: the Pareto front, and how it spreads."""

import math
from collections.abc import Sequence

__all__ = ["Point", "crowding", "dominates", "front_of", "on_grid", "ranks_of"]

Point = tuple[float, ...]
"""A possibility's values, each the less the better."""

_CELLS = 1000


def on_grid(points: Sequence[Point], of: Point) -> list[Point]:
    """Return points in whole thousandths of the size of one of them: what differs by less makes no difference.

    Args:
        points: The points.
        of: The point whose values are the sizes; where one is 0 or infinite it is 1.

    Source: epsilon dominance, Laumanns, Thiele, Deb, Zitzler, Combining Convergence and Diversity in Evolutionary
    Multiobjective Optimization, Evolutionary Computation 10 (2002).

    >>> on_grid([(100.04, -1.0), (103.0, 0.0)], of=(100.0, 0.0))
    [(1000.0, -1000.0), (1030.0, 0.0)]
    """
    sizes = [abs(value) if value and math.isfinite(value) else 1.0 for value in of]
    return [tuple(_rounded(value / size * _CELLS) for value, size in zip(point, sizes, strict=True))
            for point in points]  # fmt: skip


def _rounded(value: float) -> float:
    return float(round(value)) if math.isfinite(value) else value


def dominates(one: Point, other: Point) -> bool:
    """Return whether one point is nowhere worse than another and somewhere better.

    >>> dominates((1, 2), (1, 3)), dominates((1, 2), (2, 1)), dominates((1, 2), (1, 2))
    (True, False, False)
    """
    return one != other and all(a <= b for a, b in zip(one, other, strict=True))


def front_of(points: Sequence[Point]) -> list[int]:
    """Return the places of the points that no other dominates; of equal ones the first."""
    first = {point: place for place, point in reversed(list(enumerate(points)))}
    return sorted(place for point, place in first.items() if not any(dominates(other, point) for other in first))


def ranks_of(points: Sequence[Point]) -> list[int]:
    """Return for each point in which front it is: 0 for the first, 1 for that of what is left without it, and so on.

    Source: fast non-dominated sorting, Deb, Pratap, Agarwal, Meyarivan, A fast and elitist multiobjective genetic
    algorithm: NSGA-II, IEEE Transactions on Evolutionary Computation 6 (2002), §III.A.
    """
    ranks = [0] * len(points)
    left, rank = list(range(len(points))), 0
    while left:
        now = {left[place] for place in front_of([points[one] for one in left])}
        for one in now:
            ranks[one] = rank
        left, rank = [one for one in left if one not in now], rank + 1
    return ranks


def crowding(points: Sequence[Point]) -> list[float]:
    """Return how far each point is from its neighbours, by share of the points' range; infinite at the ends.

    Source: crowding distance, Deb et al. (2002), §III.B.
    """
    found = [0.0] * len(points)
    for side in range(len(points[0]) if points else 0):
        order = sorted(range(len(points)), key=lambda place: (points[place][side], place))
        low, high = points[order[0]][side], points[order[-1]][side]
        if low == high:
            continue
        found[order[0]] = found[order[-1]] = math.inf
        if not math.isfinite(high - low):
            continue
        for before, here, after in zip(order, order[1:], order[2:], strict=False):
            found[here] += (points[after][side] - points[before][side]) / (high - low)
    return found
