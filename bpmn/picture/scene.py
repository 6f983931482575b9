"""Turns a diagram of a model into figures and connections, each with its element, name and paint."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bpmn.model import (
    Activity,
    Artifact,
    Bounds,
    CallActivity,
    Collaboration,
    Conversation,
    DataItem,
    Diagram,
    Edge,
    Element,
    Gateway,
    Lane,
    MessageFlow,
    Model,
    Participant,
    Point,
    Process,
    SequenceFlow,
    Shape,
    SubProcess,
)
from bpmn.picture.bands import Band, bands_by_activity
from bpmn.picture.figure import Connection, Figure, centre
from bpmn.picture.index import elements_of, ids_inside
from bpmn.picture.paint import Paint

__all__ = ["Scene", "is_around"]

# Smaller activities hold nothing that could be seen.
_LARGE = 90.0
_AS_LOCAL = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}


@dataclass(frozen=True)
class Scene:
    """What is drawn of one diagram.

    Attributes:
        model: The model.
        diagram: The plane.
        heat: Heat between 0 and 1 by element id.
        badges: Short texts by element id.
        path: Ids of the elements highlighted.
        names: Labels that replace the file's, by element id.
    """

    model: Model
    diagram: Diagram
    heat: Mapping[str, float]
    badges: Mapping[str, str]
    path: Sequence[str]
    names: Mapping[str, str]

    @cached_property
    def elements(self) -> dict[str, Element]:
        """Everything that may be drawn, by id."""
        return elements_of(self.model)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The shapes, from the back to the front."""
        shapes = (shape for shape in self.diagram.shapes if shape.element not in self._hidden and not shape.band_of)
        drawn = [self._figure(shape) for shape in shapes]
        return tuple(sorted(drawn, key=_depth))

    @cached_property
    def connections(self) -> tuple[Connection, ...]:
        """The edges, in the diagram's order; without those that have fewer than two places to go through."""
        return tuple(self._connections())

    @cached_property
    def _shapes(self) -> dict[str, Shape]:
        return {shape.element: shape for shape in self.diagram.shapes}

    @cached_property
    def _hidden(self) -> frozenset[str]:
        # Some tools write what is inside a collapsed sub-process onto the same plane; it is not to be seen.
        hidden: set[str] = set()
        for node in self.elements.values():
            shape = self._shapes.get(node.id)
            if isinstance(node, SubProcess) and shape is not None and shape.is_expanded is False:
                hidden |= ids_inside(node.scope)
        return frozenset(hidden)

    @cached_property
    def _holding(self) -> frozenset[str]:
        # Some tools draw what a call activity calls, or another process, inside an activity without saying so.
        large = [shape for shape in self.diagram.shapes if min(shape.bounds.width, shape.bounds.height) > _LARGE]
        large = [s for s in large if isinstance(self.elements.get(s.element), SubProcess | CallActivity)]
        small = [shape.bounds for shape in self.diagram.shapes if shape.element not in self._hidden]
        return frozenset(s.element for s in large if any(_lies_in(box, s.bounds) for box in small))

    @cached_property
    def _defaults(self) -> frozenset[str]:
        return frozenset(n.default for n in self.elements.values() if isinstance(n, Activity | Gateway) and n.default)

    @cached_property
    def _rank_on_path(self) -> dict[str, int]:
        return {element: rank for rank, element in reversed(list(enumerate(self.path)))}

    def _figure(self, shape: Shape) -> Figure:
        element = self.elements.get(shape.element) or Element(id=shape.element, type="unknown", line=shape.line)
        if isinstance(element, DataItem) and self._is_collection(element):
            element = replace(element, is_collection=True)
        return Figure(
            element=element,
            shape=shape,
            name=self.names.get(element.id, _label(element)),
            paint=Paint.of(
                fill=shape.fill,
                stroke=shape.stroke,
                heat=self.heat.get(element.id),
                is_on_path=element.id in self._rank_on_path,
            ),
            is_expanded=self._is_expanded(element, shape),
            called_type=self._called_type(element),
            bands=self._bands.get(element.id, ()),
            badge=self.badges.get(element.id, ""),
        )

    @cached_property
    def _bands(self) -> dict[str, tuple[Band, ...]]:
        return bands_by_activity(self.model, self.elements, self.diagram.shapes)

    def _is_collection(self, item: DataItem) -> bool:
        # A reference is a collection where the data object is that it stands for.
        meant = self.elements.get(item.reference or "")
        return isinstance(meant, DataItem) and meant.is_collection

    def _is_expanded(self, element: Element, shape: Shape) -> bool:
        if shape.is_expanded is not None and element.id not in self._holding:
            return shape.is_expanded
        if isinstance(element, SubProcess) and any(node.id in self._shapes for node in element.scope.nodes):
            return True
        return element.id in self._holding

    def _called_type(self, element: Element) -> str:
        if isinstance(element, Conversation) and element.called:
            called = self.elements.get(element.called)
            return called.type if called else ""
        if not isinstance(element, CallActivity) or element.called_element is None:
            return ""
        task = self.model.global_tasks.get(element.called_element.text)
        return _AS_LOCAL.get(task.task.type, task.task.type) if task else ""

    def _connections(self) -> Iterator[Connection]:
        for edge in self.diagram.edges:
            element = self.elements.get(edge.element)
            points = self._points(edge, element)
            if element is None or edge.element in self._hidden or len(points) < 2:
                continue
            source = self.elements.get(element.source) if isinstance(element, SequenceFlow) else None
            yield Connection(
                element=element,
                edge=edge,
                points=points,
                name=self.names.get(element.id, element.name),
                paint=Paint.of(
                    fill="", stroke=edge.stroke, heat=self.heat.get(element.id), is_on_path=self._is_on_path(element)
                ),
                is_default=element.id in self._defaults,
                leaves_activity=isinstance(source, Activity),
                badge=self.badges.get(element.id, ""),
                message=self._message(element),
            )

    def _message(self, element: Element) -> str:
        message = self.elements.get(element.message or "") if isinstance(element, MessageFlow) else None
        return message.name if message else ""

    def _is_on_path(self, element: Element) -> bool:
        if element.id in self._rank_on_path:
            return True
        if not isinstance(element, SequenceFlow):
            return False
        source, target = self._rank_on_path.get(element.source), self._rank_on_path.get(element.target)
        return source is not None and target is not None and source < target

    def _points(self, edge: Edge, element: Element | None) -> tuple[Point, ...]:
        if len(edge.points) > 1:
            return edge.points
        ends = (getattr(element, "source", ""), getattr(element, "target", ""))
        return tuple(centre(self._shapes[end].bounds) for end in ends if end in self._shapes)


def _label(element: Element) -> str:
    if isinstance(element, DataItem) and element.state:
        return f"{element.name} [{element.state}]".strip()
    if isinstance(element, Artifact) and not element.name:
        return element.category or element.text
    return element.name


def is_around(element: Element) -> bool:
    """Whether an element may lie around others: a pool or lane, a process drawn as one, or what nobody knows."""
    return isinstance(element, Participant | Lane | Process | Collaboration) or element.type == "unknown"


def _depth(figure: Figure) -> tuple[int, float]:
    """Return the drawing order: pools, lanes, opened sub-processes from the outside in, nodes, boundary events."""
    area = -figure.box.width * figure.box.height
    if is_around(figure.element) and not isinstance(figure.element, Lane):
        return 0, area
    if isinstance(figure.element, Lane):
        return 1, area
    if figure.is_expanded:
        return 2, area
    # The smaller of two nodes that lie on each other is seen.
    return (4, 0.0) if figure.element.type == "boundaryEvent" else (3, area)


def _lies_in(inner: Bounds, outer: Bounds) -> bool:
    return (
        outer.x < inner.x
        and outer.y < inner.y
        and inner.x + inner.width < outer.x + outer.width
        and inner.y + inner.height < outer.y + outer.height
    )
