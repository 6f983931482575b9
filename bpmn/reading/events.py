"""Events and gateways. BPMN 2.0.2 §10.5, §10.6."""

from lxml import etree

from bpmn.language import Text
from bpmn.model import (
    BoundaryEvent,
    CatchEvent,
    EndEvent,
    EventDefinition,
    Gateway,
    IntermediateThrowEvent,
    StartEvent,
    ThrowEvent,
)
from bpmn.reading.context import Reading
from bpmn.reading.data import DataParts, data_parts
from bpmn.reading.definitions import read_event_definitions
from bpmn.reading.names import attribute, flag
from bpmn.reading.parts import NodeParts, node_parts

__all__ = [
    "read_boundary_event",
    "read_catch_event",
    "read_end_event",
    "read_gateway",
    "read_start_event",
    "read_throw_event",
]


class _EventParts(NodeParts, DataParts):
    definitions: tuple[EventDefinition, ...]


def _event_parts(element: etree._Element, reading: Reading) -> _EventParts:
    return _EventParts(
        **node_parts(element, reading),
        **data_parts(element, reading),
        definitions=read_event_definitions(element, reading),
    )


def read_start_event(element: etree._Element, reading: Reading) -> StartEvent:
    """Return a start event, with what the file's dialects say of it."""
    read = StartEvent(
        **_event_parts(element, reading),
        is_parallel_multiple=flag(element, "parallelMultiple"),
        is_interrupting=flag(element, "isInterrupting", default=True),
    )
    for dialect in reading.dialects:
        read = dialect.start_event(read, element, reading)
    return read


def read_catch_event(element: etree._Element, reading: Reading) -> CatchEvent:
    """Return an intermediate catch event."""
    return CatchEvent(**_event_parts(element, reading), is_parallel_multiple=flag(element, "parallelMultiple"))


def read_boundary_event(element: etree._Element, reading: Reading) -> BoundaryEvent:
    """Return an event on the edge of an activity."""
    host = reading.node_reference(element, attribute(element, "attachedToRef"), "attachedToRef")
    if not attribute(element, "attachedToRef"):
        reading.note("dangling-reference", element, Text("The boundary event is attached to no activity."))
    return BoundaryEvent(
        **_event_parts(element, reading),
        is_parallel_multiple=flag(element, "parallelMultiple"),
        attached_to=host or "",
        cancel_activity=flag(element, "cancelActivity", default=True),
    )


def read_throw_event(element: etree._Element, reading: Reading) -> ThrowEvent:
    """Return an intermediate throw event, with what the file's dialects say of it."""
    return _with_dialects(IntermediateThrowEvent(**_event_parts(element, reading)), element, reading)


def read_end_event(element: etree._Element, reading: Reading) -> ThrowEvent:
    """Return an end event, with what the file's dialects say of it."""
    return _with_dialects(EndEvent(**_event_parts(element, reading)), element, reading)


def _with_dialects(read: ThrowEvent, element: etree._Element, reading: Reading) -> ThrowEvent:
    for dialect in reading.dialects:
        read = dialect.throw_event(read, element, reading)
    return read


def read_gateway(element: etree._Element, reading: Reading) -> Gateway:
    """Return a gateway of any kind."""
    return Gateway(
        **node_parts(element, reading),
        default=reading.reference(element, "default"),
        direction=attribute(element, "gatewayDirection") or "Unspecified",
        instantiate=flag(element, "instantiate"),
        event_gateway_type=attribute(element, "eventGatewayType") or "Exclusive",
        activation_condition=reading.expression_in(element, "activationCondition"),
    )
