"""Data: objects, stores, properties and how they reach activities. BPMN 2.0.2 §10.4."""

from bpmn.frozen import dataclass
from bpmn.model.elements import Element, Expression

__all__ = ["DataAssociation", "DataInput", "DataItem", "DataOutput"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataItem(Element):
    """A data object, its reference, a data store, its reference, or a property (by `type`).

    Attributes:
        reference: Id of the data object or store that a reference stands for, or None.
        is_collection: Whether it holds many.
        state: Its data state's name, "" for none.
        item_subject: Id of its item definition, or None; for a type of XML Schema or of an imported file its name.
    """

    reference: str | None = None
    is_collection: bool = False
    state: str = ""
    item_subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataInput(Element):
    """A value an activity or process takes in; `state` and `item_subject` as in `DataItem`."""

    is_collection: bool = False
    is_optional: bool = False
    state: str = ""
    item_subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataOutput(Element):
    """A value an activity or process gives out; `state` and `item_subject` as in `DataItem`."""

    is_collection: bool = False
    is_optional: bool = False
    state: str = ""
    item_subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAssociation(Element):
    """Moves a value between a data element and an activity's input or output.

    `type` is "dataInputAssociation" or "dataOutputAssociation".

    Attributes:
        sources: Ids of where the value comes from.
        target: Id of where it goes, "" where the file names none.
        transformation: Changes the value on the way, or None.
        assignments: Pairs of from- and to-expressions.
    """

    sources: tuple[str, ...] = ()
    target: str = ""
    transformation: Expression | None = None
    assignments: tuple[tuple[Expression, Expression], ...] = ()
