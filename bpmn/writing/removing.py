"""A node taken out of the flow, and everything that only makes sense with it."""

from dataclasses import dataclass

from bpmn.errors import BpmnFileError
from bpmn.language import Text
from bpmn.reading.names import BPMN_NAMESPACES
from bpmn.reading.standard import FLOW_NODES
from bpmn.writing.document import Document
from bpmn.writing.drawing import belongings, draw_joined
from bpmn.writing.edit import Edit
from bpmn.writing.flows import Flows
from bpmn.writing.pieces import Tag
from bpmn.writing.plane import Plane

__all__ = ["RemoveNode", "take_away"]

_ARROWS = frozenset({"sequenceFlow", "messageFlow", "association"})
_ATTRIBUTES = ("activityRef", "default")
_MENTIONS = frozenset({"flowNodeRef", "incoming", "outgoing", "messageFlowRef"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveNode(Edit):
    """Take a node out of the flow; what led to it leads to what came after it.

    With it go what is inside it, its boundary events with the paths that only they begin, the message flows and
    associations at it, its place in lanes, and its shape. Conditions stay on the flows that stay.

    Attributes:
        node: Its id. It has one way in or one way out, or none of either.
    """

    node: str

    def apply(self, document: Document) -> None:
        """Make the change."""
        node = document.node(self.node)
        flows = Flows(document)
        entering, leaving = flows.entering(node), flows.leaving(node)
        if len(entering) > 1 and len(leaving) > 1:
            text = Text("{id} joins and parts several ways, so it cannot simply be left out.", id=self.node)
            raise BpmnFileError(text, element=self.node)
        _join_ways(document, node, entering, leaving)
        take_away(document, node)


def _join_ways(document: Document, node: Tag, entering: list[Tag], leaving: list[Tag]) -> None:
    flows = Flows(document)
    source = flows.source(entering[0]) if entering else None
    target = flows.target(leaving[0]) if leaving else None
    if source is None or target is None:
        return
    if len(leaving) == 1:
        is_said = flows.says(target, "incoming", leaving[0])
        for flow in entering:
            draw_joined(document, flow, node, leaving[0], kept=flow, target=target)
            flows.replace(target, "incoming", leaving[0], flow)
            flows.set_target(flow, target, is_said=is_said)
        return
    is_said = flows.says(source, "outgoing", entering[0])
    for flow in leaving:
        draw_joined(document, entering[0], node, flow, kept=flow, target=flows.target(flow))
        flows.replace(source, "outgoing", entering[0], flow)
        flows.set_source(flow, source, is_said=is_said)


def take_away(document: Document, node: Tag, *, with_ways: bool = False) -> None:
    """Remove a node with what belongs to it and whatever refers to it.

    Args:
        document: The file.
        node: The node.
        with_ways: Whether what only it led to goes too, as it does behind its boundary events.
    """
    flows = Flows(document)
    group = belongings(document, node)
    for inner in group:
        if inner.local not in FLOW_NODES or inner.namespace not in BPMN_NAMESPACES:
            continue
        for flow in flows.entering(inner):
            flows.remove(flow)
        for flow in flows.leaving(inner):
            target = flows.target(flow)
            flows.remove(flow)
            is_left = target is not None and target not in group and _begins_nowhere(flows, target)
            if target is not None and is_left and (with_ways or inner is not node):
                take_away(document, target, with_ways=True)
    _forget(document, set(group))
    for guest in [inner for inner in group if inner.parent is not None and inner.parent not in group]:
        document.take_out(guest)


def _begins_nowhere(flows: Flows, node: Tag) -> bool:
    """Return whether no way leads to a node any more, so that it would begin of its own."""
    is_begin = node.local in {"startEvent", "boundaryEvent"} or node.get("triggeredByEvent") == "true"
    return not is_begin and node.get("isForCompensation") != "true" and not flows.entering(node)


def _forget(document: Document, gone: set[Tag]) -> None:
    """Remove what refers to elements that go: arrows, places in lanes, shapes; and attributes that name them."""
    for tag in [tag for tag in document.root.walk() if tag not in gone]:
        if tag.namespace not in BPMN_NAMESPACES or tag.parent is None:
            continue
        ends = [tag.get("sourceRef"), tag.get("targetRef")] if tag.local in _ARROWS else []
        mentioned = [tag.text] if tag.local in _MENTIONS else []
        if any(end and document.find(end) in gone for end in (*ends, *mentioned)):
            gone.add(tag)
        for name in _ATTRIBUTES:
            if tag.has(name) and document.find(tag.get(name)) in gone:
                tag.drop(name)
    _forget_drawn(document, gone)
    for tag in gone:
        if tag.local in _ARROWS | _MENTIONS and tag.parent is not None and tag.parent not in gone:
            document.take_out(tag)


def _forget_drawn(document: Document, gone: set[Tag]) -> None:
    for plane in Plane.all(document):
        if plane.shown(plane.tag) in gone and plane.tag.parent is not None:
            document.take_out(plane.tag.parent)
            continue
        for drawn in (*plane.tag.children("BPMNShape"), *plane.edges):
            if plane.shown(drawn) in gone:
                document.take_out(drawn)
