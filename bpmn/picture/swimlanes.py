"""Draws pools and lanes. BPMN 2.0.2 §9.3, §10.8."""

from bpmn.model import Bounds, Participant
from bpmn.picture.canvas import Canvas
from bpmn.picture.figure import Figure, grow
from bpmn.picture.icons import MARKERS
from bpmn.picture.labels import INSIDE_SIZE, Lines, inside_lines, write_lines
from bpmn.picture.lettering import LINE_HEIGHT, wrap

__all__ = ["draw_lane", "draw_pool"]

_HEADER = 30.0


def draw_pool(canvas: Canvas, figure: Figure) -> None:
    """Draw a pool: its name in a header at its side, or in its middle where it is a black box."""
    _draw_box(canvas, figure)
    pool = figure.element
    if isinstance(pool, Participant) and pool.process is None:
        write_lines(canvas, inside_lines(figure.name, grow(figure.box, -4.0), ink=figure.paint.ink))
    else:
        _draw_header_line(canvas, figure)
        _write_header(canvas, figure)
    if isinstance(pool, Participant) and (pool.maximum or 0) > 1:
        middle, bottom = figure.box.x + figure.box.width / 2, figure.box.y + figure.box.height - 11
        canvas.element(
            "path",
            d=MARKERS["parallel"],
            transform=f"translate({middle:g} {bottom:g})",
            class_="marker marker-parallel",
            **figure.paint.line(1.6),
        )


def draw_lane(canvas: Canvas, figure: Figure) -> None:
    """Draw a lane with its name at its side."""
    _draw_box(canvas, figure)
    _write_header(canvas, figure)


def _is_horizontal(figure: Figure) -> bool:
    return figure.shape.is_horizontal is not False


def _draw_box(canvas: Canvas, figure: Figure) -> None:
    box = figure.box
    canvas.element("rect", x=box.x, y=box.y, width=box.width, height=box.height, **figure.paint.outline(1.5))


def _draw_header_line(canvas: Canvas, figure: Figure) -> None:
    box = figure.box
    path = (
        f"M{box.x + _HEADER:g} {box.y:g}v{box.height:g}"
        if _is_horizontal(figure)
        else f"M{box.x:g} {box.y + _HEADER:g}h{box.width:g}"
    )
    canvas.element("path", d=path, **figure.paint.line(1.5))


def _write_header(canvas: Canvas, figure: Figure) -> None:
    box = figure.box
    if not _is_horizontal(figure):
        room = Bounds(x=box.x + 4, y=box.y + 2, width=max(10.0, box.width - 8), height=_HEADER - 4)
        write_lines(canvas, inside_lines(figure.name, room, ink=figure.paint.ink))
        return
    lines = wrap(figure.name, max(20.0, box.height - 10), INSIDE_SIZE, most_lines=2)
    height = len(lines) * INSIDE_SIZE * LINE_HEIGHT
    top = box.y + box.height / 2 - height / 2
    middle = box.x + _HEADER / 2
    write_lines(canvas, Lines(lines=lines, x=middle, top=top, size=INSIDE_SIZE, ink=figure.paint.ink, turn=-90.0))
