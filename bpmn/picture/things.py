"""Draws data, annotations, groups, conversations, messages and what is unknown. BPMN 2.0.2 §8.3, §10.4."""

from bpmn.model import Artifact, Bounds, Conversation, DataInput, DataItem, DataOutput
from bpmn.picture.canvas import Canvas
from bpmn.picture.figure import Figure, centre, grow
from bpmn.picture.icons import MARKERS
from bpmn.picture.labels import OUTSIDE_SIZE, Lines, inside_lines, write_lines
from bpmn.picture.lettering import wrap

__all__ = [
    "draw_annotation",
    "draw_conversation",
    "draw_data_object",
    "draw_data_store",
    "draw_envelope",
    "draw_group",
    "draw_message",
    "draw_other",
]

_FOLD = 10.0


def draw_data_object(canvas: Canvas, figure: Figure) -> None:
    """Draw a sheet with a folded corner; an arrow for an input or output, bars for a collection."""
    box, element = figure.box, figure.element
    fold = min(_FOLD, box.width / 3, box.height / 3)
    right, bottom = box.x + box.width, box.y + box.height
    canvas.polygon(
        [(box.x, box.y), (right - fold, box.y), (right, box.y + fold), (right, bottom), (box.x, bottom)],
        **figure.paint.outline(1.8, stroke_linejoin="round"),
    )
    corner = f"M{right - fold:g} {box.y:g}v{fold:g}h{fold:g}"
    canvas.element("path", d=corner, **figure.paint.line(1.5))
    if isinstance(element, DataInput | DataOutput):
        canvas.element(
            "path",
            d="M0 3H8V0L14 5.5 8 11V8H0z",
            transform=f"translate({box.x + 4:g} {box.y + 4:g})",
            fill=figure.paint.stroke if isinstance(element, DataOutput) else "none",
            stroke=figure.paint.stroke,
            class_="icon",
        )
    if isinstance(element, DataItem | DataInput | DataOutput) and element.is_collection:
        canvas.element(
            "path",
            d=MARKERS["parallel"],
            transform=f"translate({box.x + box.width / 2:g} {bottom - 9:g})",
            class_="marker marker-parallel",
            **figure.paint.line(1.8),
        )


def draw_data_store(canvas: Canvas, figure: Figure) -> None:
    """Draw a drum with three rims."""
    box = figure.box
    rim = min(8.0, box.height / 6)
    half = box.width / 2
    arc = f"a{half:g} {rim:g} 0 0 0 {box.width:g} 0"
    body = f"M{box.x:g} {box.y + rim:g}v{box.height - 2 * rim:g}{arc}v{2 * rim - box.height:g}"
    canvas.element("path", d=f"{body}a{half:g} {rim:g} 0 0 0 {-box.width:g} 0z", **figure.paint.outline(1.8))
    for index in range(3):
        canvas.element("path", d=f"M{box.x:g} {box.y + rim + index * rim * 0.8:g}{arc}", **figure.paint.line(1.5))


def draw_annotation(canvas: Canvas, figure: Figure) -> None:
    """Draw an open bracket and the annotation's text beside it."""
    box = figure.box
    canvas.element("rect", x=box.x, y=box.y, width=box.width, height=box.height, fill="none", stroke="none")
    canvas.element("path", d=f"M{box.x + 10:g} {box.y:g}h-10v{box.height:g}h10", **figure.paint.line(1.5))
    text = figure.name or (figure.element.text if isinstance(figure.element, Artifact) else "")
    lines = wrap(text, max(20.0, box.width - 10), OUTSIDE_SIZE)
    write_lines(
        canvas, Lines(lines=lines, x=box.x + 7, top=box.y + 5, size=OUTSIDE_SIZE, ink=figure.paint.ink, anchor="start")
    )


def draw_group(canvas: Canvas, figure: Figure) -> None:
    """Draw a dash-dotted frame with nothing inside."""
    box = figure.box
    line = figure.paint.line(1.5, stroke_dasharray="8 4 1.5 4", stroke_linecap="round")
    canvas.element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=10.0, **line)


def draw_conversation(canvas: Canvas, figure: Figure) -> None:
    """Draw a hexagon."""
    box = figure.box
    slant, right, bottom, middle = box.width / 4, box.x + box.width, box.y + box.height, centre(box)
    canvas.polygon(
        [
            (box.x, middle.y),
            (box.x + slant, box.y),
            (right - slant, box.y),
            (right, middle.y),
            (right - slant, bottom),
            (box.x + slant, bottom),
        ],
        **figure.paint.outline(4.0 if figure.element.type == "callConversation" else 2.0),
    )
    if figure.element.type == "subConversation" or _calls_a_collaboration(figure):
        place = f"translate({middle.x:g} {bottom - 10:g})"
        canvas.element("path", d=MARKERS["collapsed"], transform=place, **figure.paint.line(1.4))


def _calls_a_collaboration(figure: Figure) -> bool:
    # §9.4: a call of a global conversation has no mark, a call of a collaboration that of a sub-conversation.
    return isinstance(figure.element, Conversation) and figure.called_type == "collaboration"


def draw_message(canvas: Canvas, figure: Figure) -> None:
    """Draw an envelope."""
    draw_envelope(canvas, figure.box, figure.paint.stroke, figure.paint.fill)


def draw_envelope(canvas: Canvas, box: Bounds, stroke: str, fill: str) -> None:
    """Draw an envelope in a rectangle."""
    size = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    canvas.element("rect", **size, fill=fill, stroke=stroke, stroke_width=1.5)
    flap = f"M{box.x:g} {box.y:g}l{box.width / 2:g} {box.height * 0.6:g}l{box.width / 2:g} {-box.height * 0.6:g}"
    canvas.element("path", d=flap, fill="none", stroke=stroke, stroke_width=1.5, class_="envelope")


def draw_other(canvas: Canvas, figure: Figure) -> None:
    """Draw a plain frame with the name: for what the standard does not know."""
    box = figure.box
    canvas.element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=4.0, **figure.paint.outline(1.5))
    room: Bounds = grow(box, -3.0)
    write_lines(canvas, inside_lines(figure.name or figure.element.id, room, ink=figure.paint.ink))
