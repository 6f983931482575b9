"""Keyset paging: a page is found by the place where the one beside it ends; the thousandth costs what the first does.

What is read may be several stretches of an index, each in the order that is asked for; they are merged, and a page
needs no more than one page of each.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, SelectBase, func, literal, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.list_pages import COUNTED
from engine.store.types import UtcTime

__all__ = ["Column", "Keys", "Window", "count_up_to", "open_window", "read_keys"]

Column = InstrumentedAttribute[Any]
_LARGEST = 500
_PARTS = 400  # SQLite takes 500 into one union (SQLITE_MAX_COMPOUND_SELECT)
# What the databases keep in their two kinds of whole numbers.
_SMALL, _LARGE = 2**31, 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which rows of a sorted list are looked at.

    Attributes:
        order: What the list is sorted by; the last column tells any two rows apart.
        place: Beside which row the page is, as the values of its order; () for the first page.
        is_backwards: Whether the page lies in front of that place, and is read from there to the front.
        descends: Whether it is read from the largest value down.
        size: How many rows a page has.
    """

    order: tuple[Column, ...]
    place: tuple[Any, ...]
    is_backwards: bool
    descends: bool
    size: int

    @property
    def limit(self) -> int:
        """How many rows are read: one more than the page has, to see whether there are more."""
        return self.size + 1

    def stretch(self, *conditions: ColumnElement[bool], is_distinct: bool = False) -> Select[Any]:
        """Return the statement for the keys of one stretch of the list, in the order of reading."""
        statement = select(*self.order).where(*conditions)
        if is_distinct:
            statement = statement.distinct()
        if self.place:
            given = zip(self.place, self.order, strict=True)
            there = tuple_(*(literal(value, column.type) for value, column in given))
            here = tuple_(*self.order)
            statement = statement.where(here < there if self.descends else here > there)
        directed = (column.desc() if self.descends else column.asc() for column in self.order)
        return statement.order_by(*directed).limit(self.limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The rows of a page.

    Attributes:
        ids: What tells them apart, in the list's order.
        next: The name of the last one's place, "" where none follows.
        previous: The name of the first one's place, "" where none is before it.
    """

    ids: tuple[Any, ...]
    next: str
    previous: str


def open_window(order: tuple[Column, ...], *, after: str, before: str, is_descending: bool, size: int) -> Window:
    """Return which rows of a list are asked for; a place that is none gives the first page.

    Args:
        order: What the list is sorted by.
        after: The `next` of a page, for the one behind it.
        before: The `previous` of a page, for the one in front of it.
        is_descending: Whether the largest value comes first.
        size: How many rows a page, 1 to 500.
    """
    place = _place(after or before, order)
    is_backwards = bool(place) and not after
    return Window(
        order=order,
        place=place,
        is_backwards=is_backwards,
        descends=is_descending != is_backwards,
        size=min(max(size, 1), _LARGEST),
    )


def read_keys(session: Session, window: Window, stretches: Sequence[Select[Any]]) -> Keys:
    """Return the rows of a page; one that is in several stretches comes once."""
    found = list(session.execute(_merged(window, stretches)).all())
    has_more, rows = len(found) > window.size, found[: window.size]
    if window.is_backwards:
        rows.reverse()
    has_next, has_previous = (True, has_more) if window.is_backwards else (has_more, bool(window.place))
    return Keys(
        ids=tuple(row[-1] for row in rows),
        next=_name(rows[-1]) if rows and has_next else "",
        previous=_name(rows[0]) if rows and has_previous else "",
    )


def count_up_to(session: Session, found: Sequence[Select[Any]], *, repeats: bool) -> int:
    """Return how many rows some statements for one key find in all, no further than one more than `COUNTED`.

    Args:
        session: The transaction.
        found: Each selects the key, under its own name, and no row twice.
        repeats: Whether several of them may find the same row.
    """
    ids = _all_of([statement.limit(COUNTED + 1) for statement in found]).subquery()
    if repeats and len(found) > 1:
        ids = select(*ids.c).distinct().limit(COUNTED + 1).subquery()
    return min(session.scalar(select(func.count()).select_from(ids)) or 0, COUNTED + 1)


def _merged(window: Window, stretches: Sequence[Select[Any]]) -> Select[Any]:
    if len(stretches) == 1:
        return stretches[0]
    merged = _all_of(stretches).subquery()
    columns = [merged.c[column.key] for column in window.order]
    ordered = [column.desc() if window.descends else column.asc() for column in columns]
    return select(*columns).distinct().order_by(*ordered).limit(window.limit)


def _all_of(parts: Sequence[Select[Any]]) -> SelectBase:
    """Return the statement for all that some statements find, each within its own limit."""
    whole = [select(one.subquery()) for one in parts]
    while len(whole) > _PARTS:
        some = (whole[first : first + _PARTS] for first in range(0, len(whole), _PARTS))
        whole = [select(union_all(*each).subquery()) for each in some]
    return whole[0] if len(whole) == 1 else union_all(*whole)


def _name(row: Any) -> str:  # noqa: ANN401 - a row of any order
    values = [value.isoformat() if isinstance(value, datetime) else value for value in row]
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def _place(name: str, order: tuple[Column, ...]) -> tuple[Any, ...]:
    """Return the place that a name stands for, () where it stands for none: names come from addresses."""
    try:
        values = json.loads(base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)))
        return tuple(_value(value, column) for value, column in zip(values, order, strict=True))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return ()


def _value(value: object, column: Column) -> object:
    if isinstance(column.type, UtcTime):
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment.astimezone(UTC)
    if isinstance(column.type, Integer):
        is_large = isinstance(column.type, BigInteger)
        if type(value) is not int or abs(value) >= (_LARGE if is_large else _SMALL):
            raise ValueError(value)
        return value
    return str(value)
