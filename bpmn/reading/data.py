"""Data objects, stores, properties, inputs, outputs and associations. BPMN 2.0.2 §10.4."""

from typing import TypedDict

from lxml import etree

from bpmn.model import DataAssociation, DataInput, DataItem, DataOutput, Expression
from bpmn.reading.basics import element_parts
from bpmn.reading.context import Reading
from bpmn.reading.names import attribute, child, children, flag, local_name, text_in

__all__ = ["DataParts", "data_parts", "read_data_item", "read_properties"]

_REFERENCES = {"dataObjectReference": "dataObjectRef", "dataStoreReference": "dataStoreRef"}


class DataParts(TypedDict):
    """The data fields of activities and events."""

    data_inputs: tuple[DataInput, ...]
    data_outputs: tuple[DataOutput, ...]
    data_input_associations: tuple[DataAssociation, ...]
    data_output_associations: tuple[DataAssociation, ...]


_NO_DATA = DataParts(data_inputs=(), data_outputs=(), data_input_associations=(), data_output_associations=())


def read_data_item(element: etree._Element, reading: Reading) -> DataItem:
    """Return a data object, store, reference or property."""
    reference = _REFERENCES.get(local_name(element))
    return DataItem(
        **element_parts(element, reading),
        reference=reading.reference(element, reference) if reference else None,
        is_collection=flag(element, "isCollection"),
        state=_state(element),
        item_subject=_item_subject(element, reading),
    )


def read_properties(element: etree._Element, reading: Reading) -> tuple[DataItem, ...]:
    """Return the properties directly inside."""
    return tuple(read_data_item(inner, reading) for inner in children(element, "property"))


def data_parts(element: etree._Element, reading: Reading) -> DataParts:
    """Return the inputs and outputs of an activity, event or process, whether in an I/O specification or not."""
    if not len(element):
        return _NO_DATA
    specification = child(element, "ioSpecification")
    holders = [element] if specification is None else [element, specification]
    optional = {
        text_in(inner).strip()
        for holder in holders
        for inner_set in children(holder, "inputSet", "outputSet")
        for inner in children(inner_set, "optionalInputRefs", "optionalOutputRefs")
    }
    inputs = [inner for holder in holders for inner in children(holder, "dataInput")]
    outputs = [inner for holder in holders for inner in children(holder, "dataOutput")]
    return DataParts(
        data_inputs=tuple(
            DataInput(**element_parts(inner, reading), **_kind(inner, optional, reading)) for inner in inputs
        ),
        data_outputs=tuple(
            DataOutput(**element_parts(inner, reading), **_kind(inner, optional, reading)) for inner in outputs
        ),
        data_input_associations=_read_associations(element, "dataInputAssociation", reading),
        data_output_associations=_read_associations(element, "dataOutputAssociation", reading),
    )


class _Kind(TypedDict):
    is_collection: bool
    is_optional: bool
    state: str
    item_subject: str | None


def _kind(element: etree._Element, optional: set[str], reading: Reading) -> _Kind:
    return _Kind(
        is_collection=flag(element, "isCollection"),
        is_optional=attribute(element, "id") in optional,
        state=_state(element),
        item_subject=_item_subject(element, reading),
    )


def _item_subject(element: etree._Element, reading: Reading) -> str | None:
    """Return the id of the item definition, or the name of a type of XML Schema or of an imported file as written."""
    written = attribute(element, "itemSubjectRef")
    return written if reading.is_imported(element, written) else reading.reference(element, "itemSubjectRef")


def _state(element: etree._Element) -> str:
    state = child(element, "dataState")
    return "" if state is None else attribute(state, "name")


def _read_associations(element: etree._Element, name: str, reading: Reading) -> tuple[DataAssociation, ...]:
    return tuple(_read_association(inner, reading) for inner in children(element, name))


def _read_association(element: etree._Element, reading: Reading) -> DataAssociation:
    targets = reading.references(element, "targetRef")
    return DataAssociation(
        **element_parts(element, reading),
        sources=reading.references(element, "sourceRef"),
        target=targets[0] if targets else "",
        transformation=reading.expression_in(element, "transformation"),
        assignments=tuple(
            (
                reading.expression_in(inner, "from") or Expression(text=""),
                reading.expression_in(inner, "to") or Expression(text=""),
            )
            for inner in children(element, "assignment")
        ),
    )
