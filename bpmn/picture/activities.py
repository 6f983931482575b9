"""Draws activities: tasks with their icons, sub-processes, call activities, and their markers. BPMN 2.0.2 §10.3."""

from collections.abc import Callable

from bpmn.model import Activity, Bounds, MultiInstance, StandardLoop, SubProcess
from bpmn.picture.canvas import Canvas
from bpmn.picture.figure import Figure, grow
from bpmn.picture.icons import MARKERS, TASK_ICONS
from bpmn.picture.labels import inside_lines, write_lines

__all__ = ["draw_activity", "markers_of"]

_ROUNDING = 10.0
_MARKER_STEP = 18.0
_MARKER_ROOM = 20.0
_ICON_ROOM = 22.0


def draw_activity(canvas: Canvas, figure: Figure) -> None:
    """Draw a task, sub-process or call activity."""
    _draw_frame(canvas, figure)
    icon = TASK_ICONS.get(figure.called_type or figure.element.type)
    if icon:
        _draw_icon(canvas, figure, icon)
    markers = markers_of(figure)
    _draw_markers(canvas, figure, markers)
    room = grow(figure.box, -5.0)
    if figure.is_expanded:
        write_lines(canvas, inside_lines(figure.name, room, ink=figure.paint.ink, at_top=True))
        return
    write_lines(canvas, inside_lines(figure.name, _label_room(room, bool(icon), bool(markers)), ink=figure.paint.ink))


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
    if figure.element.type == "callActivity":
        return not figure.called_type and not figure.is_expanded
    return isinstance(figure.element, SubProcess) and not figure.is_expanded


def _loop(figure: Figure) -> StandardLoop | MultiInstance | None:
    return figure.element.loop if isinstance(figure.element, Activity) else None


def _is_multi_instance(figure: Figure, *, is_sequential: bool) -> bool:
    loop = _loop(figure)
    return isinstance(loop, MultiInstance) and loop.is_sequential is is_sequential


_MARKER_RULES: tuple[tuple[str, Callable[[Figure], bool]], ...] = (
    ("compensation", lambda figure: isinstance(figure.element, Activity) and figure.element.is_for_compensation),
    ("loop", lambda figure: isinstance(_loop(figure), StandardLoop)),
    ("parallel", lambda figure: _is_multi_instance(figure, is_sequential=False)),
    ("sequential", lambda figure: _is_multi_instance(figure, is_sequential=True)),
    ("collapsed", _is_collapsed),
    ("ad-hoc", lambda figure: figure.element.type == "adHocSubProcess"),
)


def _draw_markers(canvas: Canvas, figure: Figure, markers: tuple[str, ...]) -> None:
    box = figure.box
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
