"""What an edit of the flow does to the diagrams: room made on an arrow, nodes moved, arrows drawn anew."""

from collections.abc import Iterable

from bpmn.model import Bounds, Point
from bpmn.writing.document import Document
from bpmn.writing.flows import Flows
from bpmn.writing.geometry import connection, docks, is_horizontal, joined, longest_stretch
from bpmn.writing.pieces import Tag
from bpmn.writing.plane import Plane, place, point_of, shift
from bpmn.writing.room import make_room

__all__ = ["arrows_at", "belongings", "draw_joined", "draw_on_flow", "make_gap", "move_drawn", "reconnect"]

_GAP = 30.0
# Half a task: what lies across a line stays, and reaches that far beyond it.
_OVERHANG = 50.0


def draw_on_flow(document: Document, node: Tag, flow: Tag, onward: Tag, size: tuple[float, float]) -> None:
    """Draw a new node in the middle of an arrow that now ends at it, and the arrow on from there."""
    for plane in Plane.all(document):
        free = make_gap(document, plane, flow, size)
        points = plane.points(flow)
        if free is None or len(points) < 2:
            continue
        at = longest_stretch(points)
        entry, leave = docks(points[at], points[at + 1], free)
        plane.draw_shape(node, free, **({"isMarkerVisible": "true"} if node.local == "exclusiveGateway" else {}))
        plane.draw_edge(onward, (leave, *points[at + 1 :]))
        plane.draw_edge(flow, (*points[: at + 1], entry))
        target = Flows(document).target(onward)
        if target is not None:
            plane.anchor(flow, target=node)
            plane.anchor(onward, source=node, target=target)


def make_gap(
    document: Document, plane: Plane, flow: Tag, size: tuple[float, float], *, is_across: bool = False
) -> Bounds | None:
    """Make room in the middle of an arrow for something of this size.

    Args:
        document: The file.
        plane: The plane.
        flow: The arrow.
        size: Width and height that are wanted, in diagram points.
        is_across: Whether nothing may be left in the whole height (or width) of the plane, not only along the arrow.

    Returns:
        The rectangle that is free now; None where the arrow is not drawn.
    """
    points = plane.points(flow)
    if len(points) < 2:
        return None
    at = longest_stretch(points)
    a, b = points[at], points[at + 1]
    sideways = is_horizontal(a, b)
    x, y = (a.x + b.x) / 2, (a.y + b.y) / 2
    wanted = size[0 if sideways else 1] + 2 * _GAP
    missing = wanted + _OVERHANG if is_across else wanted - (abs(b.x - a.x) if sideways else abs(b.y - a.y))
    if missing > 0:
        make_room(document, plane, sideways=sideways, beyond=x if sideways else y, distance=missing)
        step = (missing + (_OVERHANG if is_across else 0.0)) / 2
        x, y = (x + step, y) if sideways else (x, y + step)
    return Bounds(x=x - size[0] / 2, y=y - size[1] / 2, width=size[0], height=size[1])


def draw_joined(document: Document, before: Tag, node: Tag, behind: Tag, *, kept: Tag, target: Tag | None) -> None:
    """Draw one arrow along the arrow into a node and the arrow out of it; `kept` is the one that stays."""
    source = Flows(document).source(before)
    for plane in Plane.all(document):
        ways = plane.points(before), plane.points(behind)
        if all(ways):
            plane.draw_edge(kept, joined(ways[0], plane.bounds(node), ways[1]))
            plane.anchor(kept, source=source, target=target)


def belongings(document: Document, node: Tag) -> list[Tag]:
    """Return a node with everything that goes where it goes: what is inside it, and its boundary events."""
    guests = [event for event in document.bpmn("boundaryEvent") if document.find(event.get("attachedToRef")) is node]
    return [inner for tag in (node, *guests) for inner in tag.walk()]


def arrows_at(document: Document, *nodes: Tag) -> list[Tag]:
    """Return the flows, message flows and associations at nodes and at their boundary events."""
    around = {tag for node in nodes for tag in belongings(document, node) if tag.parent is node.parent}
    arrows = document.bpmn("sequenceFlow", "messageFlow", "association")
    ends = ("sourceRef", "targetRef")
    return [arrow for arrow in arrows if any(document.find(arrow.get(end)) in around for end in ends)]


def move_drawn(document: Document, plane: Plane, node: Tag, to: Point) -> None:
    """Move a node's shape so that its top left corner is there, with everything that goes with it."""
    bounds = plane.bounds(node)
    if bounds is None:
        return
    x, y = to.x - bounds.x, to.y - bounds.y
    group = set(belongings(document, node))
    shift([drawn for drawn in (*plane.shapes, *plane.edges) if plane.shown(drawn) in group], x, y)
    for edge in plane.edges:
        if plane.shown(edge) in group:
            for tag in edge.tags:
                if tag.local == "waypoint":
                    place(tag, Point(x=point_of(tag).x + x, y=point_of(tag).y + y))


def reconnect(document: Document, flows: Iterable[Tag]) -> None:
    """Draw arrows anew between the shapes of the elements they join, on every plane that shows both."""
    arrows = [(flow, document.find(flow.get("sourceRef")), document.find(flow.get("targetRef"))) for flow in flows]
    for plane in Plane.all(document):
        for flow, source, target in arrows:
            a, b = plane.bounds(source), plane.bounds(target)
            if a is not None and b is not None:
                plane.draw_edge(flow, connection(a, b))
                plane.anchor(flow, source=source, target=target)
