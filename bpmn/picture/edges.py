"""Draws flows and associations: rounded bends, arrowheads, marks of default and conditional flows. BPMN 2.0.2 §7.4."""

import math
from collections.abc import Sequence
from itertools import pairwise

from bpmn.model import Artifact, Bounds, Point, SequenceFlow
from bpmn.picture.canvas import Canvas, number
from bpmn.picture.figure import Connection
from bpmn.picture.labels import OUTSIDE_SIZE, Lines, write_lines
from bpmn.picture.lettering import wrap
from bpmn.picture.paint import PAPER, SHADE
from bpmn.picture.things import draw_envelope

__all__ = ["draw_edge", "middle_of"]

_BEND = 5.0
_ENVELOPE = (24.0, 17.0)
_MESSAGE_WIDTH = 120.0


def draw_edge(canvas: Canvas, connection: Connection) -> None:
    """Draw an edge of any kind."""
    if connection.element.type == "messageFlow":
        _draw_message_flow(canvas, connection)
    elif isinstance(connection.element, SequenceFlow):
        _draw_sequence_flow(canvas, connection)
    elif connection.element.type == "conversationLink":
        _draw_double_line(canvas, connection)
    else:
        _draw_association(canvas, connection)


def middle_of(points: Sequence[Point]) -> Point:
    """Return the place halfway along a line."""
    lengths = [_distance(a, b) for a, b in pairwise(points)]
    left = sum(lengths) / 2
    for (a, b), length in zip(pairwise(points), lengths, strict=True):
        if length and left <= length:
            share = left / length
            return Point(x=a.x + (b.x - a.x) * share, y=a.y + (b.y - a.y) * share)
        left -= length
    return points[0]


def _draw_line(canvas: Canvas, connection: Connection, *, width: float = 1.6, **more: str | float | None) -> None:
    width += connection.paint.extra_width
    canvas.element("path", d=_path(connection.points), **connection.paint.line(width, stroke_linejoin="round", **more))


def _draw_double_line(canvas: Canvas, connection: Connection) -> None:
    # A thick line with a thin one of the paper's colour on it looks like two. §9.4.4.
    _draw_line(canvas, connection, width=5.0)
    canvas.element("path", d=_path(connection.points), fill="none", stroke=PAPER, stroke_width=2.0)


def _draw_sequence_flow(canvas: Canvas, connection: Connection) -> None:
    _draw_line(canvas, connection)
    _draw_head(canvas, connection, connection.points, is_filled=True)
    flow = connection.element
    if connection.is_default:
        _draw_slash(canvas, connection)
    elif isinstance(flow, SequenceFlow) and flow.condition is not None and connection.leaves_activity:
        _draw_diamond(canvas, connection)


def _draw_message_flow(canvas: Canvas, connection: Connection) -> None:
    _draw_line(canvas, connection, stroke_dasharray="8 5")
    _draw_head(canvas, connection, connection.points, is_filled=False)
    start = connection.points[0]
    canvas.element(
        "circle", cx=start.x, cy=start.y, r=3.5, fill=PAPER, stroke=connection.paint.stroke, stroke_width=1.4
    )
    if connection.edge.message_kind:
        _draw_message(canvas, connection)


def _draw_message(canvas: Canvas, connection: Connection) -> None:
    """Draw the message on a message flow: white where it begins the exchange, shaded where it answers. §9.3.2."""
    middle = middle_of(connection.points)
    width, height = _ENVELOPE
    box = Bounds(x=middle.x - width / 2, y=middle.y - height / 2, width=width, height=height)
    fill = SHADE if connection.edge.message_kind == "non_initiating" else PAPER
    draw_envelope(canvas, box, connection.paint.stroke, fill)
    lines = wrap(connection.message, _MESSAGE_WIDTH, OUTSIDE_SIZE)
    write_lines(canvas, Lines(lines=lines, x=middle.x, top=middle.y + height / 2 + 3, size=OUTSIDE_SIZE, has_halo=True))


def _draw_association(canvas: Canvas, connection: Connection) -> None:
    _draw_line(canvas, connection, stroke_dasharray="0.5 5", stroke_linecap="round")
    element = connection.element
    direction = element.direction if isinstance(element, Artifact) else "One"
    if direction in {"One", "Both"}:
        _draw_open_head(canvas, connection, connection.points)
    if direction == "Both":
        _draw_open_head(canvas, connection, connection.points[::-1])


def _draw_head(canvas: Canvas, connection: Connection, points: Sequence[Point], *, is_filled: bool) -> None:
    tip, along = _end(points)
    canvas.polygon(
        [_beside(tip, along, 0, 0), _beside(tip, along, -10, 4.5), _beside(tip, along, -10, -4.5)],
        fill=connection.paint.stroke if is_filled else PAPER,
        stroke=connection.paint.stroke,
        stroke_width=1.2,
        stroke_linejoin="round",
    )


def _draw_open_head(canvas: Canvas, connection: Connection, points: Sequence[Point]) -> None:
    tip, along = _end(points)
    left, right = _beside(tip, along, -7, 5), _beside(tip, along, -7, -5)
    places = f"{_at(left)} {_at((tip.x, tip.y))} {_at(right)}"
    canvas.element("polyline", points=places, **connection.paint.line(1.5))


def _draw_slash(canvas: Canvas, connection: Connection) -> None:
    start, along = _end(connection.points[::-1])
    a, b = _beside(start, along, -7, -5), _beside(start, along, -13, 5)
    canvas.element("path", d=f"M{_at(a, ' ')}L{_at(b, ' ')}", class_="default-flow", **connection.paint.line(1.8))


def _draw_diamond(canvas: Canvas, connection: Connection) -> None:
    start, along = _end(connection.points[::-1])
    canvas.polygon(
        [_beside(start, along, *place) for place in ((0, 0), (-8, 5), (-16, 0), (-8, -5))],
        fill=PAPER,
        stroke=connection.paint.stroke,
        stroke_width=1.4,
        class_="conditional-flow",
    )


def _end(points: Sequence[Point]) -> tuple[Point, float]:
    """Return the last point and the direction in which it is reached, in radians."""
    tip = points[-1]
    for before in reversed(points[:-1]):
        if _distance(before, tip) > 0.1:
            return tip, math.atan2(tip.y - before.y, tip.x - before.x)
    return tip, 0.0


def _beside(tip: Point, along: float, forward: float, sideways: float) -> tuple[float, float]:
    cosine, sine = math.cos(along), math.sin(along)
    return (tip.x + forward * cosine - sideways * sine, tip.y + forward * sine + sideways * cosine)


def _at(place: tuple[float, float], separator: str = ",") -> str:
    return f"{number(place[0])}{separator}{number(place[1])}"


def _distance(a: Point, b: Point) -> float:
    return math.hypot(b.x - a.x, b.y - a.y)


def _path(points: Sequence[Point]) -> str:
    pieces = [f"M{_at((points[0].x, points[0].y), ' ')}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        entry, leaving = _toward(corner, before), _toward(corner, after)
        pieces.append(f"L{_at(entry, ' ')}Q{_at((corner.x, corner.y), ' ')} {_at(leaving, ' ')}")
    pieces.append(f"L{_at((points[-1].x, points[-1].y), ' ')}")
    return "".join(pieces)


def _toward(corner: Point, other: Point) -> tuple[float, float]:
    length = _distance(corner, other)
    share = min(_BEND, length / 2) / length if length else 0.0
    return corner.x + (other.x - corner.x) * share, corner.y + (other.y - corner.y) * share
