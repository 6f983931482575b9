"""Inboxes, page by page: each group's work is read off an index in the order that is asked for, however much it is."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlalchemy.orm import Session

from engine.list_pages import ListPage
from engine.store.item_search import ItemSearch
from engine.store.list_pages import Column, count_up_to, open_window, read_keys
from engine.store.tables import WorkItemGroupRow, WorkItemRow
from engine.store.work_items import item_of
from engine.store.work_tables import LANE_LENGTH
from engine.work_values import InboxQuery, WorkItem

__all__ = ["InboxStore"]

_TIE = (WorkItemGroupRow.created_at, WorkItemGroupRow.work_item_id)
_ORDERS: dict[str, tuple[Column, ...]] = {
    "due": (WorkItemGroupRow.due_order, WorkItemGroupRow.rank, *_TIE),
    "priority": (WorkItemGroupRow.rank, WorkItemGroupRow.due_order, *_TIE),
    "oldest": _TIE,
    "newest": _TIE,
}


class InboxStore:
    """Reads inboxes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(
        self, query: InboxQuery, *, now: datetime, after: str = "", before: str = "", size: int = 25
    ) -> ListPage[WorkItem]:
        """Return a page of an inbox: the first, or the one behind `after`, or the one in front of `before`.

        A place that is none gives the first page.
        """
        window = open_window(
            _ORDERS[query.order], after=after, before=before, is_descending=query.order == "newest", size=size
        )
        search = ItemSearch(self._session, query.text, query.state) if query.text.strip() else None
        filters = _filters(query, now)
        parts = [[part, *filters] for part in _parts(query, search)]
        repeats = _repeats(query, search)
        shown = [[*one, search.condition] for one in parts] if search else parts
        keys = read_keys(self._session, window, [window.stretch(*one, is_distinct=repeats) for one in shown])
        return ListPage(
            items=self._items(keys.ids),
            total=search.count(or_(*(and_(*one) for one in parts))) if search else self._count(parts, repeats=repeats),
            next=keys.next,
            previous=keys.previous,
        )

    def _count(self, parts: list[list[ColumnElement[bool]]], *, repeats: bool) -> int:
        found = [select(WorkItemGroupRow.work_item_id).where(*one) for one in parts]
        return count_up_to(self._session, found, repeats=repeats or len(found) > 1)

    def lanes(self, groups: tuple[str, ...]) -> tuple[str, ...]:
        """Return the lanes in which work of these groups waits or waited."""
        query = select(WorkItemGroupRow.lane).where(WorkItemGroupRow.name.in_(groups)).distinct()
        return tuple(self._session.scalars(query.order_by(WorkItemGroupRow.lane)))

    def _items(self, ids: tuple[str, ...]) -> tuple[WorkItem, ...]:
        rows = {row.id: row for row in self._session.scalars(select(WorkItemRow).where(WorkItemRow.id.in_(ids)))}
        return tuple(item_of(rows[each]) for each in ids)


def _parts(query: InboxQuery, search: ItemSearch | None) -> list[ColumnElement[bool]]:
    """Return the conditions of which each is one stretch of an index.

    People's own work is found by the person, and what few items have once for all groups.
    """
    row = WorkItemRow
    if query.people or query.handed_on_by:
        whose = row.owner == query.handed_on_by if query.handed_on_by else row.assignee.in_(query.people)
        return [WorkItemGroupRow.work_item_id.in_(select(row.id).where(whose, row.state == query.state))]
    if search and not search.is_many:
        return [WorkItemGroupRow.name.in_(query.groups)]
    return [WorkItemGroupRow.name == group for group in dict.fromkeys(query.groups)] or [literal(value=False)]


def _repeats(query: InboxQuery, search: ItemSearch | None) -> bool:
    """Return whether an item of several groups is found once for each."""
    return bool(query.people or query.handed_on_by or (search and not search.is_many))


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
    return conditions
