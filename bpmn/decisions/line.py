"""The line of values of one column of a decision table, cut where a cell begins or ends.

Between two cuts all values match the same rules. The pieces are numbered: 0 is below the first cut, 1 is the first cut
itself, 2 lies between the first and the second, and so on. Sets of rules are bits of a number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bpmn.decisions.cells import Cell, Interval, key_of
from bpmn.expressions.values import Date, Value
from bpmn.expressions.values.temporal import date_from_days

__all__ = ["Line", "make_line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A column's line.

    Attributes:
        kind: The kind of its values.
        cuts: The places of the cuts, in order.
        values: The value at each cut.
        rules: The rules that match each piece.
    """

    kind: type
    cuts: Sequence[Any]
    values: Sequence[Value]
    rules: Sequence[int]

    def is_empty(self, piece: int, *, is_whole: bool = False) -> bool:
        """Return whether no value lies in a piece; `is_whole` says that numbers have no fractions."""
        if piece % 2:
            return False
        if self.kind is bool:
            return True
        if not 0 < piece < len(self.rules) - 1:
            return False
        between = self.cuts[piece // 2] - self.cuts[piece // 2 - 1] if self.kind in {Date, Decimal} else None
        return between is not None and (self.kind is Date or is_whole) and bool(between <= 1)

    def interval(self, first: int, last: int) -> Interval:
        """Return the values from one piece to another."""
        return Interval(
            start=self.values[(first - 1) // 2] if first else None,
            has_start=bool(first % 2),
            end=self.values[last // 2] if last < len(self.rules) - 1 else None,
            has_end=bool(last % 2),
        )

    def example(self, piece: int) -> Value:
        """Return a value in a piece, or None where none is easily named."""
        if piece % 2:
            return self.values[piece // 2]
        before = self.values[piece // 2 - 1] if piece else None
        after = self.values[piece // 2] if piece < len(self.rules) - 1 else None
        if self.kind is Decimal:
            return _number_between(before, after)
        if self.kind is Date:
            return _day_between(before, after)
        return self._text_between(before, after) if self.kind is str else None

    def _text_between(self, before: Value, after: Value) -> Value:
        # Where texts are only compared for being equal, every text that is not listed is in the same case.
        candidates = ("?", f"{before or ''}?", f"{before or ''} ")
        lowest, highest = str(before or ""), None if after is None else str(after)
        return next((text for text in candidates if lowest < text and (highest is None or text < highest)), None)


def make_line(kind: type, cells: Iterable[tuple[int, Cell]], others: int) -> Line:
    """Return the line of a column.

    Args:
        kind: The kind of the cells' values.
        cells: By rule, what its cell lets pass; rules in neither of the two match nothing.
        others: The rules that match every value.
    """
    intervals = [(rule, interval) for rule, cell in cells for interval in cell.intervals]
    ends = {key_of(end): end for _, one in intervals for end in (one.start, one.end) if end is not None}
    if kind is bool:
        ends = {False: False, True: True}
    cuts: list[Any] = sorted(ends)
    return Line(kind=kind, cuts=cuts, values=[ends[cut] for cut in cuts], rules=_swept(intervals, cuts, others))


def _swept(intervals: Sequence[tuple[int, Interval]], cuts: Sequence[Any], others: int) -> tuple[int, ...]:
    """Return the rules of each piece: an interval changes its rule's bit where it begins and behind its end."""
    places = {cut: 2 * index + 1 for index, cut in enumerate(cuts)}
    changes = [0] * (2 * len(cuts) + 2)
    for rule, one in intervals:
        begins = 0 if one.start is None else places[key_of(one.start)] + (not one.has_start)
        ends = len(changes) - 1 if one.end is None else places[key_of(one.end)] + one.has_end
        changes[begins] ^= 1 << rule
        changes[ends] ^= 1 << rule
    rules: list[int] = []
    for change in changes[:-1]:
        others ^= change
        rules.append(others)
    return tuple(rules)


def _number_between(before: Value, after: Value) -> Value:
    if isinstance(before, Decimal) and isinstance(after, Decimal):
        middle = (before + after) / 2
        whole = middle.to_integral_value()
        return whole if before < whole < after else middle
    if isinstance(before, Decimal):
        return before + 1
    return after - 1 if isinstance(after, Decimal) else Decimal(0)


def _day_between(before: Value, after: Value) -> Value:
    if isinstance(before, Date):
        return date_from_days(before.days + 1)
    return date_from_days(after.days - 1) if isinstance(after, Date) else None
