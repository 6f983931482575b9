"""Three-valued logic, equality, order and membership (DMN 1.5 §10.3.2.15, tables 50 to 55)."""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from bpmn.expressions.run import Run
from bpmn.expressions.values import (
    Date,
    DateTime,
    DayTimeDuration,
    Range,
    Time,
    Value,
    YearMonthDuration,
    kind_of,
)

_NANOS_PER_MILLISECOND = 1_000_000
_Comparison: TypeAlias = Callable[[Any, Any], bool]

__all__ = ["OPERATIONS", "all_of", "any_of", "contains", "equal", "greater", "less", "not_"]


def and_(_run: Run, left: Value, right: Value) -> Value:
    """Return the conjunction; what is not boolean counts as null."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def or_(_run: Run, left: Value, right: Value) -> Value:
    """Return the disjunction; what is not boolean counts as null."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


def not_(value: Value) -> Value:
    """Return the negation; of what is not boolean, null."""
    return not value if value is True or value is False else None


def any_of(values: list[Value]) -> Value:
    """Return the disjunction of all."""
    if any(value is True for value in values):
        return True
    return False if all(value is False for value in values) else None


def all_of(values: list[Value]) -> Value:
    """Return the conjunction of all."""
    if any(value is False for value in values):
        return False
    return True if all(value is True for value in values) else None


def truth(_run: Run, value: Value) -> Value:
    """Return a boolean, and null for everything else."""
    return value if value is True or value is False else None


def _negate(_run: Run, value: Value) -> Value:
    return not_(value)


# Order. Values of different kinds, or of kinds without an order, have none: null.


def _same(value: Value) -> object:
    return value


def _key_of_date(value: Date) -> object:
    return value.year, value.month, value.day


def _key_of_months(value: YearMonthDuration) -> object:
    return value.months


def _key_of_nanoseconds(value: DayTimeDuration) -> object:
    return value.nanoseconds


def _key_of_time(value: Time) -> object:
    return value.instant


def _key_of_date_time(value: DateTime) -> object:
    return value.instant


_KEYS: Mapping[type, Callable[..., object]] = {
    Decimal: _same,
    str: _same,
    Date: _key_of_date,
    Time: _key_of_time,
    DateTime: _key_of_date_time,
    YearMonthDuration: _key_of_months,
    DayTimeDuration: _key_of_nanoseconds,
}


def _is_zoned(value: Value) -> bool | None:
    if isinstance(value, DateTime):
        return value.time.zone is not None
    return value.zone is not None if isinstance(value, Time) else None


def _compare(compare: _Comparison, left: Value, right: Value) -> bool | None:
    key = _KEYS.get(type(left))
    if key is None or type(left) is not type(right) or _is_zoned(left) != _is_zoned(right):
        return None
    return compare(key(left), key(right))


def less(left: Value, right: Value) -> bool | None:
    """Return whether one value is less than another; null where they cannot be compared."""
    return _compare(operator.lt, left, right)


def greater(left: Value, right: Value) -> bool | None:
    """Return whether one value is greater than another; null where they cannot be compared."""
    return _compare(operator.gt, left, right)


def is_ordered(left: Value, right: Value) -> bool:
    """Return whether two values can be compared by order."""
    return _compare(operator.lt, left, right) is not None


def _ordering(symbol: str, compare: _Comparison) -> Callable[[Run, Value, Value], Value]:
    def ordered(run: Run, left: Value, right: Value) -> Value:
        if type(left) is Decimal and type(right) is Decimal:
            return compare(left, right)
        result = _compare(compare, left, right)
        if result is None:
            run.note(
                "{left} {symbol} {right} has no answer: these cannot be compared.",
                left=kind_of(left),
                symbol=symbol,
                right=kind_of(right),
            )
        return result

    return ordered


_LESS = _ordering("<", operator.lt)
_AT_MOST = _ordering("<=", operator.le)
_GREATER = _ordering(">", operator.gt)
_AT_LEAST = _ordering(">=", operator.ge)


def between(run: Run, value: Value, start: Value, end: Value) -> Value:
    """Return whether a value is at least one and at most the other."""
    return and_(run, _AT_LEAST(run, value, start), _AT_MOST(run, value, end))


# Equality.


def equal(left: Value, right: Value, run: Run | None = None) -> bool | None:
    """Return whether two values are equal; null where their kinds differ and neither is null.

    Args:
        left: One of them.
        right: The other one.
        run: Pays for comparing the parts of lists and contexts, where it is given.
    """
    if left is None or right is None or left is right:
        return left is right
    left, right = _without_list_of_one(left, right)
    if type(left) is not type(right):
        return (left is right) if left is None or right is None else None
    compare = _EQUALITIES.get(type(left))
    return left == right if compare is None else compare(left, right, run)


def _without_list_of_one(left: Value, right: Value) -> tuple[Value, Value]:
    if isinstance(left, list) and not isinstance(right, list) and len(left) == 1:
        return left[0], right
    if isinstance(right, list) and not isinstance(left, list) and len(right) == 1:
        return left, right[0]
    return left, right


def _equal_lists(left: list[Value], right: list[Value], run: Run | None) -> bool:
    if len(left) != len(right):
        return False
    if run is not None:
        run.spend(len(left))
    return all(equal(one, other, run) is True for one, other in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, Value], right: dict[str, Value], run: Run | None) -> bool:
    if left.keys() != right.keys():
        return False
    if run is not None:
        run.spend(len(left))
    return all(equal(item, right[key], run) is True for key, item in left.items())


def _equal_ranges(left: Range, right: Range, _run: Run | None) -> bool:
    if (left.has_start, left.has_end, left.is_half) != (right.has_start, right.has_end, right.is_half):
        return False
    return equal(left.start, right.start) is True and equal(left.end, right.end) is True


def _equal_moments(left: Time | DateTime, right: Time | DateTime, _run: Run | None) -> bool:
    """Return whether two moments are the same to the millisecond, which is as exact as the public test cases are."""
    if _is_zoned(left) != _is_zoned(right):
        return False
    return left.instant // _NANOS_PER_MILLISECOND == right.instant // _NANOS_PER_MILLISECOND


_EQUALITIES: Mapping[type, Callable[..., bool | None]] = {
    list: _equal_lists,
    dict: _equal_contexts,
    Range: _equal_ranges,
    Time: _equal_moments,
    DateTime: _equal_moments,
}


def _equal(run: Run, left: Value, right: Value) -> Value:
    result = equal(left, right, run)
    if result is None:
        run.note(
            "{left} = {right} has no answer: they are of different kinds.", left=kind_of(left), right=kind_of(right)
        )
    return result


def _unequal(run: Run, left: Value, right: Value) -> Value:
    return not_(_equal(run, left, right))


# Membership.


def contains(span: Range, value: Value) -> Value:
    """Return whether a value is within a range; null where it cannot be compared with its ends."""
    start, end = span.start, span.end
    if type(value) is Decimal and type(start) is Decimal and type(end) is Decimal:
        is_above = start <= value if span.has_start else start < value
        return is_above and (value <= end if span.has_end else value < end)
    if not span.is_half and (span.start is None or span.end is None):
        return None
    result: Value = True
    if span.start is not None:
        result = _compare(operator.ge if span.has_start else operator.gt, value, span.start)
    if span.end is not None:
        below = _compare(operator.le if span.has_end else operator.lt, value, span.end)
        result = all_of([result, below])
    return result


def member(run: Run, value: Value, test: Value) -> Value:
    """Return whether a value passes a test: equal to it, within the range, or in the list (DMN 1.5 table 55)."""
    if isinstance(test, Range) and not isinstance(value, Range):
        return contains(test, value)
    if not isinstance(test, list):
        return equal(value, test, run)
    run.spend(len(test))
    if isinstance(value, list) and equal(value, test, run) is True:
        return True
    return any(_matches_item(run, value, item) is True for item in test)


def _matches_item(run: Run, value: Value, item: Value) -> Value:
    if isinstance(item, list):
        return member(run, value, item)
    if isinstance(item, Range) and not isinstance(value, Range):
        return contains(item, value)
    return equal(value, item, run)


def make_range(run: Run, has_start: bool, has_end: bool, start: Value, end: Value) -> Value:
    """Return a range, or null where its ends do not fit each other."""
    if start is None and end is None:
        return run.note("A range needs at least one end.")
    if start is not None and end is not None and not is_ordered(start, end):
        return run.note("There is no range from {start} to {end}.", start=kind_of(start), end=kind_of(end))
    return Range(start=start, end=end, has_start=has_start and start is not None, has_end=has_end and end is not None)


_HALVES: Mapping[str, Callable[[Value], Range]] = {
    "<": lambda end: Range(start=None, end=end, has_start=False, has_end=False, is_half=True),
    "<=": lambda end: Range(start=None, end=end, has_start=False, has_end=True, is_half=True),
    ">": lambda start: Range(start=start, end=None, has_start=False, has_end=False, is_half=True),
    ">=": lambda start: Range(start=start, end=None, has_start=True, has_end=False, is_half=True),
    "=": lambda point: Range(start=point, end=point, has_start=True, has_end=True, is_half=True),
}


def half_range(run: Run, symbol: str, bound: Value) -> Value:
    """Return the range that a comparison in brackets means, `(>= 18)`."""
    build = _HALVES.get(symbol)
    if build is None or bound is None:
        return run.note("A range needs at least one end.")
    return build(bound)


OPERATIONS: Mapping[str, Callable[..., Value]] = {
    "feel_and": and_,
    "feel_or": or_,
    "feel_not": _negate,
    "feel_truth": truth,
    "feel_lt": _LESS,
    "feel_le": _AT_MOST,
    "feel_gt": _GREATER,
    "feel_ge": _AT_LEAST,
    "feel_between": between,
    "feel_eq": _equal,
    "feel_ne": _unequal,
    "feel_member": member,
    "feel_range": make_range,
    "feel_half_range": half_range,
}
