"""Finding the rules of a decision table that match, without trying them one by one.

One search in the cuts of a column's line (`bpmn.decisions.line`) gives the column's rules as a set of bits, and the
sets of the columns are joined by `and`. Cells that say more than intervals are tried on the rules that are left; so are
all cells of a column for a value that is not of the column's kind, whose answer and reasons are then those of the
expressions.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from bpmn.decisions.cells import KINDS, Cell
from bpmn.decisions.line import make_line
from bpmn.expressions.run import Run
from bpmn.expressions.values import Value

__all__ = ["Matcher", "Test", "make_matcher"]

Scope: TypeAlias = dict[str, Value]
Test: TypeAlias = tuple[int, Callable[..., Value], Cell | None]
"""A cell that is not "-": its column, its compiled test, and what it lets pass where that is known."""

_OWN_PLACES = frozenset({Decimal, str, bool})


class _Column(NamedTuple):
    """The cells of one column that are intervals of one kind.

    Attributes:
        number: The column's number, from 0.
        kind: The kind.
        place: Gives a value's place on the line; None where the value is its own place.
        cuts: The places where cells begin or end, in order.
        rules: The rules that match, as bits: below the first cut, at it, between it and the second, and so on.
        tests: All cells of the column, by rule, for values of other kinds.
    """

    number: int
    kind: type
    place: Callable[[Any], Any] | None
    cuts: Sequence[Any]
    rules: Sequence[int]
    tests: Sequence[tuple[int, Callable[..., Value]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """The cells of a table, arranged to be searched.

    Attributes:
        count: Number of rules.
        columns: The columns that have cells of the usual form.
        tests: By rule, from 0, the cells that have to be tried: column and test.
    """

    count: int
    columns: tuple[_Column, ...]
    tests: tuple[tuple[tuple[int, Callable[..., Value]], ...], ...]

    def matches(self, run: Run, scope: Scope, values: Sequence[Value], *, only_first: bool = False) -> list[int]:
        """Return the rules that match, from 0, in the order of the table.

        Args:
            run: Bounds and reasons.
            scope: The names that the cells see.
            values: The value in each column.
            only_first: Whether the first one is enough.

        Raises:
            BudgetExceededError: If the cells together need too much.
        """
        left = (1 << self.count) - 1
        for column in self.columns:
            number, kind, place, cuts, rules, _ = column
            value = values[number]
            if type(value) is kind:
                at = value if place is None else place(value)
                index = bisect_left(cuts, at)
                left &= rules[2 * index + (index < len(cuts) and cuts[index] == at)]
            else:
                left &= self._tried(run, scope, column, value, left)
        found: list[int] = []
        while left:
            run.spend()
            lowest = left & -left
            rule = lowest.bit_length() - 1
            left ^= lowest
            tests = self.tests[rule]
            if not tests or all(test(run, scope, values[column]) is True for column, test in tests):
                found.append(rule)
                if only_first:
                    break
        return found

    def _tried(self, run: Run, scope: Scope, column: _Column, value: Value, left: int) -> int:
        run.spend(len(column.tests))
        for rule, test in column.tests:
            if left >> rule & 1 and test(run, scope, value) is not True:
                left ^= 1 << rule
        return left


def make_matcher(rules: Sequence[Sequence[Test]], width: int) -> Matcher:
    """Return the matcher of a table with these rules and this number of columns."""
    columns: list[_Column] = []
    searched: set[tuple[int, int]] = set()
    for number in range(width):
        cells = [
            (rule, test, cell)
            for rule, tests in enumerate(rules)
            for column, test, cell in tests
            if column == number and cell is not None
        ]
        kind = _commonest([cell.kind for _, _, cell in cells])
        chosen = [entry for entry in cells if entry[2].kind is kind]
        if kind is not None:
            columns.append(_column(number, kind, chosen, len(rules)))
            searched |= {(rule, number) for rule, _, _ in chosen}
    return Matcher(
        count=len(rules),
        columns=tuple(columns),
        tests=tuple(
            tuple((column, test) for column, test, _ in tests if (rule, column) not in searched)
            for rule, tests in enumerate(rules)
        ),
    )


def _commonest(kinds: Sequence[type]) -> type | None:
    return max(dict.fromkeys(kinds), key=kinds.count, default=None)


def _column(number: int, kind: type, cells: Sequence[tuple[int, Callable[..., Value], Cell]], count: int) -> _Column:
    others = ((1 << count) - 1) & ~sum(1 << rule for rule, _, _ in cells)
    line = make_line(kind, [(rule, cell) for rule, _, cell in cells], others)
    return _Column(
        number=number,
        kind=kind,
        place=None if kind in _OWN_PLACES else KINDS[kind],
        cuts=line.cuts,
        rules=line.rules,
        tests=tuple((rule, test) for rule, test, _ in cells),
    )
