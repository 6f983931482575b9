"""Draws choreography activities: the activity between the bands of those who take part. BPMN 2.0.2 §11.5."""

from bpmn.model import Bounds
from bpmn.picture.activities import draw_markers, markers_of
from bpmn.picture.bands import Band
from bpmn.picture.canvas import Canvas, number
from bpmn.picture.figure import Figure, grow
from bpmn.picture.icons import MARKERS
from bpmn.picture.labels import OUTSIDE_SIZE, Lines, inside_lines, write_lines
from bpmn.picture.lettering import wrap
from bpmn.picture.paint import PAPER, SHADE
from bpmn.picture.things import draw_envelope

__all__ = ["draw_choreography"]

_ROUNDING = 10.0
_ENVELOPE = (30.0, 20.0)
_ENVELOPE_GAP = 20.0
_MARKER_ROOM = 20.0


def draw_choreography(canvas: Canvas, figure: Figure) -> None:
    """Draw a choreography task, a sub-choreography or a call of a choreography."""
    box = figure.box
    width = 5.0 if figure.element.type == "callChoreography" else 2.0
    rounding = min(_ROUNDING, box.width / 4, box.height / 4)
    look = figure.paint.outline(width)
    canvas.element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=rounding, **look)
    for band in figure.bands:
        with canvas.inside("g", class_="band", data_participant_id=band.participant):
            _draw_band(canvas, figure, band, rounding)
    markers = markers_of(figure)
    middle = _between(figure)
    draw_markers(canvas, figure, markers, middle)
    room = grow(middle, -4.0)
    if markers:
        room = Bounds(x=room.x, y=room.y, width=room.width, height=max(14.0, room.height - _MARKER_ROOM))
    write_lines(canvas, inside_lines(figure.name, room, ink=figure.paint.ink, at_top=figure.is_expanded))


def _between(figure: Figure) -> Bounds:
    """Return the room between the upper and the lower bands."""
    box = figure.box
    top = max((band.box.y + band.box.height for band in figure.bands if band.is_at_top), default=box.y)
    bottom = min((band.box.y for band in figure.bands if not band.is_at_top), default=box.y + box.height)
    return Bounds(x=box.x, y=top, width=box.width, height=max(0.0, bottom - top))


def _draw_band(canvas: Canvas, figure: Figure, band: Band, rounding: float) -> None:
    box = band.box
    fill = figure.paint.fill if band.is_initiating else SHADE
    path = _outline(band, rounding if band.is_at_the_edge else 0.0)
    canvas.element("path", d=path, fill=fill, stroke=figure.paint.stroke, stroke_width=1.5)
    room = grow(box, -2.0)
    if band.is_multiple:
        # The mark stands under the name where there is room for it, else at the right end.
        is_tall = box.height > 2 * _MARKER_ROOM - 6
        x, y = (box.x + box.width / 2, box.y + box.height - 9) if is_tall else (box.x + box.width - 14, box.y + 10)
        place = f"translate({x:g} {y:g})"
        canvas.element("path", d=MARKERS["parallel"], transform=place, **figure.paint.line(1.6))
        width, height = (room.width, room.height - 14) if is_tall else (room.width - 20, room.height)
        room = Bounds(x=room.x, y=room.y, width=width, height=height)
    write_lines(canvas, inside_lines(band.name, room, size=OUTSIDE_SIZE))
    if band.has_message:
        _draw_message(canvas, figure, band)


def _outline(band: Band, rounding: float) -> str:
    """Return the path of a band, with the round corners of the activity at its upper or lower edge."""
    box = band.box
    x, y, r, width, height = (number(value) for value in (box.x, box.y, rounding, box.width, box.height))
    inner, bottom = number(box.width - 2 * rounding), number(box.y + box.height)
    side = number(box.height - rounding)
    if not rounding:
        return f"M{x} {y}h{width}v{height}h-{width}z"
    if band.is_at_top:
        return f"M{x} {bottom}v-{side}q0-{r} {r}-{r}h{inner}q{r} 0 {r} {r}v{side}z"
    return f"M{x} {y}v{side}q0 {r} {r} {r}h{inner}q{r} 0 {r}-{r}v-{side}z"


def _draw_message(canvas: Canvas, figure: Figure, band: Band) -> None:
    """Draw the envelope beside a band, tied to it by a dotted line; white where it is the first message. §11.5.1."""
    box = band.box
    middle = box.x + box.width / 2
    width, height = _ENVELOPE
    edge = box.y if band.is_at_top else box.y + box.height
    top = edge - _ENVELOPE_GAP - height if band.is_at_top else edge + _ENVELOPE_GAP
    end = top + height if band.is_at_top else top
    dotted = figure.paint.line(1.6, stroke_dasharray="0.5 5", stroke_linecap="round")
    canvas.element("path", d=f"M{number(middle)} {number(edge)}V{number(end)}", **dotted)
    place = Bounds(x=middle - width / 2, y=top, width=width, height=height)
    draw_envelope(canvas, place, figure.paint.stroke, PAPER if band.is_initiating else SHADE)
    lines = wrap(band.message, box.width, OUTSIDE_SIZE, most_lines=1)
    write_lines(canvas, Lines(lines=lines, x=place.x + width + 5, top=top + 3, size=OUTSIDE_SIZE, anchor="start"))
