"""What the cells of a decision table say, as sets of values: for finding rules quickly, and for finding gaps.

Nearly all cells are literals, comparisons with literals, ranges between them, lists of these, or `not` of them. Such
a cell is read into intervals on the line of one kind of value; of any other cell nothing is said here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from bpmn.expressions.emit import emit
from bpmn.expressions.feel.parser import INPUT
from bpmn.expressions.run import Run
from bpmn.expressions.tree import Call, Constant, Node, Operation, Shortcut, Variable
from bpmn.expressions.values import Date, DayTimeDuration, Function, Range, Value, YearMonthDuration

__all__ = ["KINDS", "Cell", "Interval", "compares_with_truth", "key_of", "read_cell"]

KINDS: Mapping[type, Callable[[Any], Any]] = {
    Decimal: lambda number: number,
    str: lambda text: text,
    bool: lambda truth: truth,
    Date: lambda day: day.days,
    DayTimeDuration: lambda duration: duration.nanoseconds,
    YearMonthDuration: lambda duration: duration.months,
}
"""The kinds of value that have a line, and the place of a value on it; equal values have equal places."""
_CONSTRUCTORS = frozenset({"date", "duration", "number"})
_TRUTHS = frozenset({"feel_lt", "feel_le", "feel_gt", "feel_ge", "feel_eq", "feel_ne", "feel_between"})
_CLOSED = frozenset({"feel_range", "feel_half_range", "feel_negate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The values from one to another.

    Attributes:
        start: The first value, or None where there is none.
        end: The last value, or None where there is none.
        has_start: Whether `start` itself belongs to it.
        has_end: Whether `end` itself belongs to it.
    """

    start: Value
    end: Value
    has_start: bool = False
    has_end: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it holds one value."""
        return self.has_start and self.has_end and self.start == self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The values of one kind that a cell lets pass; values of other kinds do not pass.

    Attributes:
        kind: The Python type of the values, a key of `KINDS`.
        intervals: What passes: apart from each other, in order.
    """

    kind: type
    intervals: tuple[Interval, ...]


def key_of(value: Value) -> object:
    """Return the place of a value on the line of its kind."""
    return KINDS[type(value)](value)


def read_cell(tree: Node, names: frozenset[str] = frozenset()) -> Cell | None:
    """Return what a cell's unary tests let pass, or None where that depends on more than the tested value.

    Args:
        tree: The tests, as `parse_unary_tests` gives them.
        names: Names of the model; one of them may hide a built-in function.
    """
    found = _read(tree, _CONSTRUCTORS - names)
    if found is None:
        return None
    kinds = {type(end) for interval in found for end in (interval.start, interval.end) if end is not None}
    if len(kinds) != 1 or not kinds <= KINDS.keys():
        return None
    (kind,) = kinds
    if isinstance(tree, Operation) and tree.name == "feel_not":
        # The kind of a negated cell is that of what it excludes.
        found = _complement(_united(found))
    return Cell(kind=kind, intervals=tuple(_united(found)))


def compares_with_truth(tree: Node) -> bool:
    """Return whether unary tests hold the tested value against whether something else is true, as `age > 5` does."""
    match tree:
        case Shortcut(operation="feel_or", operands=operands):
            return any(map(compares_with_truth, operands))
        case Operation(name="feel_not", operands=(inner,)):
            return compares_with_truth(inner)
        case Operation(name="feel_member", operands=(Variable(name=variable), Operation(name=name))):
            return variable == INPUT and name in _TRUTHS
    return False


def _read(tree: Node, constructors: frozenset[str]) -> list[Interval] | None:
    match tree:
        case Operation(name="feel_not", operands=(inner,)) if _is_positive(inner):
            return _read(inner, constructors)
        case Shortcut(operation="feel_or", operands=operands):
            parts = [_read(operand, constructors) for operand in operands]
            return None if None in parts else [interval for part in parts for interval in part or ()]
        case Operation(name=name, operands=(Variable(name=variable), bound)) if variable == INPUT:
            return _compared(name, _fixed(bound, constructors))
    return None


def _is_positive(tree: Node) -> bool:
    """Whether there is no further `not` inside."""
    if isinstance(tree, Shortcut):
        return all(_is_positive(operand) for operand in tree.operands)
    return not (isinstance(tree, Operation) and tree.name == "feel_not")


def _compared(name: str, bound: Value) -> list[Interval] | None:
    if bound is None or isinstance(bound, list | dict | Function):
        return None
    if name == "feel_member" and isinstance(bound, Range):
        if type(bound.start) is bool or type(bound.end) is bool:
            return None
        return [Interval(start=bound.start, end=bound.end, has_start=bound.has_start, has_end=bound.has_end)]
    if isinstance(bound, Range):
        return None
    if name in {"feel_member", "feel_eq"}:
        return [Interval(start=bound, end=bound, has_start=True, has_end=True)]
    return _HALVES[name](bound) if name in _HALVES and type(bound) is not bool else None


_HALVES: Mapping[str, Callable[[Value], list[Interval]]] = {
    "feel_lt": lambda end: [Interval(start=None, end=end)],
    "feel_le": lambda end: [Interval(start=None, end=end, has_end=True)],
    "feel_gt": lambda start: [Interval(start=start, end=None)],
    "feel_ge": lambda start: [Interval(start=start, end=None, has_start=True)],
    "feel_ne": lambda point: [Interval(start=None, end=point), Interval(start=point, end=None)],
}


def _fixed(tree: Node, constructors: frozenset[str]) -> Value:
    """Return the value of a literal, of `date("…")` and the like, and of a range of these; else None."""
    if isinstance(tree, Constant):
        return tree.value
    return emit(tree).call(Run(), {}) if _is_fixed(tree, constructors) else None


def _is_fixed(tree: Node, constructors: frozenset[str]) -> bool:
    match tree:
        case Constant():
            return True
        case Operation(name=name, operands=operands) if name in _CLOSED:
            return all(_is_fixed(operand, constructors) for operand in operands)
        case Call(function=Variable(name=name, otherwise=Function()), arguments=arguments, named=()):
            return name in constructors and all(isinstance(argument, Constant) for argument in arguments)
    return False


# Sets of intervals.


def _order(one: Interval, other: Interval) -> int:
    """Compare by where intervals begin."""
    if one.start is None or other.start is None:
        return (one.start is not None) - (other.start is not None)
    here, there = key_of(one.start), key_of(other.start)
    if here == there:
        return other.has_start - one.has_start
    return -1 if here < there else 1  # type: ignore[operator] # both are on the line of one kind


def _united(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the same values as intervals in order that do not touch; empty ones are left out."""
    united: list[Interval] = []
    for interval in sorted((one for one in intervals if not _is_empty(one)), key=cmp_to_key(_order)):
        if united and _touches(united[-1], interval):
            united[-1] = _longer(united[-1], interval)
        else:
            united.append(interval)
    return united


def _is_empty(interval: Interval) -> bool:
    if interval.start is None or interval.end is None:
        return False
    start, end = key_of(interval.start), key_of(interval.end)
    if start == end:
        return not (interval.has_start and interval.has_end)
    return bool(start > end)  # type: ignore[operator] # both are on the line of one kind


def _touches(one: Interval, later: Interval) -> bool:
    if one.end is None or later.start is None:
        return True
    end, start = key_of(one.end), key_of(later.start)
    return start < end or (start == end and (one.has_end or later.has_start))  # type: ignore[operator] # one kind


def _longer(one: Interval, later: Interval) -> Interval:
    """Return two intervals that touch as one."""
    last = one
    if one.end is not None:
        ends = None if later.end is None else (key_of(one.end), key_of(later.end))
        if ends is None or ends[1] > ends[0] or (ends[1] == ends[0] and later.has_end):  # type: ignore[operator] # one kind
            last = later
    return Interval(start=one.start, has_start=one.has_start, end=last.end, has_end=last.has_end)


def _complement(intervals: list[Interval]) -> list[Interval]:
    """Return all other values of the kind; the given intervals are in order and apart."""
    rest: list[Interval] = []
    start: Value = None
    has_start = False
    for interval in intervals:
        if interval.start is not None:
            rest.append(Interval(start=start, has_start=has_start, end=interval.start, has_end=not interval.has_start))
        start, has_start = interval.end, not interval.has_end
        if start is None:
            return rest
    return [*rest, Interval(start=start, has_start=has_start, end=None)]
