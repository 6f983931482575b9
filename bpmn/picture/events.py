"""Draws events: the ring tells where they stand, the icon what they wait for or cause. BPMN 2.0.2 §10.5.5."""

from bpmn.model import BoundaryEvent, CatchEvent, Event, StartEvent
from bpmn.picture.canvas import Canvas
from bpmn.picture.figure import Figure, centre
from bpmn.picture.icons import EVENT_ICONS

__all__ = ["draw_event"]

_USUAL_SIZE = 36.0
_RING_GAP = 3.0
_DASH = "6 4"


def draw_event(canvas: Canvas, figure: Figure) -> None:
    """Draw a start, intermediate, boundary or end event."""
    event = figure.element
    if not isinstance(event, Event):
        return
    middle = centre(figure.box)
    radius = min(figure.box.width, figure.box.height) / 2
    dash = None if _is_interrupting(event) else _DASH
    width = 4.0 if event.type == "endEvent" else 1.8
    canvas.element("circle", cx=middle.x, cy=middle.y, r=radius, **figure.paint.outline(width, stroke_dasharray=dash))
    if event.type not in {"startEvent", "endEvent"}:
        ring = max(1.0, radius - _RING_GAP)
        canvas.element("circle", cx=middle.x, cy=middle.y, r=ring, **figure.paint.line(1.5, stroke_dasharray=dash))
    _draw_icon(canvas, figure, event)


def _is_interrupting(event: Event) -> bool:
    if isinstance(event, BoundaryEvent):
        return event.cancel_activity
    return event.is_interrupting if isinstance(event, StartEvent) else True


def _draw_icon(canvas: Canvas, figure: Figure, event: Event) -> None:
    kind = event.kind
    if kind == "multiple" and isinstance(event, CatchEvent) and event.is_parallel_multiple:
        kind = "parallelMultiple"
    icon = EVENT_ICONS.get(kind)
    if icon is None:
        return
    is_thrown = not isinstance(event, CatchEvent)
    ink = figure.paint.ink if figure.paint.classes else figure.paint.stroke
    middle = centre(figure.box)
    scale = min(figure.box.width, figure.box.height) / _USUAL_SIZE
    canvas.element(
        "path",
        d=icon,
        transform=f"translate({middle.x:g} {middle.y:g}) scale({scale:g})",
        fill=ink if is_thrown else "none",
        # A thrown message is a dark envelope: its lines are seen only in the colour of the paper.
        stroke=figure.paint.fill if is_thrown and kind == "message" else ink,
        stroke_width=1.2,
        stroke_linejoin="round",
        class_=f"icon icon-{kind}",
    )
