"""Two models side by side: which node of one is which of the other."""

from dataclasses import dataclass
from functools import cached_property

from bpmn.difference.order import Order
from bpmn.language import Text
from bpmn.model import Activity, FlowNode, Model, Scope

__all__ = ["CHOICES", "Pair", "called", "listed"]

CHOICES = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})


@dataclass(frozen=True)
class Pair:
    """Both models and which node is which.

    Attributes:
        as_is: The model as it is.
        to_be: The model as it could be.
        match: The id in the second of each node of the first that is in both.
    """

    as_is: Model
    to_be: Model
    match: dict[str, str]

    @cached_property
    def matched_back(self) -> dict[str, str]:
        """The id in the first model of each matched node of the second."""
        return {b: a for a, b in self.match.items()}

    @cached_property
    def activities(self) -> tuple[tuple[Activity, Activity], ...]:
        """The activities that are in both."""
        pairs = ((self.as_is.nodes[a], self.to_be.nodes[b]) for a, b in self.match.items())
        return tuple((a, b) for a, b in pairs if isinstance(a, Activity) and isinstance(b, Activity))

    @cached_property
    def orders(self) -> tuple[Order, Order]:
        """The order of nodes in both."""
        return Order(self.as_is), Order(self.to_be)

    @cached_property
    def owners(self) -> tuple[dict[str, str], dict[str, str]]:
        """For each node of both, the sub-process it is in; nodes of a process itself are not in it."""
        return _owners(self.as_is), _owners(self.to_be)

    @cached_property
    def pairs(self) -> tuple[tuple[tuple[str, str], tuple[str, str]], ...]:
        """Every two activities of one level of which one comes before the other as it is: ((a, b), (a', b'))."""
        before, both = self.orders[0].is_before, [(a.id, b.id) for a, b in self.activities]
        return tuple(((a, c), (b, d)) for a, b in both for c, d in both if a != c and before(a, c))


def called(node: FlowNode) -> str:
    """Return what people call a node: its name, else its id."""
    return node.name or node.id


def listed(names: list[str]) -> Text:
    """Return the names one after the other, each a blank of its own, so that whoever shows them can put labels in."""
    if len(names) == 1:
        return Text("{name}", name=names[0])
    return Text("{name}, {others}", name=names[0], others=listed(names[1:]))


def _owners(model: Model) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in model.nodes.values():
        scope = getattr(node, "scope", None)
        if isinstance(scope, Scope):
            found |= {inner.id: node.id for inner in scope.nodes}
    return found
