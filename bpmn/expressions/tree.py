"""The tree that every front end parses into; only what can be written with these nodes can be run."""

from dataclasses import dataclass
from typing import TypeAlias

from bpmn.expressions.feel.types import Type
from bpmn.expressions.values import Value

__all__ = [
    "Call",
    "Choice",
    "Constant",
    "Context",
    "Fallback",
    "Filter",
    "Iteration",
    "Iterator",
    "Lambda",
    "Let",
    "ListOf",
    "Node",
    "Operation",
    "Shortcut",
    "Variable",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A literal."""

    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A name, and what to take where the data do not have it.

    Attributes:
        name: As it is known, blanks made single.
        position: 0-based character in the source.
        otherwise: A built-in function of this name, or None.
        on_missing: The runtime operation that says what a name without a value means in this language.
    """

    name: str
    position: int = 0
    otherwise: Value = None
    on_missing: str = "feel_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A runtime operation on values that are all computed before.

    Attributes:
        name: Key of the table of operations in `bpmn.expressions.operations`.
        operands: Sub-expressions, after the run.
        constants: What the operation is told at compile time (a key, a type), before the operands.
        position: 0-based character in the source at which a person looks for it: its sign or word.
    """

    name: str
    operands: tuple["Node", ...]
    constants: tuple[object, ...] = ()
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """`and` and `or`: operands after the deciding one are not computed.

    Attributes:
        operation: The operation that joins two of them.
        decisive: The value that settles it at once, by identity.
    """

    operation: str
    decisive: bool
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`then` where the test is exactly true, else `otherwise`."""

    test: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """A list literal."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A context literal: later entries see earlier ones."""

    entries: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lambda:
    """A function literal.

    Attributes:
        parameters: Its names.
        types: Their types, None where none is stated.
        body: What it gives.
        text: How it is written.
        result: The type of the body, as far as its text tells.
    """

    parameters: tuple[str, ...]
    types: tuple[Type | None, ...]
    body: "Node"
    text: str
    result: Type | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A function call, by position or by name.

    Attributes:
        named: Names of the arguments, or empty where they go by position.
        position: 0-based character in the source where the called function is written.
    """

    function: "Node"
    arguments: tuple["Node", ...]
    named: tuple[str, ...] = ()
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """The items of a list for which the test holds; names in the test look into the item first.

    Attributes:
        items: The list.
        test: What is asked of each item, or the position of the one that is wanted.
        position: 0-based character in the source of the opening bracket.
    """

    items: "Node"
    test: "Node"
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Let:
    """A body in which a value has a name."""

    name: str
    value: "Node"
    body: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """`first` where an operation finds its truth to be the wanted one, else `second`: Python's `and` and `or`."""

    operation: str
    wanted: bool
    first: "Node"
    second: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Iterator:
    """A name that takes one item after another."""

    name: str
    items: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Iteration:
    """`for`, `some` or `every`, by the name of the operation that gathers."""

    operation: str
    iterators: tuple[Iterator, ...]
    body: "Node"


Node: TypeAlias = (
    Constant
    | Variable
    | Operation
    | Shortcut
    | Choice
    | ListOf
    | Context
    | Lambda
    | Call
    | Filter
    | Let
    | Fallback
    | Iteration
)
