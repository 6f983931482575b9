"""What a requirements graph is made of: decisions, input data, knowledge models and services (DMN 1.5 §6.3)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from bpmn.decisions.boxed import Boxed, BoxedFunction
from bpmn.expressions.feel.types import Type

__all__ = ["DecisionNode", "InputNode", "KnowledgeNode", "Node", "Requirement", "ServiceNode", "plan_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """That one node uses another.

    Attributes:
        imported_as: The name of the import it comes through, or "" for the model's own.
        node: What is used.
    """

    imported_as: str
    node: "Node"


@dataclass(slots=True, kw_only=True, eq=False)
class InputNode:
    """Input data.

    Attributes:
        also: Further names by which others may call it.
        value_class: The Python class of nearly all its values (`class_of`).
        prefixes: The names by which other models import the model that it is of.
    """

    id: str
    name: str
    also: tuple[str, ...]
    expected: Type | None
    value_class: type | None
    prefixes: list[str] = field(default_factory=list, repr=False)
    plan: tuple["Node", ...] = field(default=(), repr=False)


@dataclass(slots=True, kw_only=True, eq=False)
class DecisionNode:
    """A decision; without logic where the model has none.

    Attributes:
        also: Further names by which others may call its result.
        outputs: Names by which others may call the outputs of its table.
        plan: All that has to be made for it, in order, itself the last; kept once it is known.
    """

    id: str
    name: str
    also: tuple[str, ...]
    outputs: tuple[str, ...]
    logic: Boxed | None = field(repr=False)
    expected: Type | None
    requirements: list[Requirement] = field(default_factory=list, repr=False)
    plan: tuple["Node", ...] = field(default=(), repr=False)


@dataclass(slots=True, kw_only=True, eq=False)
class KnowledgeNode:
    """A business knowledge model: a function."""

    id: str
    name: str
    also: tuple[str, ...]
    function: BoxedFunction | None = field(repr=False)
    expected: Type | None
    requirements: list[Requirement] = field(default_factory=list, repr=False)
    plan: tuple["Node", ...] = field(default=(), repr=False)


@dataclass(slots=True, kw_only=True, eq=False)
class ServiceNode:
    """A decision service: a part of the graph that is called as a function.

    Attributes:
        expected: The type of its result.
        inner_plan: All that has to be made at a call, in order.
    """

    id: str
    name: str
    also: tuple[str, ...]
    expected: Type | None
    inputs: list["InputNode | DecisionNode"] = field(default_factory=list, repr=False)
    outputs: list["DecisionNode"] = field(default_factory=list, repr=False)
    plan: tuple["Node", ...] = field(default=(), repr=False)
    inner_plan: tuple["Node", ...] = field(default=(), repr=False)


Node: TypeAlias = InputNode | DecisionNode | KnowledgeNode | ServiceNode


def plan_of(wanted: Iterable[Node], given: Collection[Node] = ()) -> tuple[Node, ...]:
    """Return all that has to be made for some nodes, in an order in which each comes after what it requires.

    Where requirements go in a circle, the one that closes it is left out. Without recursion: requirements may be
    thousands of levels deep.

    Args:
        wanted: The nodes.
        given: Nodes whose values are there already.
    """
    order: list[Node] = []
    seen: set[Node] = set(given)
    for node in wanted:
        waiting = [] if node in seen else [(node, iter(_required(node)))]
        seen.add(node)
        while waiting:
            last, rest = waiting[-1]
            needed = next((one.node for one in rest if one.node not in seen), None)
            if needed is None:
                order.append(last)
                waiting.pop()
            else:
                seen.add(needed)
                waiting.append((needed, iter(_required(needed))))
    return tuple(order)


def _required(node: Node) -> Iterable[Requirement]:
    # A service makes its decisions when it is called.
    return node.requirements if isinstance(node, DecisionNode | KnowledgeNode) else ()
