"""Two neighbouring activities made one, and an activity made one of another kind."""

from dataclasses import dataclass

from bpmn.errors import BpmnFileError
from bpmn.kinds import kind_of
from bpmn.language import Text
from bpmn.model import Point
from bpmn.reading.standard import GATEWAYS, TASKS
from bpmn.writing.document import Document
from bpmn.writing.drawing import belongings, draw_joined, move_drawn, reconnect
from bpmn.writing.edit import Edit
from bpmn.writing.facts import add_facts
from bpmn.writing.flows import Flows, are_neighbours
from bpmn.writing.pieces import Tag
from bpmn.writing.plane import Plane
from bpmn.writing.removing import take_away

__all__ = ["Merge", "ReplaceType"]

_FAMILIES = ((TASKS - {"choreographyTask"}) | {"callActivity"}, GATEWAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Edit):
    """Make two neighbouring activities one: the first stays, under a new name, and does what both did.

    Boundary events, message flows and associations of the second go over to the first, and its facts are added to the
    first's. What else is inside the second (its data associations, form, vendor's extensions) goes with it.

    Attributes:
        first: Id of the one that stays.
        second: Id of the one that follows it and goes.
        name: What the one is called then.
    """

    first: str
    second: str
    name: str

    def apply(self, document: Document) -> None:
        """Make the change."""
        one, two, between = are_neighbours(document, self.first, self.second)
        flows = Flows(document)
        one.set("name", self.name)
        add_facts(document, two, one)
        arrows = _hand_over(document, two, one)
        for flow in flows.leaving(two):
            draw_joined(document, between, two, flow, kept=flow, target=flows.target(flow))
            flows.replace(one, "outgoing", between, flow)
            flows.set_source(flow, one)
        take_away(document, two)
        reconnect(document, arrows)


def _hand_over(document: Document, old: Tag, new: Tag) -> list[Tag]:
    """Let what is attached to one activity, or points to it, belong to another; returns the arrows among it."""
    known = document.id_of(new)
    guests = [tag for tag in belongings(document, old) if tag.local == "boundaryEvent" and tag.parent is old.parent]
    for plane in Plane.all(document):
        a, b = plane.bounds(old), plane.bounds(new)
        for guest in guests:
            own = plane.bounds(guest)
            if a is not None and b is not None and own is not None:
                # From the lower right corner, so that it is on the edge of an activity of any size.
                x, y = own.x + b.x + b.width - a.x - a.width, own.y + b.y + b.height - a.y - a.height
                move_drawn(document, plane, guest, Point(x=x, y=y))
    for guest in guests:
        guest.set("attachedToRef", known)
    arrows = []
    for arrow in document.bpmn("messageFlow", "association"):
        for end in ("sourceRef", "targetRef"):
            if arrow.has(end) and document.find(arrow.get(end)) is old:
                arrow.set(end, known)
                arrows.append(arrow)
    leaving = [flow for guest in guests for flow in Flows(document).leaving(guest)]
    return [*arrows, *leaving]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceType(Edit):
    """Make a task one of another kind, or a gateway; everything in it is kept.

    Attributes:
        node: Its id.
        type: The standard's name of the new kind: "serviceTask", "userTask", "parallelGateway", …
    """

    node: str
    type: str

    def apply(self, document: Document) -> None:
        """Make the change."""
        node = document.node(self.node)
        if not any(node.local in family and self.type in family for family in _FAMILIES):
            kinds = {"old": kind_of(node.local), "new": kind_of(self.type)}
            text = Text("{id} is a {old} and cannot become a {new}.", id=self.node, **kinds)
            raise BpmnFileError(text, element=self.node)
        name = node.prefix + self.type
        node.end = node.end.replace(node.name, name, 1)
        node.name = name
