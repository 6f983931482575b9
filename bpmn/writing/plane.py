"""One plane of a file that is being edited: shapes and edges looked up, moved and drawn. BPMN 2.0.2 §12."""

import math
from collections.abc import Iterable, Sequence

from bpmn.model import Bounds, Point
from bpmn.reading.names import DC, DD_DI, DI
from bpmn.writing.document import Document
from bpmn.writing.pieces import Tag

__all__ = ["Plane", "place", "point_of", "prefix_of", "read_bounds", "resize", "shift", "written"]

_USUAL = {DI: "bpmndi", DC: "dc", DD_DI: "di"}


class Plane:
    """A plane with its shapes and edges.

    Attributes:
        tag: The BPMNPlane element.
    """

    def __init__(self, document: Document, tag: Tag) -> None:
        self._document = document
        self.tag = tag

    @classmethod
    def all(cls, document: Document) -> "list[Plane]":
        """Return the planes of a document."""
        diagrams = [tag for tag in document.root.tags if tag.local == "BPMNDiagram" and tag.namespace == DI]
        return [cls(document, plane) for diagram in diagrams for plane in diagram.children("BPMNPlane")]

    def shape(self, element: Tag | None) -> Tag | None:
        """Return the shape of an element that has bounds, or None."""
        found = self._of(element, "BPMNShape")
        return found if found is not None and _bounds_of(found) is not None else None

    def edge(self, element: Tag | None) -> Tag | None:
        """Return the edge of an element, or None."""
        return self._of(element, "BPMNEdge")

    def shown(self, drawn: Tag) -> Tag | None:
        """Return the element that a shape or an edge shows."""
        return self._document.find(drawn.get("bpmnElement"))

    def bounds(self, element: Tag | None) -> Bounds | None:
        """Return where an element is drawn, or None where it is not."""
        shape = self.shape(element)
        return None if shape is None else read_bounds(shape)

    def points(self, element: Tag | None) -> tuple[Point, ...]:
        """Return the bends of an element's edge, () where it has none."""
        edge = self.edge(element)
        found = () if edge is None else (tag for tag in edge.tags if tag.local == "waypoint")
        return tuple(point_of(tag) for tag in found)

    @property
    def shapes(self) -> list[Tag]:
        """The shapes that have bounds."""
        return [tag for tag in self.tag.children("BPMNShape") if _bounds_of(tag) is not None]

    @property
    def edges(self) -> list[Tag]:
        """The edges."""
        return self.tag.children("BPMNEdge")

    def draw_shape(self, element: Tag, bounds: Bounds, **attributes: str) -> Tag:
        """Add a shape for an element, before the first edge where there is one."""
        document = self._document
        more = {"bpmnElement": self.reference(element), **attributes}
        shape = document.make(
            self.tag,
            "BPMNShape",
            {"id": self._document.free_id(f"{self._document.id_of(element)}_di"), **more},
            [self.rectangle(bounds)],
        )
        shapes = self.tag.children("BPMNShape")
        if shapes:
            document.put_behind(shapes[-1], shape)
        else:
            document.put_last(self.tag, shape)
        return shape

    def draw_edge(self, element: Tag, points: Sequence[Point]) -> Tag:
        """Add an edge for an element, or give its edge these bends."""
        edge = self.edge(element)
        if edge is None:
            identity = {
                "id": self._document.free_id(f"{self._document.id_of(element)}_di"),
                "bpmnElement": self.reference(element),
            }
            edge = self._document.make(self.tag, "BPMNEdge", identity, [self._waypoint(point) for point in points])
            self._document.put_last(self.tag, edge)
            return edge
        self._bend(edge, points)
        return edge

    def forget(self, element: Tag) -> None:
        """Remove an element's shape and edge."""
        for drawn in (self._of(element, "BPMNShape"), self._of(element, "BPMNEdge")):
            if drawn is not None:
                self._document.take_out(drawn)

    def anchor(self, flow: Tag, *, source: Tag | None = None, target: Tag | None = None) -> None:
        """Let the edge of a flow name the shapes it joins, where it names any."""
        edge = self.edge(flow)
        for name, end in (("sourceElement", source), ("targetElement", target)):
            shape = self.shape(end)
            if edge is None or end is None or not edge.has(name):
                continue
            if shape is None:
                edge.drop(name)
            else:
                edge.set(name, shape.get("id"))

    def reference(self, element: Tag) -> str:
        """Return how a shape here refers to an element: with a prefix where the file's own shapes do."""
        known = self._document.id_of(element)
        example = next((shape.get("bpmnElement") for shape in (*self.shapes, *self.edges)), "")
        prefix, colon, _ = example.partition(":")
        is_prefix = bool(colon) and prefix in self.tag.declared()
        return f"{prefix}:{known}" if is_prefix else known

    def rectangle(self, bounds: Bounds) -> Tag:
        """Return a new Bounds element."""
        sizes = {name: written(getattr(bounds, name)) for name in ("x", "y", "width", "height")}
        return self._document.make(self._like(DC), "Bounds", sizes)

    def _waypoint(self, point: Point) -> Tag:
        return self._document.make(self._like(DD_DI), "waypoint", {"x": written(point.x), "y": written(point.y)})

    def _bend(self, edge: Tag, points: Sequence[Point]) -> None:
        """Give an edge these bends, written in the places of the old ones as far as there are any."""
        old = [tag for tag in edge.tags if tag.local == "waypoint"]
        for tag, point in zip(old, points, strict=False):
            place(tag, point)
        for tag in old[len(points) :]:
            self._document.take_out(tag)
        last = old[-1] if old else None
        for point in points[len(old) :]:
            new = self._waypoint(point)
            if last is None:
                self._document.put_last(edge, new)
            else:
                self._document.put_behind(last, new)
            last = new

    def _like(self, namespace: str) -> Tag:
        return Tag(name=prefix_of(self.tag, namespace) + "x", namespace=namespace)

    def _of(self, element: Tag | None, name: str) -> Tag | None:
        if element is None:
            return None
        drawn = (tag for tag in self.tag.children(name) if self.shown(tag) is element)
        return next(drawn, None)


def prefix_of(tag: Tag, namespace: str) -> str:
    """Return the prefix, with its colon, that stands for a namespace at an element; it is declared there if need be."""
    declared = tag.declared()
    known = [prefix for prefix, uri in declared.items() if uri == namespace]
    if known:
        return f"{known[0]}:" if known[0] else ""
    prefix = _USUAL[namespace]
    while prefix in declared:
        prefix += "_"
    tag.set(f"xmlns:{prefix}", namespace)
    return f"{prefix}:"


def written(length: float) -> str:
    """Return a length as it is written.

    >>> written(100.0), written(12.5)
    ('100', '12.5')
    """
    return f"{round(length, 3):.12g}"


def read_bounds(holder: Tag) -> Bounds:
    """Return the rectangle of a shape or label that has one."""
    tag = _bounds_of(holder)
    if tag is None:
        raise AssertionError("the shape has no bounds")
    return Bounds(x=_number(tag, "x"), y=_number(tag, "y"), width=_number(tag, "width"), height=_number(tag, "height"))


def point_of(tag: Tag) -> Point:
    """Return where a waypoint is."""
    return Point(x=_number(tag, "x"), y=_number(tag, "y"))


def place(tag: Tag, point: Point) -> None:
    """Move a waypoint or a Bounds element; a number that stays is not written anew."""
    for name, value in (("x", point.x), ("y", point.y)):
        if not math.isclose(_number(tag, name), value, abs_tol=1e-6):
            tag.set(name, written(value))


def shift(holders: Iterable[Tag], x: float, y: float) -> None:
    """Move the rectangles of shapes, with those of their labels."""
    for holder in holders:
        for inner in holder.walk():
            if inner.local == "Bounds" and inner.namespace == DC:
                place(inner, Point(x=_number(inner, "x") + x, y=_number(inner, "y") + y))


def resize(holder: Tag, width: float, height: float) -> None:
    """Give a shape another size; a number that stays is not written anew."""
    tag = _bounds_of(holder)
    for name, value in (("width", width), ("height", height)):
        if tag is not None and not math.isclose(_number(tag, name), value, abs_tol=1e-6):
            tag.set(name, written(value))


def _bounds_of(holder: Tag) -> Tag | None:
    return next((tag for tag in holder.tags if tag.local == "Bounds" and tag.namespace == DC), None)


def _number(tag: Tag, name: str) -> float:
    try:
        value = float(tag.get(name))
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0
