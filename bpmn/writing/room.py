"""Making room on a diagram: what lies beyond a line moves away, what lies across it grows."""

from bpmn.model import Bounds, Point
from bpmn.writing.document import Document
from bpmn.writing.pieces import Tag
from bpmn.writing.plane import Plane, place, point_of, read_bounds, resize, shift

__all__ = ["make_room"]

_CONTAINERS = frozenset({"participant", "lane", "group", "subProcess", "transaction", "adHocSubProcess"})


def make_room(document: Document, plane: Plane, *, sideways: bool, beyond: float, distance: float) -> None:
    """Move everything beyond a line to the right of it, or below it, further away.

    Args:
        document: The file.
        plane: The plane.
        sideways: Whether the line is upright, so that things move to the right; else they move down.
        beyond: Where the line is, in diagram points.
        distance: How far things move, in diagram points.
    """
    _Room(document, plane, beyond, (distance, 0.0) if sideways else (0.0, distance)).make()


class _Room:
    """One line and what lies beyond it."""

    def __init__(self, document: Document, plane: Plane, beyond: float, by: tuple[float, float]) -> None:
        self._document = document
        self._plane = plane
        self._beyond = beyond
        self._by = by
        shapes = plane.shapes
        self._elements = {shape: plane.shown(shape) for shape in shapes}
        self._drawn = {element: shape for shape, element in self._elements.items() if element is not None}
        self._before = {shape: read_bounds(shape) for shape in shapes}
        self._moving = {shape for shape in shapes if self._is_moving(shape)}

    def make(self) -> None:
        """Move and widen the shapes, then the edges."""
        for shape, bounds in self._before.items():
            if shape in self._moving:
                shift([shape], *self._by)
            elif self._is_container(shape) and self._span(bounds)[1] > self._beyond:
                resize(shape, bounds.width + self._by[0], bounds.height + self._by[1])
        for edge in self._plane.edges:
            self._move_edge(edge)

    def _is_moving(self, shape: Tag) -> bool:
        start, end = self._span(self._before[self._host(shape)])
        if self._is_container(shape):
            return start >= self._beyond
        return (start + end) / 2 >= self._beyond

    def _host(self, shape: Tag) -> Tag:
        """Return the shape that decides on whether a shape moves: for a boundary event, that of its activity."""
        element = self._elements[shape]
        host = None if element is None else self._document.find(element.get("attachedToRef"))
        return shape if host is None else self._drawn.get(host, shape)

    def _span(self, bounds: Bounds) -> tuple[float, float]:
        if self._by[0]:
            return bounds.x, bounds.x + bounds.width
        return bounds.y, bounds.y + bounds.height

    def _is_container(self, shape: Tag) -> bool:
        element = self._elements[shape]
        return element is not None and element.local in _CONTAINERS and shape.get("isExpanded") != "false"

    def _move_edge(self, edge: Tag) -> None:
        """Move the bends of an edge that lie beyond; its ends go with the shapes they touch."""
        waypoints = [tag for tag in edge.tags if tag.local == "waypoint"]
        element = self._plane.shown(edge)
        ends = {}
        if element is not None and waypoints:
            ends = {0: element.get("sourceRef"), len(waypoints) - 1: element.get("targetRef")}
        for at, tag in enumerate(waypoints):
            point = point_of(tag)
            shape = self._drawn.get(self._document.find(ends.get(at, "")) or edge)
            is_loose = shape is None or self._is_container(shape)
            if self._is_beyond(point) if is_loose else shape in self._moving:
                place(tag, Point(x=point.x + self._by[0], y=point.y + self._by[1]))
        for label in edge.children("BPMNLabel"):
            if any(tag.local == "Bounds" for tag in label.tags):
                bounds = read_bounds(label)
                if self._is_beyond(Point(x=bounds.x, y=bounds.y)):
                    shift([label], *self._by)

    def _is_beyond(self, point: Point) -> bool:
        return (point.x if self._by[0] else point.y) >= self._beyond
