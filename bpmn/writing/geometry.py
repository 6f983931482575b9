"""Where things go on a diagram: the middle of a line, a way between two rectangles."""

import math
from collections.abc import Sequence
from itertools import pairwise

from bpmn.model import Bounds, Point

__all__ = ["centre", "connection", "docks", "is_horizontal", "joined", "longest_stretch", "size_of"]

_EVENT, _GATEWAY, _ACTIVITY = (36.0, 36.0), (50.0, 50.0), (100.0, 80.0)
_AWAY = 20.0


def size_of(kind: str) -> tuple[float, float]:
    """Return the width and height that a new node of this kind is drawn in: those of bpmn-js."""
    if kind.endswith("Event"):
        return _EVENT
    return _GATEWAY if kind.endswith("Gateway") else _ACTIVITY


def centre(bounds: Bounds) -> Point:
    """Return the middle of a rectangle."""
    return Point(x=bounds.x + bounds.width / 2, y=bounds.y + bounds.height / 2)


def is_horizontal(a: Point, b: Point) -> bool:
    """Return whether a line runs rather sideways than up or down."""
    return abs(b.x - a.x) >= abs(b.y - a.y)


def longest_stretch(points: Sequence[Point]) -> int:
    """Return the place of the point where the longest stretch of a line begins."""
    stretches = list(pairwise(points))
    return max(range(len(stretches)), key=lambda at: _length(*stretches[at]))


def docks(a: Point, b: Point, free: Bounds) -> tuple[Point, Point]:
    """Return where a line from `a` to `b` enters a rectangle on it, and where it leaves it."""
    middle = centre(free)
    if is_horizontal(a, b):
        ends = (Point(x=free.x, y=middle.y), Point(x=free.x + free.width, y=middle.y))
        return ends if a.x <= b.x else (ends[1], ends[0])
    ends = (Point(x=middle.x, y=free.y), Point(x=middle.x, y=free.y + free.height))
    return ends if a.y <= b.y else (ends[1], ends[0])


def joined(before: Sequence[Point], around: Bounds | None, behind: Sequence[Point]) -> tuple[Point, ...]:
    """Return one line from the line into a node and the line out of it, when the node is taken away.

    The node's middle stays as a bend where the lines would not meet straight.
    """
    start, end = tuple(before[:-1]), tuple(behind[1:])
    if around is None or not start or not end or _is_between(centre(around), start[-1], end[0]):
        return (*start, *end)
    return (*start, centre(around), *end)


def connection(source: Bounds, target: Bounds) -> tuple[Point, ...]:
    """Return a line with right angles from one rectangle to another."""
    a, b = centre(source), centre(target)
    if target.x >= source.x + source.width:
        start, end = Point(x=source.x + source.width, y=a.y), Point(x=target.x, y=b.y)
        return _bent(start, end, sideways=True)
    if target.y >= source.y + source.height:
        return _bent(Point(x=a.x, y=source.y + source.height), Point(x=b.x, y=target.y), sideways=False)
    if target.y + target.height <= source.y:
        return _bent(Point(x=a.x, y=source.y), Point(x=b.x, y=target.y + target.height), sideways=False)
    below = max(source.y + source.height, target.y + target.height) + _AWAY
    corners = (source.y + source.height, below, below, target.y + target.height)
    return tuple(Point(x=x, y=y) for x, y in zip((a.x, a.x, b.x, b.x), corners, strict=True))


def _bent(start: Point, end: Point, *, sideways: bool) -> tuple[Point, ...]:
    if (start.y == end.y) if sideways else (start.x == end.x):
        return start, end
    if sideways:
        middle = (start.x + end.x) / 2
        return start, Point(x=middle, y=start.y), Point(x=middle, y=end.y), end
    middle = (start.y + end.y) / 2
    return start, Point(x=start.x, y=middle), Point(x=end.x, y=middle), end


def _length(a: Point, b: Point) -> float:
    return abs(b.x - a.x) + abs(b.y - a.y)


def _is_between(middle: Point, a: Point, b: Point) -> bool:
    """Return whether a point is less than one diagram point away from the line between two others."""
    length = math.hypot(b.x - a.x, b.y - a.y)
    if length == 0:
        return True
    return abs((b.x - a.x) * (a.y - middle.y) - (a.x - middle.x) * (b.y - a.y)) / length < 1.0
