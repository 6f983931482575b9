"""Draws a model's diagram as SVG. BPMN 2.0.2 §12 (diagram interchange) and the notation sections of §8 to §10."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from types import MappingProxyType

from bpmn.kinds import kind_of
from bpmn.model import Activity, Bounds, Element, Event, Gateway, Model
from bpmn.picture.activities import draw_activity
from bpmn.picture.canvas import Canvas, number
from bpmn.picture.choreographies import draw_choreography
from bpmn.picture.edges import draw_edge, middle_of
from bpmn.picture.events import draw_event
from bpmn.picture.figure import Connection, Figure
from bpmn.picture.gateways import draw_gateway
from bpmn.picture.labels import Lines, outside_lines, write_lines
from bpmn.picture.lettering import FONT_FAMILY, LINE_HEIGHT, text_width
from bpmn.picture.paint import INK, PAPER
from bpmn.picture.planes import choose_plane
from bpmn.picture.scene import Scene, is_around
from bpmn.picture.swimlanes import draw_lane, draw_pool
from bpmn.picture.things import (
    draw_annotation,
    draw_conversation,
    draw_data_object,
    draw_data_store,
    draw_group,
    draw_message,
    draw_other,
)

__all__ = ["draw_svg"]

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_HEAT: Mapping[str, float] = MappingProxyType({})
_MARGIN = 14.0
# Where the file does not say, labels are as large and as far away as in bpmn.io's modeller.
_LABEL_WIDTH, _LABEL_HEIGHT, _LABEL_INDENT = 90.0, 20.0, 15.0
_BADGE_SIZE = 10.0
_ABOVE_A_MESSAGE = 26.0

_Artist = Callable[[Canvas, Figure], None]
_ARTISTS: dict[str, _Artist] = {
    "participant": draw_pool,
    "process": draw_pool,
    "lane": draw_lane,
    "dataObject": draw_data_object,
    "dataObjectReference": draw_data_object,
    "dataInput": draw_data_object,
    "dataOutput": draw_data_object,
    "dataStore": draw_data_store,
    "dataStoreReference": draw_data_store,
    "textAnnotation": draw_annotation,
    "group": draw_group,
    "conversation": draw_conversation,
    "subConversation": draw_conversation,
    "callConversation": draw_conversation,
    "message": draw_message,
}
_CHOREOGRAPHIES = frozenset({"choreographyTask", "subChoreography", "callChoreography"})
_LABELLED_OUTSIDE = frozenset(
    {"dataObject", "dataObjectReference", "dataInput", "dataOutput", "dataStore", "dataStoreReference", "group"}
    | {"conversation", "subConversation", "callConversation", "message"}
)


def draw_svg(
    model: Model,
    *,
    diagram: str | None = None,
    heat: Mapping[str, float] = _NO_HEAT,
    badges: Mapping[str, str] = _NOTHING,
    path: Sequence[str] = (),
    names: Mapping[str, str] = _NOTHING,
) -> str:
    """Draw one diagram of a model as a self-contained SVG document.

    Each element is a group with the attribute `data-element-id`, a `<title>` and its kind as CSS class; hot ones also
    have `heat-0` to `heat-4`, those on the path `on-path`. There is no `style` attribute, script or outside reference.

    Args:
        model: The model; one without any diagram gets a simple layout.
        diagram: Id of a diagram or of the element it shows, among `planes_of`; None for the first.
        heat: Heat between 0 and 1 by element id, drawn in five classes.
        badges: Short texts drawn at the top right of elements, by element id.
        path: Ids of elements to highlight, in order; flows between them are highlighted too.
        names: Labels that replace the file's, by element id (another language, for example).

    Raises:
        KeyError: If the model has no diagram of that id.
    """
    plane = choose_plane(model, diagram)
    scene = Scene(model=model, diagram=plane, heat=heat, badges=badges, path=path, names=names)
    labels = tuple(_outside_labels(scene))
    extent = _extent(scene, labels)
    title = plane.name or model.name or model.source_name or "BPMN"
    canvas = Canvas()
    with canvas.inside(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=" ".join(map(number, (extent.x, extent.y, extent.width, extent.height))),
        width=extent.width,
        height=extent.height,
        font_family=FONT_FAMILY,
        role="graphics-document",
        class_="bpmn-diagram",
    ):
        canvas.element("title", title)
        _draw_scene(canvas, scene, labels)
    return str(canvas)


def _draw_scene(canvas: Canvas, scene: Scene, labels: Sequence[tuple[Element, Lines]]) -> None:
    back = [figure for figure in scene.figures if _is_background(figure)]
    front = [figure for figure in scene.figures if not _is_background(figure)]
    for figure in back:
        _draw_figure(canvas, figure)
    for connection in scene.connections:
        with _group(canvas, connection):
            canvas.element("title", _title(connection))
            draw_edge(canvas, connection)
    for figure in front:
        _draw_figure(canvas, figure)
    for element, lines in labels:
        with canvas.inside("g", class_="label", data_element_id=element.id):
            write_lines(canvas, lines)
    items: tuple[Figure | Connection, ...] = (*scene.figures, *scene.connections)
    for item in items:
        if item.badge:
            _draw_badge(canvas, item)


def _is_background(figure: Figure) -> bool:
    return figure.is_expanded or is_around(figure.element)


def _group(canvas: Canvas, item: Figure | Connection) -> AbstractContextManager[None]:
    classes = " ".join(("element", item.element.type, *item.paint.classes))
    return canvas.inside("g", class_=classes, data_element_id=item.element.id, role="graphics-symbol")


def _title(item: Figure | Connection) -> str:
    kind = str(kind_of(item.element.type))
    return f"{kind}: {item.name}" if item.name else kind


def _draw_figure(canvas: Canvas, figure: Figure) -> None:
    with _group(canvas, figure):
        canvas.element("title", _title(figure))
        _artist(figure.element)(canvas, figure)


def _artist(element: Element) -> _Artist:
    if element.type in _CHOREOGRAPHIES:
        return draw_choreography
    if isinstance(element, Activity):
        return draw_activity
    if isinstance(element, Gateway):
        return draw_gateway
    if isinstance(element, Event):
        return draw_event
    return _ARTISTS.get(element.type, draw_other)


def _outside_labels(scene: Scene) -> Iterator[tuple[Element, Lines]]:
    for figure in scene.figures:
        if figure.name and _is_labelled_outside(figure.element):
            yield figure.element, _ink(outside_lines(figure.name, figure.shape.label or _below(figure)), figure)
    for connection in scene.connections:
        if connection.name and connection.element.type != "association":
            label = connection.edge.label or _beside(connection)
            yield connection.element, outside_lines(connection.name, label)


def _ink(lines: Lines, figure: Figure) -> Lines:
    # The label stands on paper, whatever the heat inside the shape: only the file's line colour passes to it.
    return lines if figure.paint.classes else replace(lines, ink=figure.paint.stroke)


def _is_labelled_outside(element: Element) -> bool:
    return isinstance(element, Event | Gateway) or element.type in _LABELLED_OUTSIDE


def _below(figure: Figure) -> Bounds:
    box = figure.box
    top = box.y if figure.element.type == "group" else box.y + box.height
    return Bounds(x=box.x + box.width / 2 - _LABEL_WIDTH / 2, y=top, width=_LABEL_WIDTH, height=_LABEL_HEIGHT)


def _beside(connection: Connection) -> Bounds:
    """Return the place of a flow's label where the file gives none: as bpmn.io has it, over its middle piece."""
    points = connection.points
    first, second = points[len(points) // 2 - 1], points[len(points) // 2]
    x, y = (first.x + second.x) / 2, (first.y + second.y) / 2
    is_upright = first.x == second.x
    above = _LABEL_INDENT if not is_upright else 0.0
    if connection.edge.message_kind:
        above = _ABOVE_A_MESSAGE
    return Bounds(
        x=x - _LABEL_WIDTH / 2 + (_LABEL_INDENT if is_upright else 0.0),
        y=y - _LABEL_HEIGHT / 2 - above,
        width=_LABEL_WIDTH,
        height=_LABEL_HEIGHT,
    )


def _extent(scene: Scene, labels: Sequence[tuple[Element, Lines]]) -> Bounds:
    xs: list[float] = []
    ys: list[float] = []
    for figure in scene.figures:
        reach = figure.reach
        xs += [reach.x, reach.x + reach.width]
        ys += [reach.y, reach.y + reach.height]
    for connection in scene.connections:
        xs += [point.x for point in connection.points]
        ys += [point.y for point in connection.points]
    for _, lines in labels:
        half = max(text_width(line, lines.size) for line in lines.lines) / 2
        xs += [lines.x - half, lines.x + half]
        ys += [lines.top, lines.top + lines.height]
    left, top = min(xs, default=0.0) - _MARGIN, min(ys, default=0.0) - _MARGIN
    right, bottom = max(xs, default=100.0) + _MARGIN, max(ys, default=60.0) + _MARGIN
    return Bounds(x=left, y=top, width=right - left, height=bottom - top)


def _draw_badge(canvas: Canvas, item: Figure | Connection) -> None:
    width = text_width(item.badge, _BADGE_SIZE) + 12
    height = _BADGE_SIZE * LINE_HEIGHT + 5
    if isinstance(item, Figure):
        right, top = item.box.x + item.box.width + 8, item.box.y - height / 2
    else:
        middle = middle_of(item.points)
        right, top = middle.x + width / 2, middle.y - height / 2
    with canvas.inside("g", class_="badge", data_element_id=item.element.id):
        canvas.element("rect", x=right - width, y=top, width=width, height=height, rx=height / 2, fill=INK)
        lines = Lines(lines=(item.badge,), x=right - width / 2, top=top + 2.5, size=_BADGE_SIZE, ink=PAPER)
        write_lines(canvas, lines)
