"""The sequence flows of a file that is being edited, with the `incoming` and `outgoing` elements that repeat them."""

from collections.abc import Sequence

from bpmn.errors import BpmnFileError
from bpmn.language import Text
from bpmn.writing.document import Document
from bpmn.writing.pieces import Tag
from bpmn.writing.plane import Plane

__all__ = ["Flows", "are_neighbours", "has_condition", "refuse_behind_events"]

# Who may name a default flow (BPMN 2.0.2 §10.3, §10.6.3 to §10.6.5).
_WITHOUT_DEFAULT = frozenset({"parallelGateway", "eventBasedGateway"})
_WAITING = frozenset({"intermediateCatchEvent", "receiveTask"})
_BEFORE_FLOWS = ("documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef")


class Flows:
    """The sequence flows of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._repeated = any(True for _ in document.bpmn("incoming", "outgoing"))

    def flow(self, flow_id: str) -> Tag:
        """Return the sequence flow of that id with two ends.

        Raises:
            BpmnFileError: If there is none.
        """
        found = self._document.element(flow_id)
        if found.local != "sequenceFlow" or self.source(found) is None or self.target(found) is None:
            text = Text("{id} is no sequence flow that joins two nodes.", id=flow_id)
            raise BpmnFileError(text, element=flow_id)
        return found

    def source(self, flow: Tag) -> Tag | None:
        """Return the node a flow leaves, or None where its reference leads nowhere."""
        return self._document.find(flow.get("sourceRef"))

    def target(self, flow: Tag) -> Tag | None:
        """Return the node a flow enters, or None."""
        return self._document.find(flow.get("targetRef"))

    def entering(self, node: Tag) -> list[Tag]:
        """Return the flows that enter a node, in the file's order."""
        return [flow for flow in self._document.bpmn("sequenceFlow") if self.target(flow) is node]

    def leaving(self, node: Tag) -> list[Tag]:
        """Return the flows that leave a node, in the file's order."""
        return [flow for flow in self._document.bpmn("sequenceFlow") if self.source(flow) is node]

    def the_only(self, flows: Sequence[Tag], node: Tag) -> Tag:
        """Return the one flow there is.

        Raises:
            BpmnFileError: If there is none or more than one.
        """
        if len(flows) != 1:
            name = self._document.known_id(node)
            text = Text("{id} must have one way in and one way out for this change.", id=name)
            raise BpmnFileError(text, element=name)
        return flows[0]

    def add(self, source: Tag, target: Tag, *, behind: Tag, flow_id: str = "") -> Tag:
        """Put a new flow behind another element."""
        document = self._document
        name = document.claim(flow_id, "Flow_")
        ends = {"id": name, "sourceRef": document.id_of(source), "targetRef": document.id_of(target)}
        flow = document.make(behind, "sequenceFlow", ends)
        document.put_behind(behind, flow)
        self.say(source, "outgoing", flow)
        self.say(target, "incoming", flow)
        return flow

    def remove(self, flow: Tag) -> None:
        """Remove a flow, what repeats it, and its edge in the diagrams."""
        source, target = self.source(flow), self.target(flow)
        for node, name in ((source, "outgoing"), (target, "incoming")):
            if node is not None:
                self.unsay(node, name, flow)
        if source is not None and self._is_default(source, flow):
            source.drop("default")
        for plane in Plane.all(self._document):
            plane.forget(flow)
        self._document.take_out(flow)

    def set_target(self, flow: Tag, target: Tag, *, is_said: bool | None = None) -> None:
        """Let a flow enter another node.

        Args:
            flow: The flow.
            target: The node.
            is_said: Whether the node repeats the flow; None where it does if the old one did.
        """
        source, old = self.source(flow), self.target(flow)
        refuse_behind_events(self._document, source, target.local)
        was_said = old is None or self.unsay(old, "incoming", flow)
        flow.set("targetRef", self._document.id_of(target))
        if was_said if is_said is None else is_said:
            self.say(target, "incoming", flow)

    def set_source(self, flow: Tag, source: Tag, *, is_said: bool | None = None) -> None:
        """Let a flow leave another node; where it was the default there, it is the default here.

        Args:
            flow: The flow.
            source: The node.
            is_said: Whether the node repeats the flow; None where it does if the old one did.
        """
        old, target = self.source(flow), self.target(flow)
        refuse_behind_events(self._document, source, "" if target is None else target.local)
        was_said = old is None or self.unsay(old, "outgoing", flow)
        if old is not None and self._is_default(old, flow):
            old.drop("default")
            if source.local not in _WITHOUT_DEFAULT and not source.local.endswith("Event"):
                source.set("default", self._document.id_of(flow))
        flow.set("sourceRef", self._document.id_of(source))
        if was_said if is_said is None else is_said:
            self.say(source, "outgoing", flow)

    def replace(self, node: Tag, name: str, old: Tag, new: Tag) -> None:
        """Write one flow's id in the place of another's in a node's `incoming` or `outgoing` elements."""
        found = self._saying(node, name, old)
        if found is not None and self._saying(node, name, new) is None:
            found.say(self._document.id_of(new))

    def exchange(self, one: Tag, other: Tag, name: str) -> None:
        """Let each of two nodes repeat the flows that the other did, in their order."""
        said = [[inner.text for inner in node.children(name)] for node in (one, other)]
        for node, texts in zip((one, other), reversed(said), strict=True):
            old = node.children(name)
            for inner, text in zip(old, texts, strict=False):
                inner.say(text)
            for inner in old[len(texts) :]:
                self._document.take_out(inner)
            for text in texts[len(old) :]:
                flow = self._document.find(text)
                if flow is not None:
                    self.say(node, name, flow)

    def say(self, node: Tag, name: str, flow: Tag) -> None:
        """Repeat at a node that a flow enters or leaves it, where the file repeats such things at all."""
        if not self._repeated or self._saying(node, name, flow) is not None:
            return
        saying = self._document.make(node, name, {}, self._document.id_of(flow))
        earlier = (*_BEFORE_FLOWS, "incoming") if name == "incoming" else (*_BEFORE_FLOWS, "incoming", "outgoing")
        self._document.put_inside(node, saying, behind=earlier)

    def says(self, node: Tag, name: str, flow: Tag) -> bool:
        """Return whether a node repeats that a flow enters or leaves it."""
        return self._saying(node, name, flow) is not None

    def unsay(self, node: Tag, name: str, flow: Tag) -> bool:
        """Take back what `say` says; returns whether it was said."""
        found = self._saying(node, name, flow)
        if found is not None:
            self._document.take_out(found)
        return found is not None

    def _saying(self, node: Tag, name: str, flow: Tag) -> Tag | None:
        repeated = (inner for inner in node.children(name) if self._document.find(inner.text) is flow)
        return next(repeated, None)

    def _is_default(self, source: Tag, flow: Tag) -> bool:
        return bool(source.get("default")) and self._document.find(source.get("default")) is flow


def has_condition(flow: Tag) -> bool:
    """Return whether a flow is only taken on a condition; some tools write an empty one on every flow."""
    return any("".join(inner.text for inner in tag.walk()) for tag in flow.children("conditionExpression"))


def refuse_behind_events(document: Document, source: Tag | None, kind: str) -> None:
    """Refuse to let an event-based gateway lead to what cannot be waited for (BPMN 2.0.2 §10.6.6).

    Raises:
        BpmnFileError: If the source is such a gateway and the kind is no catch event or receive task.
    """
    if source is not None and source.local == "eventBasedGateway" and kind not in _WAITING:
        name = document.known_id(source)
        text = Text("{id} waits for events, so no {type} can follow it directly.", id=name, type=kind)
        raise BpmnFileError(text, element=name)


def are_neighbours(document: Document, first: str, second: str) -> tuple[Tag, Tag, Tag]:
    """Return two activities of which the second directly follows the first, and the flow between them.

    Raises:
        BpmnFileError: If no unconditional flow leads from the one to the other, or another flow parts or joins there.
    """
    flows = Flows(document)
    one, two = document.node(first), document.node(second)
    between = [flow for flow in flows.leaving(one) if flows.target(flow) is two]
    is_plain = len(flows.leaving(one)) == len(flows.entering(two)) == len(between) == 1
    if one is two or not is_plain or has_condition(between[0]):
        text = Text("{first} and {second} do not directly follow each other.", first=first, second=second)
        raise BpmnFileError(text, element=second)
    return one, two, between[0]
