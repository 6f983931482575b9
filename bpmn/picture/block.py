"""Lays out one scope: sizes, columns, rows and lanes become shapes; flows become edges with right angles."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bpmn.model import (
    Activity,
    Artifact,
    BoundaryEvent,
    Bounds,
    Edge,
    Event,
    FlowNode,
    Gateway,
    Lane,
    Point,
    Scope,
    Shape,
    SubProcess,
)
from bpmn.picture.ranking import Cell, arrange
from bpmn.picture.routing import route, straight

__all__ = ["Block", "lay_out_scope"]

_Key = TypeVar("_Key", int, tuple[int, int])

_EVENT, _GATEWAY = (36.0, 36.0), (50.0, 50.0)
_TASK = (110.0, 80.0)
_COLUMN_GAP, _ROW_GAP, _BORDER = 56.0, 44.0, 36.0
_LANE_HEADER = 30.0
_THING = (40.0, 50.0)
_NOTE = (120.0, 50.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What a scope looks like, from its top left corner at (0, 0)."""

    shapes: tuple[Shape, ...] = ()
    edges: tuple[Edge, ...] = ()
    width: float = 0.0
    height: float = 0.0

    def moved(self, x: float, y: float) -> "Block":
        """Return the block at another place."""
        return replace(
            self,
            shapes=tuple(replace(shape, bounds=_shift(shape.bounds, x, y)) for shape in self.shapes),
            edges=tuple(
                replace(edge, points=tuple(Point(x=p.x + x, y=p.y + y) for p in edge.points)) for edge in self.edges
            ),
        )

    def widened(self, width: float) -> "Block":
        """Return the block with lanes that reach to `width`."""
        lanes = tuple(
            replace(shape, bounds=replace(shape.bounds, width=max(width - shape.bounds.x, shape.bounds.width)))
            if shape.is_horizontal
            else shape
            for shape in self.shapes
        )
        return replace(self, shapes=lanes, width=max(width, self.width))


def lay_out_scope(scope: Scope) -> Block:
    """Return the layout of a scope and of everything inside it."""
    inner = {node.id: lay_out_scope(node.scope) for node in scope.nodes if isinstance(node, SubProcess)}
    sizes = {node.id: _size(node, inner) for node in scope.nodes}
    lanes = _leaves(scope.lanes)
    bands = {node: band for band, lane in enumerate(lanes) for node in lane.nodes}
    cells = arrange(scope, bands)
    left = _BORDER + (_LANE_HEADER if lanes else 0.0)
    places, width, tops = _places(cells, sizes, left, max(1, len(lanes)))
    _attach(scope, places)
    shapes = [*_lane_shapes(lanes, tops, width), *_node_shapes(scope, places, inner)]
    edges = [Edge(element=flow.id, points=p) for flow in scope.flows if (p := route(flow, places))]
    for node_id, block in inner.items():
        if node_id in places:
            moved = block.moved(places[node_id].x, places[node_id].y + 20.0)
            shapes += moved.shapes
            edges += moved.edges
    things, more, bottom = _things(scope, places, left, tops[-1])
    everything = max((shape.bounds.x + shape.bounds.width + _BORDER for shape in things), default=0.0)
    return Block(shapes=(*shapes, *things), edges=(*edges, *more), width=max(width, everything), height=bottom)


def _size(node: FlowNode, inner: Mapping[str, Block]) -> tuple[float, float]:
    if isinstance(node, Event):
        return _EVENT
    if isinstance(node, Gateway):
        return _GATEWAY
    block = inner.get(node.id)
    if block is None or not block.shapes:
        return _TASK
    return max(block.width, _TASK[0]), max(block.height + 20.0, _TASK[1])


def _leaves(lanes: Sequence[Lane]) -> list[Lane]:
    """Return the innermost lanes; nodes that a lane with lanes of its own holds directly get a row too."""
    found: list[Lane] = []
    for lane in lanes:
        if lane.lanes:
            inside = _leaves(lane.lanes)
            named = {node for leaf in inside for node in leaf.nodes}
            rest = tuple(node for node in lane.nodes if node not in named)
            found += [*([replace(lane, nodes=rest, lanes=())] if rest else []), *inside]
        else:
            found.append(lane)
    return found


def _places(
    cells: Mapping[str, Cell], sizes: Mapping[str, tuple[float, float]], left: float, bands: int
) -> tuple[dict[str, Bounds], float, list[float]]:
    """Return the rectangle of each node, the width of all, and where each band begins and the last one ends."""
    widths: dict[int, float] = defaultdict(float)
    heights: dict[tuple[int, int], float] = defaultdict(float)
    for node, cell in cells.items():
        widths[cell.column] = max(widths[cell.column], sizes[node][0])
        heights[cell.band, cell.row] = max(heights[cell.band, cell.row], sizes[node][1])
    lefts, right = _running(sorted(widths.items()), left, _COLUMN_GAP)
    tops: list[float] = [0.0]
    rows: dict[tuple[int, int], float] = {}
    for band in range(bands):
        inside = sorted((key, height) for key, height in heights.items() if key[0] == band)
        found, bottom = _running(inside, tops[-1] + _BORDER, _ROW_GAP)
        rows |= found
        tops.append(max(bottom - _ROW_GAP + _BORDER, tops[-1] + _TASK[1]))
    places = {}
    for node, cell in cells.items():
        width, height = sizes[node]
        x = lefts[cell.column] + (widths[cell.column] - width) / 2
        y = rows[cell.band, cell.row] + (heights[cell.band, cell.row] - height) / 2
        places[node] = Bounds(x=x, y=y, width=width, height=height)
    return places, max(right - _COLUMN_GAP + _BORDER, left + _TASK[0]), tops


def _running(sizes: Sequence[tuple[_Key, float]], start: float, gap: float) -> tuple[dict[_Key, float], float]:
    found: dict[_Key, float] = {}
    for key, size in sizes:
        found[key] = start
        start += size + gap
    return found, start


def _attach(scope: Scope, places: dict[str, Bounds]) -> None:
    """Put boundary events onto the lower edge of their hosts, from the right."""
    counted: dict[str, int] = defaultdict(int)
    for node in scope.nodes:
        if not isinstance(node, BoundaryEvent):
            continue
        host = places.get(node.attached_to)
        if host is None:
            places[node.id] = Bounds(x=0.0, y=0.0, width=_EVENT[0], height=_EVENT[1])
            continue
        counted[node.attached_to] += 1
        x = host.x + host.width - counted[node.attached_to] * (_EVENT[0] + 6)
        places[node.id] = Bounds(x=x, y=host.y + host.height - _EVENT[1] / 2, width=_EVENT[0], height=_EVENT[1])


def _lane_shapes(lanes: Sequence[Lane], tops: Sequence[float], width: float) -> Iterator[Shape]:
    for lane, top, bottom in zip(lanes, tops, tops[1:], strict=False):
        bounds = Bounds(x=0.0, y=top, width=width, height=bottom - top)
        yield Shape(element=lane.id, bounds=bounds, is_horizontal=True)


def _node_shapes(scope: Scope, places: Mapping[str, Bounds], inner: Mapping[str, Block]) -> Iterator[Shape]:
    for node in sorted(scope.nodes, key=lambda node: isinstance(node, BoundaryEvent)):
        if node.id in places:
            is_expanded = bool(inner[node.id].shapes) if node.id in inner else None
            bounds = places[node.id]
            yield Shape(element=node.id, bounds=bounds, is_expanded=is_expanded, is_marker_visible=True)


def _things(scope: Scope, places: dict[str, Bounds], left: float, top: float) -> tuple[list[Shape], list[Edge], float]:
    """Return data and annotations in a strip below the nodes, their associations, and where the strip ends."""
    shapes: list[Shape] = []
    for thing in (*scope.data, *(a for a in scope.artifacts if a.type == "textAnnotation")):
        if thing.type == "property" or (thing.type in {"dataObject", "dataStore"}):
            continue
        width, height = _NOTE if isinstance(thing, Artifact) else _THING
        bounds = Bounds(x=left, y=top + 10.0, width=width, height=height)
        left += width + _COLUMN_GAP
        places[thing.id] = bounds
        shapes.append(Shape(element=thing.id, bounds=bounds))
    edges = [
        Edge(element=a.id, points=p)
        for a in scope.artifacts
        if a.type == "association" and (p := straight(places.get(a.source), places.get(a.target)))
    ]
    edges += _data_edges(scope, places)
    return shapes, edges, top + (10.0 + _THING[1] + _BORDER if shapes else 0.0)


def _data_edges(scope: Scope, places: Mapping[str, Bounds]) -> Iterator[Edge]:
    for node in scope.nodes:
        if not isinstance(node, Activity):
            continue
        for association in (*node.data_input_associations, *node.data_output_associations):
            for source in association.sources or ("",):
                ends = (places.get(source, places.get(node.id)), places.get(association.target, places.get(node.id)))
                points = straight(*ends) if ends[0] is not ends[1] else ()
                if points:
                    yield Edge(element=association.id, points=points)


def _shift(bounds: Bounds, x: float, y: float) -> Bounds:
    return replace(bounds, x=bounds.x + x, y=bounds.y + y)
