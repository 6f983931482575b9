"""What makes a layout hard to read, counted: nodes on nodes, flows through nodes, strays from lanes, crossings."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from itertools import combinations, pairwise

from bpmn import Model
from bpmn.model import (
    BoundaryEvent,
    Bounds,
    Diagram,
    Lane,
    MessageFlow,
    Point,
    Process,
    Scope,
    SequenceFlow,
    SubProcess,
)

Segment = tuple[Point, Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """How often each fault is found in a layout."""

    missing: int = 0
    overlaps: int = 0
    through_nodes: int = 0
    outside_lanes: int = 0
    on_each_other: int = 0
    crossings: int = 0
    bends: int = 0

    def __add__(self, other: "Faults") -> "Faults":
        return Faults(**{name: a + b for name, a, b in zip(self.__slots__, astuple(self), astuple(other), strict=True)})


def faults_of(model: Model, diagram: Diagram) -> Faults:
    """Count the faults of a layout of a model."""
    boxes = {shape.element: shape.bounds for shape in diagram.shapes if shape.element in model.nodes}
    around = dict(_around(model))
    lines = {edge.element: edge.points for edge in diagram.edges}
    flows = {flow.id: (flow.source, flow.target) for flow in _flows(model)}
    drawn = {flow: lines[flow] for flow in flows if flow in lines}
    complete = [f for f, (source, target) in flows.items() if source in boxes and target in boxes]
    return Faults(
        missing=len(set(model.nodes) - set(boxes)) + len(set(complete) - set(drawn)),
        overlaps=sum(_overlap(boxes, around, a, b) for a, b in combinations(boxes, 2)),
        through_nodes=sum(_is_through(flows[f], points, boxes, around) for f, points in drawn.items()),
        outside_lanes=sum(1 for _ in _strays(model, diagram, boxes)),
        on_each_other=sum(_is_on(flows, drawn, a, b) for a, b in combinations(drawn, 2)),
        crossings=sum(_crossings(drawn[a], drawn[b]) for a, b in combinations(drawn, 2)),
        bends=sum(len(points) - 2 for points in drawn.values()),
    )


def _flows(model: Model) -> Iterator[SequenceFlow | MessageFlow]:
    yield from model.flows.values()
    for collaboration in model.collaborations:
        yield from collaboration.message_flows


def _around(model: Model) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each node with everything it may lie on or in: its host and the sub-processes around it."""
    waiting: list[tuple[Scope, frozenset[str]]] = [(process.scope, frozenset()) for process in model.processes]
    waiting += [(c.scope, frozenset()) for c in model.collaborations if c.scope is not None]
    while waiting:
        scope, outer = waiting.pop()
        for node in scope.nodes:
            host = {node.attached_to} if isinstance(node, BoundaryEvent) else set()
            yield node.id, outer | host
            if isinstance(node, SubProcess):
                waiting.append((node.scope, outer | {node.id}))


def _overlap(boxes: Mapping[str, Bounds], around: Mapping[str, frozenset[str]], a: str, b: str) -> bool:
    if a in around.get(b, ()) or b in around.get(a, ()):
        return False
    one, two = boxes[a], boxes[b]
    return (
        one.x + one.width > two.x + 1
        and two.x + two.width > one.x + 1
        and one.y + one.height > two.y + 1
        and two.y + two.height > one.y + 1
    )


def _is_through(
    ends: tuple[str, str], points: tuple[Point, ...], boxes: Mapping[str, Bounds], around: Mapping[str, frozenset[str]]
) -> bool:
    spared = {*ends, *around.get(ends[0], ()), *around.get(ends[1], ())}
    others = [
        box for node, box in boxes.items() if node not in spared and not set(ends) & around.get(node, frozenset())
    ]
    return any(_cuts(piece, box) for piece in pairwise(points) for box in others)


def _cuts(piece: Segment, box: Bounds) -> bool:
    """Whether a line passes through the inside of a rectangle (Liang and Barsky 1984)."""
    a, b = piece
    dx, dy = b.x - a.x, b.y - a.y
    low, high = 0.0, 1.0
    rims = (
        (-dx, a.x - box.x - 2),
        (dx, box.x + box.width - 2 - a.x),
        (-dy, a.y - box.y - 2),
        (dy, box.y + box.height - 2 - a.y),
    )
    for along, room in rims:
        if along == 0:
            if room < 0:
                return False
        elif along < 0:
            low = max(low, room / along)
        else:
            high = min(high, room / along)
    return low < high


def _strays(model: Model, diagram: Diagram, boxes: Mapping[str, Bounds]) -> Iterator[str]:
    frames = {shape.element: shape.bounds for shape in diagram.shapes}
    for process in model.processes:
        lanes = [*process.scope.lanes, *(lane for p in _inner(process) for lane in p.lanes)]
        while lanes:
            lane = lanes.pop()
            lanes += lane.lanes
            yield from (node for node in lane.nodes if node in boxes and not _holds(frames, lane, boxes[node]))


def _inner(process: Process) -> Iterator[Scope]:
    yield from (node.scope for _, node in process.scope.walk() if isinstance(node, SubProcess))


def _holds(frames: Mapping[str, Bounds], lane: Lane, box: Bounds) -> bool:
    frame = frames.get(lane.id)
    return frame is not None and (
        frame.x <= box.x
        and frame.y <= box.y
        and box.x + box.width <= frame.x + frame.width
        and box.y + box.height <= frame.y + frame.height
    )


def _is_on(flows: Mapping[str, tuple[str, str]], drawn: Mapping[str, tuple[Point, ...]], a: str, b: str) -> bool:
    """Whether two flows that have no end in common run on each other for some way."""
    if flows[a][0] == flows[b][0] or flows[a][1] == flows[b][1]:
        return False
    return any(_shared(one, two) > 3 for one in pairwise(drawn[a]) for two in pairwise(drawn[b]))


def _shared(one: Segment, two: Segment) -> float:
    (a, b), (c, d) = one, two
    if max(abs(p.y - a.y) for p in (b, c, d)) < 1:
        return min(max(a.x, b.x), max(c.x, d.x)) - max(min(a.x, b.x), min(c.x, d.x))
    if max(abs(p.x - a.x) for p in (b, c, d)) < 1:
        return min(max(a.y, b.y), max(c.y, d.y)) - max(min(a.y, b.y), min(c.y, d.y))
    return 0.0


def _crossings(one: tuple[Point, ...], two: tuple[Point, ...]) -> int:
    return sum(_cross(a, b) for a in pairwise(one) for b in pairwise(two))


def _cross(one: Segment, two: Segment) -> bool:
    (a, b), (c, d) = one, two
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> int:
    area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    return (area > 1) - (area < -1)
