"""A new node on an arrow."""

from dataclasses import dataclass

from bpmn.errors import BpmnFileError
from bpmn.language import Text
from bpmn.reading.standard import FLOW_NODES
from bpmn.writing.document import Document
from bpmn.writing.drawing import draw_on_flow
from bpmn.writing.edit import Edit
from bpmn.writing.flows import Flows, refuse_behind_events
from bpmn.writing.geometry import size_of
from bpmn.writing.lanes import join_lane_of
from bpmn.writing.pieces import Tag

__all__ = ["InsertNode", "insert_on"]

_ENDS = frozenset({"startEvent", "endEvent", "boundaryEvent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertNode(Edit):
    """Put a new node onto a sequence flow: the flow ends at it, and another one leads on from it.

    It comes into the lane of the node before it. Where the flow is drawn, the node is drawn on it; what is in its way
    moves on.

    Attributes:
        flow: Id of the flow.
        type: The standard's name of the node's kind: "userTask", "serviceTask", "exclusiveGateway", …
        name: Its name, "" for none.
        node: Its id, "" for a free one.
        onward: Id of the flow that leads on, "" for a free one.
    """

    flow: str
    type: str
    name: str = ""
    node: str = ""
    onward: str = ""

    def apply(self, document: Document) -> None:
        """Make the change."""
        if self.type not in FLOW_NODES - _ENDS:
            text = Text("A {type} cannot stand in the middle of a sequence flow.", type=self.type)
            raise BpmnFileError(text, element=self.flow)
        flows = Flows(document)
        flow = flows.flow(self.flow)
        refuse_behind_events(document, flows.source(flow), self.type)
        insert_on(document, flow, self.type, name=self.name, node_id=self.node, flow_id=self.onward)


def insert_on(
    document: Document, flow: Tag, kind: str, *, name: str = "", node_id: str = "", flow_id: str = ""
) -> tuple[Tag, Tag]:
    """Put a new node onto a flow; returns it and the flow that leads on from it."""
    flows = Flows(document)
    source, target = flows.source(flow), flows.target(flow)
    if source is None or target is None or source.parent is not target.parent:
        name = document.known_id(flow)
        raise BpmnFileError(Text("{id} joins two levels or processes, which no flow can.", id=name), element=name)
    family = "Gateway" if kind.endswith("Gateway") else "Event" if kind.endswith("Event") else "Activity"
    known = document.claim(node_id, family + "_")
    node = document.make(source, kind, {"id": known, **({"name": name} if name else {})})
    document.put_behind(source, node)
    ends = {"id": document.claim(flow_id, "Flow_"), "sourceRef": known, "targetRef": document.id_of(target)}
    onward = document.make(flow, "sequenceFlow", ends)
    document.put_behind(flow, onward)
    flows.replace(target, "incoming", flow, onward)
    flow.set("targetRef", known)
    flows.say(node, "incoming", flow)
    flows.say(node, "outgoing", onward)
    join_lane_of(document, node, source)
    draw_on_flow(document, node, flow, onward, size_of(kind))
    return node, onward
