"""Which lane a node is in. BPMN 2.0.2 §10.8."""

from dataclasses import dataclass

from bpmn.errors import BpmnFileError
from bpmn.language import Text
from bpmn.model import Bounds, Point
from bpmn.writing.document import Document
from bpmn.writing.drawing import arrows_at, belongings, move_drawn, reconnect
from bpmn.writing.edit import Edit
from bpmn.writing.pieces import Tag
from bpmn.writing.plane import Plane
from bpmn.writing.room import make_room

__all__ = ["MoveToLane", "join_lane_of", "lane_of"]

_BEFORE_REFERENCES = ("documentation", "extensionElements", "partitionElement", "flowNodeRef")
_GAP, _OVERHANG = 30.0, 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveToLane(Edit):
    """Put a node, with its boundary events, into another lane of its process.

    Where both are drawn, the node's shape moves into the lane; what would lie under it moves on.

    Attributes:
        node: Its id.
        lane: The lane's id.
    """

    node: str
    lane: str

    def apply(self, document: Document) -> None:
        """Make the change."""
        node, lane = document.node(self.node), document.element(self.lane)
        if lane.local != "lane" or _process_of(lane) is not node.parent:
            text = Text("{lane} is no lane of the process that {node} is in.", lane=self.lane, node=self.node)
            raise BpmnFileError(text, element=self.lane)
        moving = [tag for tag in belongings(document, node) if tag is node or tag.local == "boundaryEvent"]
        # Some tools leave boundary events out of the lanes; they go with their activity all the same.
        for tag in (tag for tag in moving if tag is node or lane_of(document, tag) is not None):
            _leave_lanes(document, tag, but=_around(lane))
            _join(document, tag, lane)
        for plane in Plane.all(document):
            _draw_in(document, plane, node, lane)
        reconnect(document, arrows_at(document, node))


def join_lane_of(document: Document, node: Tag, other: Tag) -> None:
    """Put a new node into every lane that another node is in."""
    for lane in list(document.bpmn("lane")):
        if _refers(document, lane, other):
            _join(document, node, lane)


def lane_of(document: Document, node: Tag) -> Tag | None:
    """Return the innermost lane that refers to a node, or None."""
    lanes = [lane for lane in document.bpmn("lane") if _refers(document, lane, node)]
    return lanes[-1] if lanes else None


def _refers(document: Document, lane: Tag, node: Tag) -> bool:
    return any(document.find(inner.text) is node for inner in lane.children("flowNodeRef"))


def _join(document: Document, node: Tag, lane: Tag) -> None:
    if not _refers(document, lane, node):
        reference = document.make(lane, "flowNodeRef", {}, document.id_of(node))
        document.put_inside(lane, reference, behind=_BEFORE_REFERENCES)


def _leave_lanes(document: Document, node: Tag, *, but: list[Tag]) -> None:
    for lane in list(document.bpmn("lane")):
        for inner in lane.children("flowNodeRef"):
            if lane not in but and document.find(inner.text) is node:
                document.take_out(inner)


def _around(lane: Tag) -> list[Tag]:
    """Return a lane and the lanes around it, which some tools let refer to the node as well."""
    found = [lane]
    while (outer := found[-1].parent) is not None:
        found.append(outer)
    return found


def _process_of(lane: Tag) -> Tag | None:
    return next((tag.parent for tag in _around(lane) if tag.local == "laneSet"), None)


def _draw_in(document: Document, plane: Plane, node: Tag, lane: Tag) -> None:
    own, frame = plane.bounds(node), plane.bounds(lane)
    if own is None or frame is None:
        return
    to = _within(own, frame)
    others = _others(document, plane, node)
    if any(_overlap(Bounds(x=to.x, y=to.y, width=own.width, height=own.height), other) for other in others):
        sideways = frame.width >= frame.height
        wide, line = (own.width, to.x) if sideways else (own.height, to.y)
        distance = wide + _GAP + _OVERHANG
        make_room(document, plane, sideways=sideways, beyond=line - _GAP / 2, distance=distance)
        frame = plane.bounds(lane) or frame
        to = Point(x=to.x + _OVERHANG, y=to.y) if sideways else Point(x=to.x, y=to.y + _OVERHANG)
    move_drawn(document, plane, node, to)


def _within(own: Bounds, frame: Bounds) -> Point:
    """Return where a shape goes in a lane: across the lane in its middle, along it where it is."""
    if frame.width >= frame.height:
        x = min(max(own.x, frame.x + _GAP), max(frame.x + _GAP, frame.x + frame.width - own.width - _GAP))
        return Point(x=x, y=frame.y + (frame.height - own.height) / 2)
    y = min(max(own.y, frame.y + _GAP), max(frame.y + _GAP, frame.y + frame.height - own.height - _GAP))
    return Point(x=frame.x + (frame.width - own.width) / 2, y=y)


def _others(document: Document, plane: Plane, node: Tag) -> list[Bounds]:
    """Return the rectangles of the other things on the same level."""
    group = set(belongings(document, node))
    shown = {plane.shown(shape) for shape in plane.shapes} - group
    siblings = (tag for tag in shown if tag is not None and tag.parent is node.parent)
    return [bounds for tag in siblings if (bounds := plane.bounds(tag)) is not None]


def _overlap(a: Bounds, b: Bounds) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height
