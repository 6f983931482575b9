"""Sequence flows: where each leads, which scope it belongs to, and what enters and leaves each node."""

from lxml import etree

from bpmn.language import Text
from bpmn.model import SequenceFlow
from bpmn.reading.basics import element_parts
from bpmn.reading.context import Reading
from bpmn.reading.names import attribute, is_bpmn, local_name

__all__ = ["Flows"]


class Flows:
    """The sequence flows of a file, by the element whose scope they belong to."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._by_scope: dict[etree._Element, list[SequenceFlow]] = {}
        for element in reading.root.iter("{*}sequenceFlow"):
            if is_bpmn(element):
                self._read(element)

    def of(self, holder: etree._Element) -> tuple[SequenceFlow, ...]:
        """Return the flows of a process's or sub-process's own level."""
        return tuple(self._by_scope.get(holder, ()))

    def _read(self, element: etree._Element) -> None:
        reading = self._reading
        flow = SequenceFlow(
            **element_parts(element, reading),
            source=self._end(element, "sourceRef"),
            target=self._end(element, "targetRef"),
            condition=reading.expression_in(element, "conditionExpression"),
        )
        for dialect in reading.dialects:
            flow = dialect.sequence_flow(flow, element, reading)
        if flow.source:
            reading.outgoing.setdefault(flow.source, []).append(flow.id)
        if flow.target:
            reading.incoming.setdefault(flow.target, []).append(flow.id)
        holder = self._holder(element, flow)
        if holder is not None:
            self._by_scope.setdefault(holder, []).append(flow)

    def _end(self, element: etree._Element, name: str) -> str:
        reference = attribute(element, name)
        if not reference:
            text = Text("The sequence flow has no {name}.", name=name)
            self._reading.note("dangling-reference", element, text)
        return self._reading.node_reference(element, reference, name) or ""

    def _holder(self, element: etree._Element, flow: SequenceFlow) -> etree._Element | None:
        """Return the scope that holds both ends, where they agree on one, else the one the file has the flow in."""
        written = element.getparent()
        ends = [self._scope_of(end) for end in (flow.source, flow.target) if end]
        if not ends or ends[0] is None or any(end is not ends[0] for end in ends) or ends[0] is written:
            return written
        text = Text("The sequence flow is written in another {type} than the nodes it joins.", type=local_name(ends[0]))
        self._reading.note("misplaced-flow", element, text)
        return ends[0]

    def _scope_of(self, node_id: str) -> etree._Element | None:
        node = self._reading.ids.find(node_id)
        return None if node is None else node.getparent()
