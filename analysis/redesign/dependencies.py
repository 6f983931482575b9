"""What each step of a process reads and writes, and so which steps must keep their order.

Two steps may change places where neither writes what the other reads or writes (Bernstein's conditions: A. J.
Bernstein, "Analysis of programs for parallel processing", IEEE Trans. EC-15 (1966) 757-763). Messages to one partner
count as written and read, for their order is seen outside. Where the model does not say what a step does with data,
nothing is concluded.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from analysis.redesign.access import NOTHING, UNKNOWN, Access, access_of
from bpmn.decisions import DecisionModel
from bpmn.model import Model

__all__ = ["Access", "Dependencies", "Order", "find_dependencies"]

# No variable has a colon in its name.
_PARTNER = "message: "


class Order(Enum):
    """Whether two steps must keep their order."""

    FREE = "free"
    FIXED = "fixed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependencies:
    """What the steps of a model read and write.

    Attributes:
        accesses: By id of the flow node.
    """

    accesses: Mapping[str, Access]

    def of(self, element: str) -> Access:
        """Return what a step reads and writes; unknown for an element that is no step."""
        return self.accesses.get(element, UNKNOWN)

    def shared(self, one: str, two: str) -> tuple[str, ...]:
        """Return the names of the data that make two steps depend on each other, sorted."""
        a, b = self.of(one), self.of(two)
        return tuple(sorted((a.writes & (b.reads | b.writes)) | (b.writes & a.reads)))

    def order(self, one: str, two: str) -> Order:
        """Return whether two steps must keep their order; where the data of one are not known, that is not known."""
        if self.shared(one, two):
            return Order.FIXED
        return Order.FREE if self.of(one).is_known and self.of(two).is_known else Order.UNKNOWN

    def order_of_all(self, ones: Iterable[str], twos: Iterable[str]) -> Order:
        """Return whether any of some steps must keep its order to any of others."""
        others = tuple(twos)
        found = {self.order(one, two) for one in ones for two in others}
        return next((order for order in (Order.FIXED, Order.UNKNOWN) if order in found), Order.FREE)

    def readers(self, element: str) -> tuple[str, ...]:
        """Return the ids of the other steps that are known to read data that a step writes, in the file's order."""
        written = {name for name in self.of(element).writes if not name.startswith(_PARTNER)}
        return tuple(key for key, access in self.accesses.items() if key != element and access.reads & written)


def find_dependencies(
    model: Model,
    *,
    decisions: Sequence[DecisionModel] = (),
    forms: Mapping[str, Iterable[str]] | None = None,
) -> Dependencies:
    """Return what each flow node of a model reads and writes.

    Args:
        model: The model.
        decisions: The DMN files that its business rule tasks may mean.
        forms: The names of a form's fields by the form's id, for forms that are not in the model.
    """
    known = {form: frozenset(field.split(".")[0] for field in fields) for form, fields in (forms or {}).items()}
    partners = _partners(model)
    found: dict[str, Access] = {}
    # Inner nodes come after what they are in, so a sub-process is put together from the back.
    for _, _, node in reversed(tuple(model.walk())):
        talked = frozenset(_PARTNER + partner for partner in partners[node.id])
        access = access_of(node, model, decisions, known, found)
        found[node.id] = access.joined(Access(reads=talked, writes=talked) if talked else NOTHING)
    return Dependencies(accesses={node.id: found[node.id] for _, _, node in model.walk()})


def _partners(model: Model) -> Mapping[str, set[str]]:
    """Return for each flow node the participants or nodes' processes that it exchanges messages with."""
    home = {node.id: process.id for process, _, node in model.walk()}
    pools = {pool.id: pool.process or pool.id for one in model.collaborations for pool in one.participants}
    found: dict[str, set[str]] = defaultdict(set)
    for flow in (flow for one in model.collaborations for flow in one.message_flows):
        for here, there in ((flow.source, flow.target), (flow.target, flow.source)):
            found[here].add(home.get(there) or pools.get(there, there))
    return found
