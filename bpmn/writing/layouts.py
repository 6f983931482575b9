"""A layout written into a file as its diagram. BPMN 2.0.2 §12.2."""

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.model import Bounds, Diagram, Edge, Shape
from bpmn.reading.names import DC, DD_DI, DI
from bpmn.writing.document import Document
from bpmn.writing.edit import Edit
from bpmn.writing.pieces import Tag
from bpmn.writing.plane import prefix_of, written

__all__ = ["AddDiagram", "RemoveDiagrams"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDiagram(Edit):
    """Write a diagram into the file, behind those that are there.

    Elements that have no id of their own are given the one the `Model` has for them, so that shapes can refer to them.

    Attributes:
        diagram: The diagram, for example of `bpmn.picture.lay_out`. Its plane shows the element it names where that is
            a collaboration, choreography or process, else the file's collaboration or first process.
    """

    diagram: Diagram

    def apply(self, document: Document) -> None:
        """Make the change."""
        holder = Tag(name="", parent=document.root)
        prefixes = {uri: prefix_of(holder, uri) for uri in (DI, DC, DD_DI)}
        writer = _Writer(document, prefixes)
        diagram = writer.diagram(self.diagram)
        # Prefixes that the file has not declared are declared on the diagram itself.
        diagram.attributes += holder.attributes
        if document.root.tags:
            document.put_behind(document.root.tags[-1], diagram)
        else:
            document.put_inside(document.root, diagram, behind=())


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDiagrams(Edit):
    """Remove every diagram from the file."""

    def apply(self, document: Document) -> None:
        """Make the change."""
        for tag in document.root.tags:
            if tag.local == "BPMNDiagram" and tag.namespace == DI:
                document.take_out(tag)


class _Writer:
    """Turns the values of a diagram into elements."""

    def __init__(self, document: Document, prefixes: dict[str, str]) -> None:
        self._document = document
        self._likes = {uri: Tag(name=f"{prefix}x", namespace=uri) for uri, prefix in prefixes.items()}

    def diagram(self, diagram: Diagram) -> Tag:
        document = self._document
        drawn = [*map(self._shape, diagram.shapes), *map(self._edge, diagram.edges)]
        plane = {"id": document.free_id("BPMNPlane_"), "bpmnElement": self._shown(diagram.element)}
        inner = self._make(DI, "BPMNPlane", plane, [tag for tag in drawn if tag is not None])
        name = {"name": diagram.name} if diagram.name else {}
        return self._make(DI, "BPMNDiagram", {"id": document.free_id("BPMNDiagram_"), **name}, [inner])

    def _shown(self, element_id: str) -> str:
        """Return the id of what the plane shows."""
        tags = list(self._document.bpmn("collaboration", "choreography", "process"))
        named = [tag for tag in tags if self._document.known_id(tag) == element_id]
        first = next((tag for tag in (*named, *tags)), None)
        return "" if first is None else self._document.id_of(first)

    def _shape(self, shape: Shape) -> Tag | None:
        element = self._document.find(shape.element)
        if element is None:
            return None
        flags = {
            "isExpanded": shape.is_expanded,
            "isHorizontal": shape.is_horizontal,
            "isMarkerVisible": True if shape.is_marker_visible and element.local == "exclusiveGateway" else None,
        }
        more = {name: str(value).lower() for name, value in flags.items() if value is not None}
        inner = [self._rectangle(shape.bounds), *self._label(shape.label)]
        return self._make(DI, "BPMNShape", {**self._identity(element), **more}, inner)

    def _edge(self, edge: Edge) -> Tag | None:
        element = self._document.find(edge.element)
        if element is None or not edge.points:
            return None
        points = [
            self._make(DD_DI, "waypoint", {"x": written(point.x), "y": written(point.y)}) for point in edge.points
        ]
        return self._make(DI, "BPMNEdge", self._identity(element), [*points, *self._label(edge.label)])

    def _identity(self, element: Tag) -> dict[str, str]:
        known = self._document.id_of(element)
        return {"id": self._document.free_id(f"{known}_di"), "bpmnElement": known}

    def _label(self, bounds: Bounds | None) -> Iterator[Tag]:
        if bounds is not None:
            yield self._make(DI, "BPMNLabel", {}, [self._rectangle(bounds)])

    def _rectangle(self, bounds: Bounds) -> Tag:
        sizes = {name: written(getattr(bounds, name)) for name in ("x", "y", "width", "height")}
        return self._make(DC, "Bounds", sizes)

    def _make(self, uri: str, name: str, attributes: dict[str, str], inside: list[Tag] | None = None) -> Tag:
        return self._document.make(self._likes[uri], name, attributes, inside or [])
