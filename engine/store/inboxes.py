"""Inboxes, page by page: each group's work is read off an index in the order that is asked for, however much it is.

A page is found by the place where the one before it ended (keyset paging), so the thousandth costs what the first
does. Several groups are read one by one and merged: a page needs no more than one page of each.
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.store.search import begins, contains, is_reference
from engine.store.tables import CaseRow, WorkItemGroupRow, WorkItemRow
from engine.store.types import UtcTime
from engine.store.work_items import item_of
from engine.store.work_tables import LANE_LENGTH
from engine.work_values import COUNTED, InboxPage, InboxQuery, WorkItem

__all__ = ["InboxStore"]

_LARGEST = 500
_Column = InstrumentedAttribute[Any]
_TIE = (WorkItemGroupRow.created_at, WorkItemGroupRow.work_item_id)
_ORDERS: dict[str, tuple[_Column, ...]] = {
    "due": (WorkItemGroupRow.due_order, WorkItemGroupRow.rank, *_TIE),
    "priority": (WorkItemGroupRow.rank, WorkItemGroupRow.due_order, *_TIE),
    "oldest": _TIE,
    "newest": _TIE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A page that is being read.

    Attributes:
        query: What is looked for.
        now: The time.
        place: Behind which item the page begins, as the values of its order; () for the first page.
        descends: Whether it is read from the largest value down.
        limit: How many rows are read: one more than the page has.
    """

    query: InboxQuery
    now: datetime
    place: tuple[Any, ...]
    descends: bool
    limit: int

    @property
    def order(self) -> tuple[_Column, ...]:
        """What it is sorted by."""
        return _ORDERS[self.query.order]


class InboxStore:
    """Reads inboxes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, query: InboxQuery, *, now: datetime, after: str = "", before: str = "", size: int = 25) -> InboxPage:
        """Return a page of an inbox: the first, or the one behind `after`, or the one in front of `before`.

        A place that is none gives the first page.
        """
        size = min(max(size, 1), _LARGEST)
        place = _place(after or before, query.order)
        is_backwards = bool(place) and not after
        reading = _Reading(
            query=query,
            now=now,
            place=place,
            descends=(query.order == "newest") != is_backwards,
            limit=size + 1,
        )
        found = list(self._session.execute(_one_page(reading)).all())
        has_more, rows = len(found) > size, found[:size]
        if is_backwards:
            rows.reverse()
        has_next, has_previous = (True, has_more) if is_backwards else (has_more, bool(place))
        return InboxPage(
            items=self._items([row[-1] for row in rows]),
            total=self._session.scalar(_count(reading)) or 0,
            next=_name(rows[-1]) if rows and has_next else "",
            previous=_name(rows[0]) if rows and has_previous else "",
        )

    def lanes(self, groups: tuple[str, ...]) -> tuple[str, ...]:
        """Return the lanes in which work of these groups waits or waited."""
        query = select(WorkItemGroupRow.lane).where(WorkItemGroupRow.name.in_(groups)).distinct()
        return tuple(self._session.scalars(query.order_by(WorkItemGroupRow.lane)))

    def _items(self, ids: list[str]) -> tuple[WorkItem, ...]:
        rows = {row.id: row for row in self._session.scalars(select(WorkItemRow).where(WorkItemRow.id.in_(ids)))}
        return tuple(item_of(rows[each]) for each in ids)


def _one_page(reading: _Reading) -> Select[Any]:
    """Return the statement for the rows of a page: each group's own first, then what is the same in several once."""
    if len(_parts(reading.query)) == 1:
        return _part(reading, _parts(reading.query)[0]).limit(reading.limit)
    each = [select(_part(reading, one).limit(reading.limit).subquery()) for one in _parts(reading.query)]
    merged = union_all(*each).subquery()
    columns = [merged.c[column.key] for column in reading.order]
    ordered = [column.desc() if reading.descends else column.asc() for column in columns]
    return select(*columns).distinct().order_by(*ordered).limit(reading.limit)


def _parts(query: InboxQuery) -> list[ColumnElement[bool]]:
    """Return the conditions of which each is one stretch of an index.

    People's own work is found by the person, and a text once for all groups: it is the search for it that takes time.
    """
    row = WorkItemRow
    if query.people or query.handed_on_by:
        whose = row.owner == query.handed_on_by if query.handed_on_by else row.assignee.in_(query.people)
        return [WorkItemGroupRow.work_item_id.in_(select(row.id).where(whose, row.state == query.state))]
    if query.text.strip():
        return [WorkItemGroupRow.name.in_(query.groups)]
    return [WorkItemGroupRow.name == group for group in dict.fromkeys(query.groups)] or [literal(value=False)]


def _repeats(query: InboxQuery) -> bool:
    """Return whether an item of several groups is found once for each."""
    return bool(query.people or query.handed_on_by or query.text.strip())


def _part(reading: _Reading, part: ColumnElement[bool]) -> Select[Any]:
    order = reading.order
    statement = select(*order).where(part, *_filters(reading.query, reading.now))
    if _repeats(reading.query):
        statement = statement.distinct()
    if reading.place:
        there = tuple_(*(literal(value, column.type) for value, column in zip(reading.place, order, strict=True)))
        here = tuple_(*order)
        statement = statement.where(here < there if reading.descends else here > there)
    return statement.order_by(*(column.desc() if reading.descends else column.asc() for column in order))


def _filters(query: InboxQuery, now: datetime) -> list[ColumnElement[bool]]:
    row = WorkItemGroupRow
    conditions: list[ColumnElement[bool]] = [row.state == query.state]
    if query.service:
        conditions.append(row.service == query.service)
    if query.lane:
        conditions.append(row.lane == query.lane[:LANE_LENGTH])
    if query.due_before is not None:
        conditions.append(row.due_order < query.due_before)
    if query.priority_from is not None:
        conditions.append(row.rank <= -query.priority_from)
    if query.follow_up == "hide":
        conditions.append(or_(row.follow_up_at.is_(None), row.follow_up_at <= now))
    elif query.follow_up == "only":
        conditions.append(row.follow_up_at > now)
    if query.text.strip():
        conditions.append(_has_text(query.text.strip()))
    return conditions


def _has_text(text: str) -> ColumnElement[bool]:
    """Return the condition that an item has a text, each way of having it looked up by itself."""
    by_reference = is_reference(WorkItemRow.case_reference, text)
    if by_reference is not None:
        return WorkItemGroupRow.work_item_id.in_(select(WorkItemRow.id).where(by_reference))
    # SQLite's lower() knows only ASCII: letters as they were typed, small ones, and a large one at the beginning.
    spellings = dict.fromkeys((text, text.lower(), text.capitalize()))
    # Four letters may be a word, or how a reference begins.
    by_beginning = select(WorkItemRow.id).where(begins(WorkItemRow.case_reference, text.upper()))
    by_name = select(WorkItemRow.id).where(or_(*(contains(WorkItemRow.name, each) for each in spellings)))
    # The cases first, as a list: joined, SQLite looks each work item's case up by itself, five times as slow.
    cases = select(CaseRow.id).where(contains(CaseRow.search_text, text.lower()))
    by_data = select(WorkItemRow.id).where(WorkItemRow.case_id.in_(cases))
    return WorkItemGroupRow.work_item_id.in_(union_all(by_beginning, by_name, by_data))


def _count(reading: _Reading) -> Select[Any]:
    """Return the statement that counts, up to one more than is told."""
    limit = COUNTED + 1
    each = []
    for part in _parts(reading.query):
        found = select(WorkItemGroupRow.work_item_id).where(part, *_filters(reading.query, reading.now))
        each.append(select(found.limit(limit).subquery()))
    ids = each[0].subquery() if len(each) == 1 else union_all(*each).subquery()
    distinct = select(func.count(ids.c.work_item_id.distinct()))
    return distinct if len(each) > 1 or _repeats(reading.query) else select(func.count()).select_from(ids)


def _name(row: Any) -> str:  # noqa: ANN401 - a row of any order
    values = [value.isoformat() if isinstance(value, datetime) else value for value in row]
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def _place(name: str, order: str) -> tuple[Any, ...]:
    """Return the place that a name stands for, () where it stands for none: names come from addresses."""
    columns = _ORDERS[order]
    try:
        values = json.loads(base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)))
        read = tuple(_value(value, column) for value, column in zip(values, columns, strict=True))
    except (ValueError, TypeError, OverflowError):
        return ()
    return read


def _value(value: object, column: _Column) -> object:
    if isinstance(column.type, UtcTime):
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment
    if column is WorkItemGroupRow.rank:
        if not isinstance(value, int) or abs(value) > 2**31:
            raise ValueError(value)
        return value
    return str(value)
