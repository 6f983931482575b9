"""Draws text: inside shapes, beside events, along edges, upright in pools."""

from collections.abc import Sequence
from dataclasses import dataclass

from bpmn.model import Bounds
from bpmn.picture.canvas import Canvas, Value
from bpmn.picture.lettering import LINE_HEIGHT, text_width, wrap
from bpmn.picture.paint import INK, PAPER

__all__ = ["INSIDE_SIZE", "OUTSIDE_SIZE", "Lines", "inside_lines", "outside_lines", "write_lines"]

# The sizes bpmn.io's renderer uses, in points.
INSIDE_SIZE = 12.0
OUTSIDE_SIZE = 11.0
_NARROWEST = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Wrapped text with its place: the middle of its top edge, the size of its letters, its turn in degrees.

    With a halo it stays readable where it crosses a line.
    """

    lines: Sequence[str]
    x: float
    top: float
    size: float
    ink: str = INK
    anchor: str = "middle"
    turn: float = 0.0
    has_halo: bool = False

    @property
    def height(self) -> float:
        """Height in diagram points."""
        return len(self.lines) * self.size * LINE_HEIGHT


def inside_lines(text: str, room: Bounds, *, size: float = INSIDE_SIZE, ink: str = INK, at_top: bool = False) -> Lines:
    """Return text wrapped into a rectangle, in its middle or at its top; shrunk a little where it would not fit."""
    longest = max((text_width(word, 1.0) for word in text.split()), default=0.0)
    for smaller in (size, size - 1, size - 2, size - 3):
        lines = wrap(text, room.width, smaller)
        # Smaller letters are better than a word broken in two, as long as they keep it whole.
        is_broken = longest * smaller > room.width >= longest * (size - 3)
        if len(lines) * smaller * LINE_HEIGHT <= room.height and not is_broken:
            break
    most = max(1, int(room.height // (smaller * LINE_HEIGHT)))
    lines = wrap(text, room.width, smaller, most_lines=most)
    height = len(lines) * smaller * LINE_HEIGHT
    top = room.y if at_top else room.y + (room.height - height) / 2
    return Lines(lines=lines, x=room.x + room.width / 2, top=top, size=smaller, ink=ink)


def outside_lines(text: str, label: Bounds) -> Lines:
    """Return text at the label bounds of the file: centred, from the top, at least wide enough for a word."""
    width = max(label.width + 2, _NARROWEST)
    lines = wrap(text, width, OUTSIDE_SIZE)
    return Lines(lines=lines, x=label.x + label.width / 2, top=label.y, size=OUTSIDE_SIZE, has_halo=True)


def write_lines(canvas: Canvas, text: Lines) -> None:
    """Draw the text."""
    if not text.lines:
        return
    turn = None
    if text.turn:
        middle = text.top + text.height / 2
        turn = f"rotate({text.turn:g} {text.x:g} {middle:g})"
    halo: dict[str, Value] = {}
    if text.has_halo:
        halo = {"stroke": PAPER, "stroke_width": 3.0, "stroke_linejoin": "round", "paint_order": "stroke"}
    with canvas.inside("text", text_anchor=text.anchor, font_size=text.size, fill=text.ink, transform=turn, **halo):
        for index, line in enumerate(text.lines):
            canvas.element("tspan", line, x=text.x, y=text.top + text.size * (0.93 + LINE_HEIGHT * index))
