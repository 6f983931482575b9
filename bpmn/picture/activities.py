"""Draws activities: tasks with their icons, sub-processes, call activities, and their markers. BPMN 2.0.2 §10.3."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bpmn.model import Activity, Bounds, MultiInstance, StandardLoop, StartEvent, SubProcess
from bpmn.picture.canvas import Canvas
from bpmn.picture.events import draw_event
from bpmn.picture.figure import Figure, grow
from bpmn.picture.icons import MARKERS, TASK_ICONS
from bpmn.picture.labels import inside_lines, write_lines

__all__ = ["draw_activity", "draw_markers", "markers_of"]

_ROUNDING = 10.0
_MARKER_STEP = 18.0
_MARKER_ROOM = 20.0
_ICON_ROOM = 22.0
_START_SIZE = 18.0
_CHOREOGRAPHY_LOOPS = {
    "Standard": "loop",
    "MultiInstanceSequential": "sequential",
    "MultiInstanceParallel": "parallel",
}


def draw_activity(canvas: Canvas, figure: Figure) -> None:
    """Draw a task, sub-process or call activity."""
    _draw_frame(canvas, figure)
    icon = TASK_ICONS.get(figure.called_type or figure.element.type)
    if icon:
        _draw_icon(canvas, figure, icon)
    markers = markers_of(figure)
    draw_markers(canvas, figure, markers, figure.box)
    _draw_start(canvas, figure)
    room = grow(figure.box, -8.0 if figure.element.type == "transaction" else -5.0)
    if figure.is_expanded:
        write_lines(canvas, inside_lines(figure.name, room, ink=figure.paint.ink, at_top=True))
        return
    has_icon = bool(icon) or _start_of(figure) is not None
    write_lines(canvas, inside_lines(figure.name, _label_room(room, has_icon, bool(markers)), ink=figure.paint.ink))


def _label_room(room: Bounds, has_icon: bool, has_markers: bool) -> Bounds:
    # What is lost below to markers is given up above too, as long as that leaves two lines: the label stays centred.
    above = _ICON_ROOM - 8 if has_icon and room.height > 50 else 0.0
    below = _MARKER_ROOM if has_markers and room.height > 30 else 0.0
    return Bounds(x=room.x, y=room.y + above, width=room.width, height=max(14.0, room.height - above - below))


def _draw_frame(canvas: Canvas, figure: Figure) -> None:
    box, kind = figure.box, figure.element.type
    is_event_sub_process = isinstance(figure.element, SubProcess) and figure.element.is_event_sub_process
    width = 5.0 if kind == "callActivity" else 2.0
    dash = "1 6" if is_event_sub_process else None
    rounding = min(_ROUNDING, box.width / 4, box.height / 4)
    canvas.element(
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=rounding,
        **figure.paint.outline(width, stroke_dasharray=dash, stroke_linecap="round" if dash else None),
    )
    if kind == "transaction":
        inner = grow(box, -4.0)
        canvas.element(
            "rect",
            x=inner.x,
            y=inner.y,
            width=inner.width,
            height=inner.height,
            rx=max(1.0, rounding - 3),
            **figure.paint.line(1.5),
        )


def _draw_start(canvas: Canvas, figure: Figure) -> None:
    """Draw the start event of a closed event sub-process in its upper left corner. §10.3.5."""
    start = _start_of(figure)
    if start is not None:
        box = Bounds(x=figure.box.x + 5, y=figure.box.y + 5, width=_START_SIZE, height=_START_SIZE)
        draw_event(canvas, replace(figure, element=start, shape=replace(figure.shape, bounds=box)))


def _start_of(figure: Figure) -> StartEvent | None:
    element = figure.element
    if figure.is_expanded or not isinstance(element, SubProcess) or not element.is_event_sub_process:
        return None
    return next((node for node in element.scope.nodes if isinstance(node, StartEvent)), None)


def _draw_icon(canvas: Canvas, figure: Figure, icon: str) -> None:
    is_filled = (figure.called_type or figure.element.type) == "sendTask"
    ink = figure.paint.ink if figure.paint.classes else figure.paint.stroke
    canvas.element(
        "path",
        d=icon,
        transform=f"translate({figure.box.x + 6:g} {figure.box.y + 5:g})",
        fill=ink if is_filled else "none",
        stroke=figure.paint.fill if is_filled else ink,
        stroke_width=1.1,
        stroke_linejoin="round",
        class_="icon",
    )


def markers_of(figure: Figure) -> tuple[str, ...]:
    """Return the markers at the bottom of an activity, in the order they are drawn."""
    return tuple(name for name, holds in _MARKER_RULES if holds(figure))


def _is_collapsed(figure: Figure) -> bool:
    if figure.element.type in {"callActivity", "callChoreography"}:
        return not figure.called_type and not figure.is_expanded
    return isinstance(figure.element, SubProcess) and not figure.is_expanded


def _loop(figure: Figure) -> str:
    """Return the marker of an activity's loop; a choreography's has only its kind (Table 11.1)."""
    element = figure.element
    loop = element.loop if isinstance(element, Activity) else None
    if isinstance(loop, MultiInstance):
        return "sequential" if loop.is_sequential else "parallel"
    if isinstance(loop, StandardLoop):
        return "loop"
    kind = element.interaction.loop_type if isinstance(element, Activity) and element.interaction else ""
    return _CHOREOGRAPHY_LOOPS.get(kind, "")


_MARKER_RULES: tuple[tuple[str, Callable[[Figure], bool]], ...] = (
    ("compensation", lambda figure: isinstance(figure.element, Activity) and figure.element.is_for_compensation),
    ("loop", lambda figure: _loop(figure) == "loop"),
    ("parallel", lambda figure: _loop(figure) == "parallel"),
    ("sequential", lambda figure: _loop(figure) == "sequential"),
    ("collapsed", _is_collapsed),
    ("ad-hoc", lambda figure: figure.element.type == "adHocSubProcess"),
)


def draw_markers(canvas: Canvas, figure: Figure, markers: Sequence[str], box: Bounds) -> None:
    """Draw markers side by side at the bottom of a rectangle of the figure."""
    left = box.x + box.width / 2 - _MARKER_STEP * (len(markers) - 1) / 2
    for index, marker in enumerate(markers):
        canvas.element(
            "path",
            d=MARKERS[marker],
            transform=f"translate({left + index * _MARKER_STEP:g} {box.y + box.height - 11:g})",
            fill="none",
            stroke=figure.paint.ink if figure.paint.classes else figure.paint.stroke,
            stroke_width=1.8 if marker == "ad-hoc" else 1.4,
            class_=f"marker marker-{marker}",
        )
