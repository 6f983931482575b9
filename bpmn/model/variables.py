"""Under which names scripts and expressions find the data of a model. BPMN 2.0.2 §10.4.

The standard leaves the mapping of data elements to an expression language's names to the language (§10.4.3): here a
data object is a variable called by its name, by the name a reference gives it where it has none, else by its id.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from bpmn.model.activities import Activity
from bpmn.model.data import DataInput, DataItem, DataOutput
from bpmn.model.events import Event
from bpmn.model.scopes import Scope

if TYPE_CHECKING:
    from bpmn.model.definitions import Model

__all__ = ["variable_names"]

_Data: TypeAlias = DataItem | DataInput | DataOutput


def variable_names(model: "Model") -> dict[str, str]:
    """Return the variable's name by the id of each data object, store, reference, property, input and output."""
    items = list(_items(model))
    by_reference: dict[str, str] = {}
    for item in items:
        if isinstance(item, DataItem) and item.reference and item.name:
            by_reference.setdefault(item.reference, item.name)
    names = {item.id: item.name or by_reference.get(item.id) or item.id for item in items if not _refers(item)}
    for item in items:
        if isinstance(item, DataItem) and item.reference:
            shared = names.get(item.reference) or (by_reference[item.reference] if item.name else item.reference)
            names[item.id] = shared
    return names


def _refers(item: _Data) -> bool:
    return isinstance(item, DataItem) and item.reference is not None


def _items(model: "Model") -> Iterator[_Data]:
    for process in model.processes:
        yield from process.data_inputs
        yield from process.data_outputs
        yield from process.scope.data
    for _, _, node in model.walk():
        if isinstance(node, Activity | Event):
            yield from node.data_inputs
            yield from node.data_outputs
        scope = getattr(node, "scope", None)
        if isinstance(scope, Scope):
            yield from scope.data
