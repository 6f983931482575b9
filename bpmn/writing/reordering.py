"""Activities in another order, beside each other, or made one."""

from dataclasses import dataclass

from bpmn.errors import BpmnFileError
from bpmn.language import Text
from bpmn.model import Point
from bpmn.writing.document import Document
from bpmn.writing.drawing import arrows_at, draw_joined, make_gap, move_drawn, reconnect
from bpmn.writing.edit import Edit
from bpmn.writing.flows import Flows, are_neighbours, has_condition
from bpmn.writing.geometry import centre, is_horizontal
from bpmn.writing.inserting import insert_on
from bpmn.writing.lanes import lane_of
from bpmn.writing.pieces import Tag
from bpmn.writing.plane import Plane
from bpmn.writing.room import make_room

__all__ = ["Move", "Parallelise", "Swap"]

_GAP = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap(Edit):
    """Let two neighbours change places, so that the second comes first. It is its own inverse.

    Attributes:
        first: Id of the one that comes first now; nothing else follows it directly.
        second: Id of the one that follows; nothing else leads to it.
    """

    first: str
    second: str

    def apply(self, document: Document) -> None:
        """Make the change."""
        one, two, between = are_neighbours(document, self.first, self.second)
        flows = Flows(document)
        entering, leaving = flows.entering(one), flows.leaving(two)
        flows.exchange(one, two, "incoming")
        flows.exchange(one, two, "outgoing")
        for flow in entering:
            flows.set_target(flow, two)
        flows.set_source(between, two)
        flows.set_target(between, one)
        for flow in leaving:
            flows.set_source(flow, one)
        for plane in Plane.all(document):
            _exchange_places(document, plane, one, two)
        reconnect(document, arrows_at(document, one, two))


def _exchange_places(document: Document, plane: Plane, one: Tag, two: Tag) -> None:
    a, b = plane.bounds(one), plane.bounds(two)
    if a is None or b is None:
        return
    in_lanes = lane_of(document, one) is not lane_of(document, two)
    sideways = is_horizontal(centre(a), centre(b))
    # In different lanes each stays in its own, and only the order along the lanes changes.
    to_b = Point(x=b.x + (b.width - a.width) / 2, y=b.y + (b.height - a.height) / 2)
    to_a = Point(x=a.x + (a.width - b.width) / 2, y=a.y + (a.height - b.height) / 2)
    if in_lanes:
        to_b = Point(x=to_b.x, y=a.y) if sideways else Point(x=a.x, y=to_b.y)
        to_a = Point(x=to_a.x, y=b.y) if sideways else Point(x=b.x, y=to_a.y)
    move_drawn(document, plane, one, to_b)
    move_drawn(document, plane, two, to_a)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Edit):
    """Move an activity, or an event, onto another sequence flow: earlier or later than it comes now.

    A check that can end the case takes its decision with it: where the activity is directly followed by an exclusive
    gateway all ways of which but one lead straight to an end, the gateway and those ends move too ("knock-out",
    Reijers and Limam Mansar 2005).

    Attributes:
        node: Its id.
        flow: Id of the flow that it is put on.
    """

    node: str
    flow: str

    def apply(self, document: Document) -> None:
        """Make the change."""
        flows = Flows(document)
        node, flow = document.node(self.node), flows.flow(self.flow)
        group, out = _with_decision(flows, node)
        entering = flows.entering(node)
        behind, target = flows.target(out), flows.target(flow)
        is_within = flows.source(flow) in group or target in group or flow is out
        if is_within or not entering or behind is None or target is None:
            text = Text("{node} cannot be moved onto {flow}: it is there already.", node=self.node, flow=self.flow)
            raise BpmnFileError(text, element=self.node)
        if node.parent is not flow.parent and node.parent is not target.parent:
            text = Text("{flow} is on another level than {node}.", flow=self.flow, node=self.node)
            raise BpmnFileError(text, element=self.flow)
        for way in entering:
            draw_joined(document, way, node, out, kept=way, target=behind)
            flows.set_target(way, behind)
        self._draw(document, group, flow)
        flows.set_target(flow, node)
        flows.set_target(out, target)
        reconnect(document, arrows_at(document, *group))

    def _draw(self, document: Document, group: list[Tag], flow: Tag) -> None:
        """Move the shapes into a gap across the whole plane, each at its own height."""
        for plane in Plane.all(document):
            frames = [bounds for tag in group if (bounds := plane.bounds(tag)) is not None]
            if not frames or not plane.points(flow):
                continue
            left, top = min(bounds.x for bounds in frames), min(bounds.y for bounds in frames)
            width = max(bounds.x + bounds.width for bounds in frames) - left
            height = max(bounds.y + bounds.height for bounds in frames) - top
            free = make_gap(document, plane, flow, (width, height), is_across=True)
            moved = [bounds for tag in group if (bounds := plane.bounds(tag)) is not None]
            ends = plane.points(flow)
            if free is None or not moved:
                continue
            sideways = is_horizontal(ends[0], ends[-1])
            x = free.x - min(bounds.x for bounds in moved) if sideways else 0.0
            y = 0.0 if sideways else free.y - min(bounds.y for bounds in moved)
            for tag in group:
                own = plane.bounds(tag)
                if own is not None:
                    move_drawn(document, plane, tag, Point(x=own.x + x, y=own.y + y))


def _with_decision(flows: Flows, node: Tag) -> tuple[list[Tag], Tag]:
    """Return a node with the decision and the ends that move with it, and the flow on which the case goes on."""
    out = flows.the_only(flows.leaving(node), node)
    gateway = flows.target(out)
    if gateway is None or gateway.local != "exclusiveGateway" or len(flows.entering(gateway)) != 1:
        return [node], out
    ways = flows.leaving(gateway)
    ends = {way: end for way in ways if (end := flows.target(way)) is not None and _is_end_of(flows, end)}
    onward = [way for way in ways if way not in ends]
    if len(onward) != 1 or not ends:
        return [node], out
    return [node, gateway, *ends.values()], onward[0]


def _is_end_of(flows: Flows, end: Tag) -> bool:
    return end.local == "endEvent" and len(flows.entering(end)) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallelise(Edit):
    """Let two neighbouring activities run at the same time, between two new parallel gateways.

    Attributes:
        first: Id of the one that comes first now.
        second: Id of the one that follows it.
        split: Id of the gateway that starts both, "" for a free one.
        join: Id of the gateway that waits for both, "" for a free one.
    """

    first: str
    second: str
    split: str = ""
    join: str = ""

    def apply(self, document: Document) -> None:
        """Make the change."""
        one, two, between = are_neighbours(document, self.first, self.second)
        flows = Flows(document)
        before = flows.the_only(flows.entering(one), one)
        behind = flows.the_only(flows.leaving(two), two)
        _refuse_condition(behind)
        split, _ = insert_on(document, before, "parallelGateway", node_id=self.split)
        join, _ = insert_on(document, behind, "parallelGateway", node_id=self.join)
        flows = Flows(document)
        flows.set_source(between, split)
        flows.add(one, join, behind=between)
        for plane in Plane.all(document):
            _put_beside(document, plane, one, two)
        reconnect(document, arrows_at(document, one, two))


def _refuse_condition(behind: Tag) -> None:
    """Raise an error where a condition would come to stand before the joining gateway, which would wait for ever."""
    if has_condition(behind):
        text = Text(
            "{flow} has a condition, so what comes before it cannot run beside anything.", flow=behind.get("id")
        )
        raise BpmnFileError(text, element=behind.get("id"))


def _put_beside(document: Document, plane: Plane, one: Tag, two: Tag) -> None:
    """Put the second activity below the first, or beside it where the process runs down; in another lane it stays."""
    a, b = plane.bounds(one), plane.bounds(two)
    if a is None or b is None or lane_of(document, one) is not lane_of(document, two):
        return
    if is_horizontal(centre(a), centre(b)):
        make_room(document, plane, sideways=False, beyond=a.y + a.height + 1, distance=b.height + _GAP)
        to = Point(x=a.x + (a.width - b.width) / 2, y=a.y + a.height + _GAP)
    else:
        make_room(document, plane, sideways=True, beyond=a.x + a.width + 1, distance=b.width + _GAP)
        to = Point(x=a.x + a.width + _GAP, y=a.y + (a.height - b.height) / 2)
    move_drawn(document, plane, two, to)
