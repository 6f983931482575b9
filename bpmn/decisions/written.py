"""Parts of a column's line as FEEL writes them, for people."""

from collections.abc import Iterator
from itertools import groupby

from bpmn.decisions.cells import Interval
from bpmn.decisions.line import Line
from bpmn.expressions.values import Date, Value
from bpmn.expressions.values.text import text_within

__all__ = ["written"]

_MOST = 6


def written(line: Line, pieces: tuple[int, ...], *, is_whole: bool = False) -> str:
    """Return the values in some pieces of a line as unary tests.

    Args:
        line: The line.
        pieces: The pieces, in order.
        is_whole: Whether numbers have no fractions.
    """
    if line.kind is str and set(range(0, len(line.rules), 2)) <= set(pieces):
        others = [line.values[piece // 2] for piece in range(1, len(line.rules), 2) if piece not in pieces]
        return f"not({_listed([_literal(value) for value in others])})" if others else "-"
    parts = [_interval(line.interval(first, last)) for first, last in _runs(line, pieces, is_whole=is_whole)]
    return _listed(parts)


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:_MOST]) + (", …" if len(parts) > _MOST else "")


def _runs(line: Line, pieces: tuple[int, ...], *, is_whole: bool) -> Iterator[tuple[int, int]]:
    """Yield the first and last piece of each run with nothing between that holds a value."""
    full = [piece for piece in range(len(line.rules)) if not line.is_empty(piece, is_whole=is_whole)]
    places = {piece: place for place, piece in enumerate(full)}
    for _, group in groupby(enumerate(pieces), key=lambda numbered: places[numbered[1]] - numbered[0]):
        run = [piece for _, piece in group]
        yield run[0], run[-1]


def _interval(interval: Interval) -> str:
    start, end = interval.start, interval.end
    if start is None and end is None:
        return "-"
    if start is None:
        return f"{'<=' if interval.has_end else '<'} {_literal(end)}"
    if end is None:
        return f"{'>=' if interval.has_start else '>'} {_literal(start)}"
    if interval.is_point:
        return _literal(start)
    return f"{'[' if interval.has_start else '('}{_literal(start)}..{_literal(end)}{']' if interval.has_end else ')'}"


def _literal(value: Value) -> str:
    if isinstance(value, Date):
        return f'date("{text_within(value)}")'
    return str(value).lower() if isinstance(value, bool) else text_within(value)
