"""Inboxes, page by page: each group's work is read off an index in the order that is asked for, however much it is."""

from datetime import datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, String, and_, column, func, literal, or_, select, union, values
from sqlalchemy.orm import Session

from engine.list_pages import ListPage
from engine.store.item_search import ItemSearch
from engine.store.list_pages import Column, count_up_to, open_window, read_keys
from engine.store.tables import WorkItemGroupRow, WorkItemRow
from engine.store.work_items import item_of
from engine.store.work_tables import IS_TAKEN, LANE_LENGTH, in_inbox
from engine.work_values import InboxQuery, WorkItem, WorkItemState

__all__ = ["InboxStore"]

_Conditions: TypeAlias = list[ColumnElement[bool]]
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
        are_found = bool(query.people or query.handed_on_by or (search and not search.is_many))
        parts = [[*one, *filters] for one in ([_found(query)] if are_found else _stretches(query))]
        shown = [[*one, search.condition] for one in parts] if search else parts
        keys = read_keys(self._session, window, [window.stretch(*one, is_distinct=are_found) for one in shown])
        return ListPage(
            items=self._items(keys.ids),
            total=search.count(and_(*_found(query), *filters)) if search else self._count(parts, are_found=are_found),
            next=keys.next,
            previous=keys.previous,
        )

    def _count(self, parts: list[_Conditions], *, are_found: bool) -> int:
        # An item of several groups is found in the inbox of each.
        items = select(WorkItemGroupRow.work_item_id)
        found = [(items.distinct() if are_found else items).where(*one) for one in parts]
        return count_up_to(self._session, found, repeats=True)

    def lanes(self, groups: tuple[str, ...]) -> tuple[str, ...]:
        """Return the lanes in which work of these groups waits or waited."""
        if not groups:
            return ()
        found = union(*(_lanes(groups, state) for state in WorkItemState))
        return tuple(sorted(self._session.scalars(found)))

    def _items(self, ids: tuple[str, ...]) -> tuple[WorkItem, ...]:
        rows = {row.id: row for row in self._session.scalars(select(WorkItemRow).where(WorkItemRow.id.in_(ids)))}
        return tuple(item_of(rows[each]) for each in ids)


def _stretches(query: InboxQuery) -> list[_Conditions]:
    """Return the conditions of which each is one stretch of an index: the inbox of a group."""
    groups = dict.fromkeys(query.groups)
    return [[WorkItemGroupRow.name == group, in_inbox(query.state)] for group in groups] or [[literal(value=False)]]


def _found(query: InboxQuery) -> _Conditions:
    """Return the conditions for what is found first, item by item, and once for each of its groups' inboxes.

    People's own work is found by the person. The words by which an inbox's index is taken are not among them: they
    would lead through the whole inbox.
    """
    row, is_so = WorkItemRow, WorkItemGroupRow.state == query.state
    if not query.people and not query.handed_on_by:
        return [WorkItemGroupRow.name.in_(query.groups), is_so]
    whose = row.owner == query.handed_on_by if query.handed_on_by else row.assignee.in_(query.people)
    of_state = IS_TAKEN if query.state == WorkItemState.CLAIMED else row.state == query.state
    return [WorkItemGroupRow.work_item_id.in_(select(row.id).where(whose, of_state)), is_so]


def _filters(query: InboxQuery, now: datetime) -> _Conditions:
    row = WorkItemGroupRow
    conditions: _Conditions = []
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


def _lanes(groups: tuple[str, ...], state: str) -> Select[str]:
    """Return the statement for the lanes that inboxes have in a state: each is read once off an index."""
    row = WorkItemGroupRow
    given = values(column("name", String)).data([(group,) for group in groups]).cte(f"groups_{state}")
    lane = select(func.min(row.lane)).where(in_inbox(state))
    first = select(given.c.name, lane.where(row.name == given.c.name).scalar_subquery().label("lane"))
    lanes = first.cte(f"lanes_{state}", recursive=True)
    further = lane.where(row.name == lanes.c.name, row.lane > lanes.c.lane).scalar_subquery()
    lanes = lanes.union_all(select(lanes.c.name, further).where(lanes.c.lane.is_not(None)))
    return select(lanes.c.lane).where(lanes.c.lane.is_not(None))
