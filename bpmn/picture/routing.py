"""Turns paths over the board into bends with places."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bpmn.model import Bounds, Point
from bpmn.picture.board import Path
from bpmn.picture.edges import middle_of
from bpmn.picture.ends import Ends
from bpmn.picture.figure import centre
from bpmn.picture.sizes import LABEL_WIDTH, label_size
from bpmn.picture.spacing import Spacing
from bpmn.picture.tracks import Tracks, corners_of
from bpmn.picture.wires import Wire

__all__ = ["draw_path", "label_of_flow", "straight"]


def draw_path(wire: Wire, path: Path, tracks: Tracks, spacing: Spacing, ends: Ends) -> tuple[Point, ...]:
    """Return the bends of a wire; a straight line where no path was found, nothing where an end is not drawn."""
    source, target = wire.port or wire.source, wire.target_port or wire.target
    if source not in ends.boxes or target not in ends.boxes:
        return ()
    if len(path) < 2:
        return straight(ends.boxes[source], ends.boxes[target])
    corners = corners_of(path)
    places = [
        (a[0] == b[0], spacing.track((a[0] == b[0], a[0] if a[0] == b[0] else a[1]), tracks.of[wire.id, number]))
        for number, (a, b) in enumerate(pairwise(corners))
    ]
    down = [spacing.across[y] for _, y in corners]
    along = [spacing.down[x] for x, _ in corners]
    hung = wire.starts_below or wire.port != "", wire.target_port != ""
    for index, node in ((0, source), (-1, target)):
        places[index] = _beneath(places[index], ends.boxes[node]) if hung[index] else places[index]
    first = _begin(source, places, (along[1], down[1]), ends, is_hung=hung[0])
    last = _begin(target, places[::-1], (along[-2], down[-2]), ends, is_hung=hung[1])[::-1]
    return tuple(_joined([*first, *_bends(places), *last]))


def _beneath(place: tuple[bool, float], box: Bounds) -> tuple[bool, float]:
    """Return the place of a piece that hangs on something inside or on what stands on the board: right below it."""
    return (True, centre(box).x) if place[0] else place


def _begin(
    node: str, places: Sequence[tuple[bool, float]], toward: tuple[float, float], ends: Ends, *, is_hung: bool
) -> list[Point]:
    """Return the first point at a node, and the bend that leads from it to the first piece where it lies beside it."""
    is_down, place = places[0]
    if is_down:
        return [ends.upright(node, place, toward[1])]
    if is_hung:
        middle = centre(ends.boxes[node]).x
        return [ends.upright(node, middle, place), Point(x=middle, y=place)]
    return [ends.level(node, place, toward[0])]


def _bends(places: Sequence[tuple[bool, float]]) -> Iterator[Point]:
    for (is_down, place), (_, after) in pairwise(places):
        yield Point(x=place, y=after) if is_down else Point(x=after, y=place)


def _joined(points: Sequence[Point]) -> list[Point]:
    """Return the points without those that lie on a straight line or on each other; never fewer than two."""
    kept = [points[0]]
    for before, point, after in zip(points, points[1:], points[2:], strict=False):
        is_between = (abs(before.x - point.x) < 0.5 and abs(point.x - after.x) < 0.5) or (
            abs(before.y - point.y) < 0.5 and abs(point.y - after.y) < 0.5
        )
        if not is_between:
            kept.append(point)
    return [*kept, points[-1]]


def label_of_flow(points: Sequence[Point], text: str) -> Bounds | None:
    """Return the place of a flow's label: above its longest piece across, at the end the flow comes from."""
    if not text or len(points) < 2:
        return None
    level = [(a, b) for a, b in pairwise(points) if abs(a.y - b.y) < 0.5]
    if not level:
        width, height = label_size(text)
        middle = middle_of(points)
        return Bounds(x=middle.x + 5, y=middle.y - height / 2, width=width, height=height)
    a, b = max(level, key=lambda piece: abs(piece[1].x - piece[0].x))
    width, height = label_size(text, max(LABEL_WIDTH, min(200.0, abs(b.x - a.x) - 20)))
    x = a.x + 6 if a.x < b.x else a.x - 6 - width
    return Bounds(x=x, y=a.y - height - 3, width=width, height=height)


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
