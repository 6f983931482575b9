"""The fields that all nodes and all activities have, ready to be given to a value's constructor."""

from lxml import etree

from bpmn.model import DataItem, Interaction, Loop
from bpmn.reading.basics import ElementParts, element_parts
from bpmn.reading.context import Reading
from bpmn.reading.data import DataParts, data_parts, read_properties
from bpmn.reading.interactions import read_interaction
from bpmn.reading.loops import read_loop
from bpmn.reading.names import flag, whole_number

__all__ = ["ActivityParts", "NodeParts", "activity_parts", "node_parts"]


class NodeParts(ElementParts):
    """The fields of every `FlowNode` that the file itself gives."""

    incoming: tuple[str, ...]
    outgoing: tuple[str, ...]
    properties: tuple[DataItem, ...]


class ActivityParts(NodeParts, DataParts):
    """The fields of every `Activity` that the file itself gives."""

    default: str | None
    loop: Loop | None
    is_for_compensation: bool
    start_quantity: int
    completion_quantity: int
    interaction: Interaction | None


def node_parts(element: etree._Element, reading: Reading) -> NodeParts:
    """Return the fields that every flow node has."""
    parts = element_parts(element, reading)
    return NodeParts(
        **parts,
        incoming=tuple(reading.incoming.get(parts["id"], ())),
        outgoing=tuple(reading.outgoing.get(parts["id"], ())),
        properties=read_properties(element, reading),
    )


def activity_parts(element: etree._Element, reading: Reading) -> ActivityParts:
    """Return the fields that every activity has."""
    return ActivityParts(
        **node_parts(element, reading),
        **data_parts(element, reading),
        default=reading.reference(element, "default"),
        loop=read_loop(element, reading),
        is_for_compensation=flag(element, "isForCompensation"),
        start_quantity=_quantity(element, "startQuantity"),
        completion_quantity=_quantity(element, "completionQuantity"),
        interaction=read_interaction(element, reading),
    )


def _quantity(element: etree._Element, name: str) -> int:
    number = whole_number(element, name)
    return 1 if number is None else number
