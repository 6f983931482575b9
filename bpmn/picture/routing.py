"""Finds the bends of edges between laid out nodes."""

from collections.abc import Mapping

from bpmn.model import Bounds, Point, SequenceFlow
from bpmn.picture.figure import centre

__all__ = ["route", "straight"]

_STUB = 18.0


def route(flow: SequenceFlow, places: Mapping[str, Bounds]) -> tuple[Point, ...]:
    """Return the bends of a sequence flow: forward from right to left, backward around below."""
    source, target = places.get(flow.source), places.get(flow.target)
    if source is None or target is None:
        return ()
    right = source.x + source.width
    start = Point(x=right, y=centre(source).y)
    end = Point(x=target.x, y=centre(target).y)
    if right + _STUB / 2 > target.x:
        return _backward(source, target)
    if abs(start.y - end.y) < 1:
        return start, end
    # The bend lies just before the target: what runs along a row then stays in the row it began in.
    bend = target.x - _STUB
    return start, Point(x=bend, y=start.y), Point(x=bend, y=end.y), end


def _backward(source: Bounds, target: Bounds) -> tuple[Point, ...]:
    low = max(source.y + source.height, target.y + target.height) + _STUB
    start = Point(x=centre(source).x, y=source.y + source.height)
    end = Point(x=centre(target).x, y=target.y + target.height)
    if abs(start.x - end.x) < 1:
        is_down = source.y < target.y
        return start if is_down else Point(x=start.x, y=source.y), Point(x=end.x, y=target.y) if is_down else end
    return start, Point(x=start.x, y=low), Point(x=end.x, y=low), end


def straight(source: Bounds | None, target: Bounds | None) -> tuple[Point, ...]:
    """Return a straight line between two things, from edge to edge; nothing where one of them is not drawn."""
    if source is None or target is None:
        return ()
    a, b = centre(source), centre(target)
    return _clip(source, a, b), _clip(target, b, a)


def _clip(box: Bounds, inside: Point, outside: Point) -> Point:
    dx, dy = outside.x - inside.x, outside.y - inside.y
    shares = [half / abs(d) for half, d in ((box.width / 2, dx), (box.height / 2, dy)) if abs(d) > 1e-9]
    share = min([*shares, 1.0])
    return Point(x=inside.x + dx * share, y=inside.y + dy * share)
