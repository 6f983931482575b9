"""What a vendor's dialect may add to the elements that BPMN's own reader has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.reading.names import attribute, local_name, namespace_of, sub_elements

if TYPE_CHECKING:
    from lxml import etree

    from bpmn.model import (
        CallActivity,
        Definition,
        EventDefinition,
        FlowNode,
        MultiInstance,
        Process,
        SequenceFlow,
        StartEvent,
        Task,
        ThrowEvent,
    )
    from bpmn.reading.context import Reading

__all__ = ["Dialect"]


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """A vendor's dialect: each method turns vendor attributes of one kind of element into neutral values.

    A subclass overrides what its vendor has. Every method gets the value read so far and the XML element, and gives the
    value with what the vendor adds.

    Attributes:
        name: Its name in `Model.dialects`.
        namespaces: The namespace URIs of its extensions.
        understood: Local names of extension elements and attributes that are turned into values, or that mean nothing
            for how a process runs. Others are noted.
        implies: Kinds of root elements ("error", "signal", …) that need not be declared: a reference to one that is not
            is taken for its code or name.
        decides_language: Whether expressions without a language are in this vendor's language.
        is_engine: Whether files in it are written for an engine to run, not only drawn.
        needs_use: Whether a file must use a namespace, not only declare it: other tools declare this one too.
        is_silent: Whether its extensions say nothing about how a process runs, so that none is noted.
    """

    name: str
    namespaces: frozenset[str]
    understood: frozenset[str] = frozenset()
    implies: frozenset[str] = frozenset()
    decides_language: bool = False
    is_engine: bool = True
    needs_use: bool = False
    is_silent: bool = False

    def get(self, element: etree._Element, name: str) -> str:
        """Return the vendor's attribute, "" where the element has none."""
        found = (attribute(element, f"{{{namespace}}}{name}") for namespace in self.namespaces)
        return next((value for value in found if value), "")

    def find_all(self, element: etree._Element, name: str) -> list[etree._Element]:
        """Return the vendor's extension elements of that name, directly inside or in `extensionElements`."""
        holders = [inner for inner in sub_elements(element) if local_name(inner) == "extensionElements"]
        return [
            inner
            for holder in (element, *holders)
            for inner in sub_elements(holder)
            if local_name(inner) == name and namespace_of(str(inner.tag)) in self.namespaces
        ]

    def find(self, element: etree._Element, name: str) -> etree._Element | None:
        """Return the first of `find_all`, or None."""
        return next(iter(self.find_all(element, name)), None)

    def node(self, node: FlowNode, element: etree._Element, reading: Reading) -> FlowNode:
        """Return any flow node with what the vendor adds; called after the more special methods."""
        del element, reading
        return node

    def task(self, task: Task, element: etree._Element, reading: Reading) -> Task:
        """Return a task with what the vendor adds."""
        del element, reading
        return task

    def call_activity(self, call: CallActivity, element: etree._Element, reading: Reading) -> CallActivity:
        """Return a call activity with what the vendor adds."""
        del element, reading
        return call

    def multi_instance(self, loop: MultiInstance, element: etree._Element, reading: Reading) -> MultiInstance:
        """Return a multi-instance loop with what the vendor adds; `element` is the loop's."""
        del element, reading
        return loop

    def start_event(self, event: StartEvent, element: etree._Element, reading: Reading) -> StartEvent:
        """Return a start event with what the vendor adds."""
        del element, reading
        return event

    def throw_event(self, event: ThrowEvent, element: etree._Element, reading: Reading) -> ThrowEvent:
        """Return a throw or end event with what the vendor adds."""
        del element, reading
        return event

    def event_definition(
        self, definition: EventDefinition, element: etree._Element, reading: Reading
    ) -> EventDefinition:
        """Return an event definition with what the vendor adds."""
        del element, reading
        return definition

    def process(self, process: Process, element: etree._Element, reading: Reading) -> Process:
        """Return a process with what the vendor adds."""
        del element, reading
        return process

    def sequence_flow(self, flow: SequenceFlow, element: etree._Element, reading: Reading) -> SequenceFlow:
        """Return a sequence flow with what the vendor adds."""
        del element, reading
        return flow

    def definition(self, definition: Definition, element: etree._Element, reading: Reading) -> Definition:
        """Return a message, error or other root element with what the vendor adds."""
        del element, reading
        return definition

    def fill(self, element: etree._Element) -> str:
        """Return the fill colour that the vendor keeps in the element itself, "" for none."""
        del element
        return ""

    def stroke(self, element: etree._Element) -> str:
        """Return the line colour that the vendor keeps in the element itself, "" for none."""
        del element
        return ""
