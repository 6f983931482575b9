"""Expressions and decisions evaluated beforehand for everything that their attributes can be.

What an attribute of few values can be is tried one by one. A number is cut where the expression compares it with a
constant: between two cuts no comparison changes its answer, so one number stands for all of them. So DMN's own
evaluation makes every result, whatever the hit policy; the kernel only looks it up.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from itertools import product
from typing import get_args

from analysis.scenario.attributes import Scalar
from analysis.simulation.domains import Domain, UnsupportedError
from bpmn.expressions.tree import Constant, Let, ListOf, Node, Operation, Variable
from bpmn.expressions.tree import Iterator as TreeIterator
from bpmn.frozen import dataclass

__all__ = ["MOST_CELLS", "Axis", "Cuts", "axis_of", "cuts_of", "parts_of", "tabulate"]

MOST_CELLS = 50_000
"""How many combinations are tried at most."""

Cuts = dict[str, set[float]]
_COMPARISONS = ("_lt", "_le", "_gt", "_ge", "_eq", "_ne", "_between", "_member")
_TESTED = "?"
_KINDS = get_args(Node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An attribute that a result depends on.

    Attributes:
        name: Its name.
        values: The single values it can have, tried one by one.
        cuts: Where its other numbers are cut, rising; empty and `has_numbers` false where it has none.
        has_numbers: Whether it can be any number.
    """

    name: str
    values: tuple[Scalar, ...]
    cuts: tuple[float, ...] = ()
    has_numbers: bool = False

    @property
    def places(self) -> tuple[Scalar, ...]:
        """One value for each place on it: the single ones, then below, at and above each cut in turn."""
        if not self.has_numbers:
            return self.values
        numbers = [self.cuts[0] - 1.0] if self.cuts else [0.0]
        for place, cut in enumerate(self.cuts, start=1):
            above = (cut + self.cuts[place]) / 2 if place < len(self.cuts) else cut + 1.0
            numbers += [cut, above]
        return (*self.values, *numbers)


def axis_of(name: str, domain: Domain, cuts: Iterable[float]) -> Axis:
    """Return the axis of an attribute; `cuts` are where an expression tells its numbers apart."""
    values = tuple(sorted(domain.values, key=lambda value: (type(value).__name__, str(value))))
    return Axis(name=name, values=values, cuts=tuple(sorted(cuts)), has_numbers=domain.has_numbers)


def _cells(axes: Sequence[Axis]) -> Iterator[dict[str, Scalar]]:
    """Yield values of all attributes for every cell, the last axis running first.

    Raises:
        UnsupportedError: If there are more than `MOST_CELLS`.
    """
    count = 1
    for axis in axes:
        count *= len(axis.places)
    if count > MOST_CELLS:
        raise UnsupportedError
    for values in product(*(axis.places for axis in axes)):
        yield dict(zip((axis.name for axis in axes), values, strict=True))


def cuts_of(tree: Node, numbers: frozenset[str], tested: str | None = None, found: Cuts | None = None) -> Cuts:
    """Return the constants that a tree compares each of its numeric attributes with.

    Args:
        tree: The tree.
        numbers: The attributes that can be any number.
        tested: The attribute that `?` stands for in unary tests, or None.
        found: What has been found before, which is added to.

    Raises:
        UnsupportedError: If it does anything else with one of them.
    """
    cuts = {} if found is None else found
    _walk(tree, numbers, tested, cuts)
    return cuts


def _walk(tree: Node, numbers: frozenset[str], tested: str | None, cuts: Cuts) -> None:
    if isinstance(tree, Variable):
        if _numeric(tree, numbers, tested) is not None:
            raise UnsupportedError
        return
    if isinstance(tree, Let) and tree.name == _TESTED and isinstance(tree.value, Variable):
        _walk(tree.body, numbers, _numeric(tree.value, numbers, tested), cuts)
        return
    if isinstance(tree, Operation) and tree.name.endswith(_COMPARISONS):
        compared = [name for part in tree.operands if (name := _numeric(part, numbers, tested)) is not None]
        others = [part for part in tree.operands if _numeric(part, numbers, tested) is None]
        if compared:
            for constant in _constants(others):
                for name in compared:
                    cuts.setdefault(name, set()).add(constant)
            if len(compared) > 1:
                raise UnsupportedError
            return
    for part in parts_of(tree):
        _walk(part, numbers, tested, cuts)


def _numeric(tree: Node, numbers: frozenset[str], tested: str | None) -> str | None:
    if not isinstance(tree, Variable):
        return None
    name = tested if tree.name == _TESTED else tree.name
    return name if name in numbers else None


def _constants(trees: Iterable[Node]) -> Iterator[float]:
    """Yield the numbers in constant trees.

    Raises:
        UnsupportedError: If one is not constant.
    """
    for tree in trees:
        if isinstance(tree, Constant):
            if isinstance(tree.value, Decimal):
                yield float(tree.value)
        elif isinstance(tree, Operation) and tree.name.endswith("_negate"):
            yield from (-number for number in _constants(tree.operands))
        elif isinstance(tree, ListOf):
            yield from _constants(tree.items)
        elif isinstance(tree, Operation) and tree.name.endswith("_range"):
            yield from _constants(tree.operands)
        else:
            raise UnsupportedError


def parts_of(tree: Node) -> Iterator[Node]:
    """Yield the trees directly inside a tree."""
    for field in fields(tree):
        yield from _nodes(getattr(tree, field.name))


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, TreeIterator):
        yield value.items
    elif isinstance(value, _KINDS):
        yield value


def tabulate(
    axes: Sequence[Axis], evaluate: Callable[[Mapping[str, Scalar]], Mapping[str, Scalar]]
) -> dict[str, list[Scalar]]:
    """Return, for each name that an evaluation gives a value, its values for all cells in order."""
    columns: dict[str, list[Scalar]] = {}
    count = 0
    for cell in _cells(axes):
        for name, value in evaluate(cell).items():
            column = columns.setdefault(name, [])
            column += [None] * (count - len(column))
            column.append(value)
        count += 1
    return {name: column + [None] * (count - len(column)) for name, column in columns.items()}
