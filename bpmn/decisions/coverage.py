"""What the rules of a decision table cover together: cases that none of them matches, and rules that share cases.

The rules are boxes in the space that the columns span. Gaps are found by going through the columns one after another
with the rules that are still possible, as in Calvanese, Dumas, Laurson, Maggi, Montali, Teinemaa, "Semantics, analysis
and simplification of DMN decision tables", Information Systems 78 (2018), §5; here with sets of rules as bits, and with
what is known to be covered remembered.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bpmn.decisions.cells import Cell
from bpmn.decisions.line import Line, make_line

__all__ = ["Column", "Coverage", "Pieces", "bits", "make_coverage"]

_MOST_WORK = 3_000_000
Pieces = tuple[int, ...]
"""Pieces of one column's line; empty where the column is free: any value will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column as the search sees it.

    Attributes:
        line: Its line, or None where no cell says anything definite about it.
        pieces: The pieces that hold a value which the column allows.
        free: The rules that match every value here.
        runs: By rule, the pieces that it matches, as runs from one piece to before another.
        matching: The rules that match some piece.
    """

    line: Line | None
    pieces: Pieces
    free: int
    runs: Mapping[int, Sequence[tuple[int, int]]]
    matching: int


@dataclass(slots=True, kw_only=True)
class Coverage:
    """The space of a table.

    Attributes:
        columns: Its columns.
        count: Number of rules.
        is_complete: False once a search was given up, since it took too much work.
    """

    columns: tuple[Column, ...]
    count: int
    is_complete: bool = True
    _left: int = _MOST_WORK
    _covered: set[tuple[int, int]] = field(default_factory=set)

    def begin(self) -> None:
        """Begin another search, with as much work to spend as the last one had."""
        self._left = _MOST_WORK

    @property
    def has_work_left(self) -> bool:
        """Whether the search may go on."""
        return self._left >= 0

    def _spend(self, pieces: int) -> bool:
        """Pay for looking at pieces, and return whether there was enough; sets of many rules cost more."""
        self._left -= (1 + pieces) * (1 + self.count // 512)
        if self._left < 0:
            self.is_complete = False
        return self.has_work_left

    def gaps(self, rules: int, within: int | None = None) -> Iterator[tuple[Pieces, ...]]:
        """Yield the boxes that none of these rules matches, as the pieces of each column.

        Args:
            rules: The rules, as bits.
            within: A rule; only its own box is searched.
        """
        self._covered.clear()
        yield from self._uncovered(0, rules, within)

    def _uncovered(self, index: int, rules: int, within: int | None) -> Iterator[tuple[Pieces, ...]]:
        if not rules:
            yield tuple(() if within is None else self._own(column, within) for column in self.columns[index:])
            return
        if index == len(self.columns) or (index, rules) in self._covered:
            return
        is_covered = True
        for pieces, left in self._parts(index, rules, within):
            for rest in self._uncovered(index + 1, left, within):
                is_covered = False
                yield (pieces, *rest)
        if is_covered:
            self._covered.add((index, rules))

    def _parts(self, index: int, rules: int, within: int | None) -> Iterator[tuple[Pieces, int]]:
        """Yield the pieces of a column by the rules that are left on them, the fewest rules first."""
        column = self.columns[index]
        if column.line is None:
            yield (), rules
            return
        by_rules: dict[int, list[int]] = {}
        here = self._own(column, within) if within is not None else column.pieces
        if not self._spend(len(here)):
            return
        for piece in here:
            by_rules.setdefault(column.line.rules[piece] & rules, []).append(piece)
        if len(by_rules) == 1 and within is None:
            yield (), next(iter(by_rules))
            return
        for left, pieces in sorted(by_rules.items(), key=lambda part: part[0].bit_count()):
            yield tuple(pieces), left

    def _own(self, column: Column, rule: int) -> Pieces:
        if column.line is None or column.free >> rule & 1:
            return () if column.line is None else column.pieces
        places = column.pieces
        return tuple(
            piece
            for start, end in column.runs.get(rule, ())
            for piece in places[bisect_left(places, start) : bisect_left(places, end)]
        )

    def shared(self, rule: int) -> int:
        """Return the other rules, as bits, that match a case which this rule matches too; none once work is spent."""
        others = ((1 << self.count) - 1) & ~(1 << rule)
        for column in self.columns:
            if column.line is None:
                continue
            beside = 0
            here = self._own(column, rule)
            if not self._spend(len(here)):
                return 0
            for piece in here:
                beside |= column.line.rules[piece]
            others &= beside
        return others

    def common(self, one: int, other: int) -> tuple[Pieces, ...]:
        """Return the box that two rules share, as the pieces of each column."""
        both = 1 << one | 1 << other
        return tuple(
            ()
            if column.line is None or column.free & both == both
            else tuple(piece for piece in column.pieces if column.line.rules[piece] & both == both)
            for column in self.columns
        )

    def matches_something(self, rule: int) -> bool:
        """Return whether a rule matches any case at all."""
        return all(column.line is None or column.matching >> rule & 1 for column in self.columns)


def make_coverage(
    rules: Sequence[Sequence[Cell | None]], domains: Sequence[Cell | None], *, whole: Sequence[bool], count: int
) -> Coverage:
    """Return the space of a table.

    Args:
        rules: By rule and column, what the cell lets pass; None: everything.
        domains: By column, the values that there can be, or None where all of a kind can be.
        whole: By column, whether its numbers have no fractions.
        count: Number of rules.
    """
    columns = (
        _make_column([cells[index] for cells in rules], domain, is_whole=whole[index], count=count)
        for index, domain in enumerate(domains)
    )
    return Coverage(columns=tuple(columns), count=count)


def _make_column(cells: Sequence[Cell | None], domain: Cell | None, *, is_whole: bool, count: int) -> Column:
    kinds = [cell.kind for cell in (domain, *cells) if cell is not None]
    free = sum(1 << rule for rule, cell in enumerate(cells) if cell is None)
    if not kinds:
        return Column(line=None, pieces=(), free=free, runs={}, matching=free)
    of_kind = [(rule, cell) for rule, cell in enumerate(cells) if cell is not None and cell.kind is kinds[0]]
    # The domain is one more rule: what it does not match does not happen.
    allowed = [] if domain is None else [(count, domain)]
    line = make_line(kinds[0], [*of_kind, *allowed], free if domain else free | 1 << count)
    pieces = tuple(
        piece
        for piece, there in enumerate(line.rules)
        if there >> count & 1 and not line.is_empty(piece, is_whole=is_whole)
    )
    matching = 0
    for piece in pieces:
        matching |= line.rules[piece]
    return Column(line=line, pieces=pieces, free=free, runs=_runs(line), matching=matching)


def _runs(line: Line) -> Mapping[int, Sequence[tuple[int, int]]]:
    """Return by rule the runs of pieces that it matches: only where something changes is looked at."""
    runs: dict[int, list[tuple[int, int]]] = {}
    begun: dict[int, int] = {}
    before = 0
    for piece, there in enumerate([*line.rules, 0]):
        for rule in bits(before ^ there):
            if rule in begun:
                runs.setdefault(rule, []).append((begun.pop(rule), piece))
            else:
                begun[rule] = piece
        before = there
    return runs


def bits(rules: int) -> Iterator[int]:
    """Yield the rules of a set, from 0."""
    while rules:
        lowest = rules & -rules
        yield lowest.bit_length() - 1
        rules ^= lowest
