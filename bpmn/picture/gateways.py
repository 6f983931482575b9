"""Draws gateways: a diamond with the mark of its kind. BPMN 2.0.2 §10.6."""

from collections.abc import Callable

from bpmn.model import Gateway
from bpmn.picture.canvas import Canvas
from bpmn.picture.figure import Figure, centre
from bpmn.picture.icons import EVENT_ICONS

__all__ = ["draw_gateway"]

_USUAL_SIZE = 50.0


def draw_gateway(canvas: Canvas, figure: Figure) -> None:
    """Draw a gateway of any kind."""
    box, middle = figure.box, centre(figure.box)
    canvas.polygon(
        [(middle.x, box.y), (box.x + box.width, middle.y), (middle.x, box.y + box.height), (box.x, middle.y)],
        **figure.paint.outline(2.0, stroke_linejoin="round"),
    )
    mark = _MARKS.get(figure.element.type)
    if mark is None:
        return
    scale = min(box.width, box.height) / _USUAL_SIZE
    with canvas.inside("g", transform=f"translate({middle.x:g} {middle.y:g}) scale({scale:g})", class_="icon"):
        mark(canvas, figure)


def _stroke(figure: Figure) -> str:
    return figure.paint.ink if figure.paint.classes else figure.paint.stroke


def _draw_path(canvas: Canvas, figure: Figure, data: str, width: float, fill: str = "none") -> None:
    canvas.element("path", d=data, fill=fill, stroke=_stroke(figure), stroke_width=width)


def _draw_exclusive(canvas: Canvas, figure: Figure) -> None:
    if figure.shape.is_marker_visible:
        _draw_path(canvas, figure, "M-6.5-8L6.5 8M6.5-8L-6.5 8", 3.5)


def _draw_parallel(canvas: Canvas, figure: Figure) -> None:
    _draw_path(canvas, figure, "M0-11V11M-11 0H11", 3.5)


def _draw_inclusive(canvas: Canvas, figure: Figure) -> None:
    canvas.element("circle", r=11.0, cx=0.0, cy=0.0, fill="none", stroke=_stroke(figure), stroke_width=3.0)


def _draw_complex(canvas: Canvas, figure: Figure) -> None:
    _draw_path(canvas, figure, "M0-12V12M-12 0H12M-8-8L8 8M8-8L-8 8", 3.0)


def _draw_event_based(canvas: Canvas, figure: Figure) -> None:
    gateway = figure.element
    is_parallel = isinstance(gateway, Gateway) and gateway.event_gateway_type == "Parallel"
    canvas.element("circle", r=14.0, cx=0.0, cy=0.0, fill="none", stroke=_stroke(figure), stroke_width=1.2)
    if not (isinstance(gateway, Gateway) and gateway.instantiate):
        canvas.element("circle", r=11.5, cx=0.0, cy=0.0, fill="none", stroke=_stroke(figure), stroke_width=1.2)
    _draw_path(canvas, figure, EVENT_ICONS["parallelMultiple" if is_parallel else "multiple"], 1.3)


_MARKS: dict[str, Callable[[Canvas, Figure], None]] = {
    "exclusiveGateway": _draw_exclusive,
    "parallelGateway": _draw_parallel,
    "inclusiveGateway": _draw_inclusive,
    "complexGateway": _draw_complex,
    "eventBasedGateway": _draw_event_based,
}
