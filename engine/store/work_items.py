"""What waits, or waited, for people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, UnaryExpression, insert, select, update
from sqlalchemy.orm import Session

from engine.store.paging import read_page
from engine.store.records import StoredItem
from engine.store.tables import WorkItemGroupRow, WorkItemRow
from engine.values import Page, WorkItem, WorkItemState

__all__ = ["ItemQuery", "WorkItemStore"]

_WAITING = (WorkItemState.OPEN, WorkItemState.CLAIMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemQuery:
    """Which work items are looked for.

    Attributes:
        groups: Those with one of these candidate groups; None for all.
        assignee: Those of this person; None for anybody's.
        states: Those in one of these states; none for all.
        service: Those of this service; None for all.
        order: "due" (the most urgent first), "created" (the oldest first) or "priority" (the highest first).
    """

    groups: Collection[str] | None = None
    assignee: str | None = None
    states: Collection[str] = ()
    service: str | None = None
    order: str = "due"


class WorkItemStore:
    """Keeps work items."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, items: Iterable[StoredItem]) -> None:
        """Keep new work items."""
        for one in items:
            self._session.execute(insert(WorkItemRow).values(**_fixed(one), **_changing(one)))
            for group in dict.fromkeys(one.item.groups):
                self._session.execute(insert(WorkItemGroupRow).values(work_item_id=one.item.id, name=group))

    def by_id(self, item_id: str) -> StoredItem | None:
        """Return a work item, or None."""
        row = self._session.scalar(select(WorkItemRow).where(WorkItemRow.id == item_id))
        return None if row is None else _stored(row)

    def waiting_in(self, case_id: int) -> tuple[StoredItem, ...]:
        """Return the work items of a case that are open or claimed, oldest first."""
        query = select(WorkItemRow).where(WorkItemRow.case_id == case_id, WorkItemRow.state.in_(_WAITING))
        rows = self._session.scalars(query.order_by(WorkItemRow.created_at, WorkItemRow.id))
        return tuple(_stored(row) for row in rows)

    def save(self, one: StoredItem) -> None:
        """Keep what has changed of a work item; its case is locked by whoever calls this."""
        self._session.execute(update(WorkItemRow).where(WorkItemRow.id == one.item.id).values(**_changing(one)))

    def find(self, query: ItemQuery, *, page: int, size: int) -> Page[WorkItem]:
        """Return one page of work items."""
        statement = _selected(query).order_by(*_order(query.order))
        return read_page(self._session, statement, page=page, size=size, as_value=lambda row: _stored(row).item)


def _selected(query: ItemQuery) -> Select[WorkItemRow]:
    statement = select(WorkItemRow)
    if query.states:
        statement = statement.where(WorkItemRow.state.in_(query.states))
    if query.assignee is not None:
        statement = statement.where(WorkItemRow.assignee == query.assignee)
    if query.service is not None:
        statement = statement.where(WorkItemRow.service == query.service)
    if query.groups is not None:
        mine = select(WorkItemGroupRow.work_item_id).where(WorkItemGroupRow.name.in_(query.groups))
        statement = statement.where(WorkItemRow.id.in_(mine))
    return statement


def _order(order: str) -> tuple[UnaryExpression[Any], ...]:
    oldest = (WorkItemRow.created_at.asc(), WorkItemRow.id.asc())
    due = WorkItemRow.due_at.asc().nulls_last()
    if order == "created":
        return oldest
    if order == "priority":
        return (WorkItemRow.priority.desc(), due, *oldest)
    return (due, WorkItemRow.priority.desc(), *oldest)


def _fixed(one: StoredItem) -> dict[str, object]:
    item = one.item
    return {
        "id": item.id,
        "case_id": one.case_id,
        "case_reference": item.case_reference,
        "service": item.service,
        "instance_id": one.instance_id,
        "element": item.element,
        "name": item.name,
        "lane": item.lane,
        "form": item.form,
        "groups": list(item.groups),
        "data": dict(one.data),
        "created_at": item.created_at,
    }


def _changing(one: StoredItem) -> dict[str, object]:
    item = one.item
    return {
        "assignee": item.assignee,
        "assignee_name": item.assignee_name,
        "priority": item.priority,
        "state": str(item.state),
        "due_at": item.due_at,
        "claimed_at": one.claimed_at,
        "is_begun": one.is_begun,
        "completed_at": item.completed_at,
    }


def _stored(row: WorkItemRow) -> StoredItem:
    item = WorkItem(
        id=row.id,
        case_reference=row.case_reference,
        service=row.service,
        element=row.element,
        name=row.name,
        lane=row.lane,
        groups=tuple(row.groups),
        assignee=row.assignee,
        assignee_name=row.assignee_name,
        priority=row.priority,
        created_at=row.created_at,
        due_at=row.due_at,
        form=row.form,
        state=WorkItemState(row.state),
        completed_at=row.completed_at,
    )
    return StoredItem(
        item=item,
        case_id=row.case_id,
        instance_id=row.instance_id,
        data=row.data,
        claimed_at=row.claimed_at,
        is_begun=row.is_begun,
    )
