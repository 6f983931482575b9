"""Functions of points and ranges, after Allen's interval algebra (DMN 1.5 §10.3.4.7, table 78), and `range`."""

import re
from collections.abc import Callable
from typing import TypeAlias

from bpmn.expressions.feel.builtins.registry import Registry
from bpmn.expressions.feel.logic import all_of, any_of, equal, greater, half_range, less, make_range
from bpmn.expressions.feel.scanner import Scanner
from bpmn.expressions.numbers import CONTEXT
from bpmn.expressions.run import Run
from bpmn.expressions.values import Range, Value
from bpmn.expressions.values.text import parse_date, parse_date_time, parse_duration, parse_temporal, parse_time

__all__ = ["REGISTRY"]

REGISTRY = Registry()
_Relation: TypeAlias = Callable[[Range, Range], Value]


def _span(value: Value) -> Range:
    return value if isinstance(value, Range) else Range(start=value, end=value, has_start=True, has_end=True)


_POINT = "number|string|date|time|date and time|days and time duration|years and months duration"
_POINTS = f"point1: {_POINT}, point2: {_POINT}"
_POINT_RANGE = f"point: {_POINT}, range: range"
_RANGE_POINT = f"range: range, point: {_POINT}"
_RANGES = "range1: range, range2: range"


def _declare(name: str, relation: _Relation, *signatures: str) -> None:
    def related(_run: Run, left: Value, right: Value) -> Value:
        return relation(_span(left), _span(right))

    for signature in signatures:
        REGISTRY.add(name, signature)(related)


def _before(one: Range, other: Range) -> Value:
    touch = all_of([equal(one.end, other.start), not (one.has_end and other.has_start)])
    return any_of([less(one.end, other.start), touch])


def _meets(one: Range, other: Range) -> Value:
    return all_of([one.has_end and other.has_start, equal(one.end, other.start)])


def _reaches(one: Range, other: Range) -> Value:
    """Return whether one ends no earlier than the other begins."""
    touch = all_of([equal(one.end, other.start), one.has_end and other.has_start])
    return any_of([greater(one.end, other.start), touch])


def _starts_earlier(one: Range, other: Range) -> Value:
    wider = all_of([equal(one.start, other.start), one.has_start and not other.has_start])
    return any_of([less(one.start, other.start), wider])


def _starts_no_later(one: Range, other: Range) -> Value:
    same = all_of([equal(one.start, other.start), one.has_start or not other.has_start])
    return any_of([less(one.start, other.start), same])


def _ends_no_earlier(one: Range, other: Range) -> Value:
    same = all_of([equal(one.end, other.end), one.has_end or not other.has_end])
    return any_of([greater(one.end, other.end), same])


def _overlaps(one: Range, other: Range) -> Value:
    return all_of([_reaches(one, other), _reaches(other, one)])


def _overlaps_before(one: Range, other: Range) -> Value:
    return all_of([_starts_earlier(one, other), _reaches(one, other), _ends_no_earlier(other, one)])


def _overlaps_after(one: Range, other: Range) -> Value:
    return all_of([_starts_earlier(other, one), _reaches(other, one), _ends_no_earlier(one, other)])


def _same_end(one: Range, other: Range) -> Value:
    return all_of([equal(one.end, other.end), one.has_end == other.has_end])


def _same_start(one: Range, other: Range) -> Value:
    return all_of([equal(one.start, other.start), one.has_start == other.has_start])


def _finishes(one: Range, other: Range) -> Value:
    return all_of([_same_end(one, other), _starts_no_later(other, one)])


def _starts(one: Range, other: Range) -> Value:
    return all_of([_same_start(one, other), _ends_no_earlier(other, one)])


def _includes(one: Range, other: Range) -> Value:
    return all_of([_starts_no_later(one, other), _ends_no_earlier(one, other)])


def _coincides(one: Range, other: Range) -> Value:
    return all_of([_same_start(one, other), _same_end(one, other)])


def _turned(relation: _Relation) -> _Relation:
    def turned(one: Range, other: Range) -> Value:
        return relation(other, one)

    return turned


for _name, _relation, _signatures in (
    ("before", _before, (_POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES)),
    ("after", _turned(_before), (_POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES)),
    ("meets", _meets, (_RANGES,)),
    ("met by", _turned(_meets), (_RANGES,)),
    ("overlaps", _overlaps, (_RANGES,)),
    ("overlaps before", _overlaps_before, (_RANGES,)),
    ("overlaps after", _overlaps_after, (_RANGES,)),
    ("finishes", _finishes, (_POINT_RANGE, _RANGES)),
    ("finished by", _turned(_finishes), (_RANGE_POINT, _RANGES)),
    ("includes", _includes, (_RANGE_POINT, _RANGES)),
    ("during", _turned(_includes), (_POINT_RANGE, _RANGES)),
    ("starts", _starts, (_POINT_RANGE, _RANGES)),
    ("started by", _turned(_starts), (_RANGE_POINT, _RANGES)),
    ("coincides", _coincides, (_POINTS, _RANGES)),
):
    _declare(_name, _relation, *_signatures)

_RANGE = re.compile(r"\s*([\[(\]])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])\[])\s*", re.DOTALL)
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_CALL = re.compile(r'(date and time|date|time|duration)\(\s*("(?:[^"\\]|\\.)*")\s*\)')
_PARSERS = {
    "date": parse_date,
    "date and time": parse_date_time,
    "time": parse_time,
    "duration": parse_duration,
}


@REGISTRY.add("range", "from: string")
def _range(run: Run, text: str) -> Value:
    """Return the range that a text writes; its ends can only be literals (DMN 1.5 table 72, rules 66 and 67)."""
    run.spend_text(len(text))
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    opening, first, last, closing = found.groups()
    if not first or not last:
        return _half_range(run, opening, first, last, closing)
    start, end = _literal(first), _literal(last)
    if greater(start, end) is True:
        return None
    return make_range(run, opening == "[", closing == "]", start, end)


def _half_range(run: Run, opening: str, first: str, last: str, closing: str) -> Value:
    """Return the range without a start or an end: `[2..)` is `>= 2`. The side that is missing must be open."""
    if first and closing in ")[":
        return half_range(run, ">=" if opening == "[" else ">", _literal(first))
    if last and opening in "(]":
        return half_range(run, "<=" if closing == "]" else "<", _literal(last))
    return None


def _literal(text: str) -> Value:
    """Return the value of a literal; `null` is an open end.

    Raises:
        ValueError: If it is none.
    """
    if text == "null":
        return None
    if _NUMBER.fullmatch(text):
        return CONTEXT.create_decimal(text)
    called = _CALL.fullmatch(text)
    if called:
        value: Value = _PARSERS[called[1]](_string(called[2]))
    elif text.startswith("@"):
        value = parse_temporal(_string(text[1:]))
    else:
        return _string(text)
    if value is None:
        raise ValueError
    return value


def _string(text: str) -> str:
    value = Scanner(text).take_string()
    if value is None:
        raise ValueError
    return value
