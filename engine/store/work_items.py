"""What waits, or waited, for people."""

from collections import namedtuple
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, union, update
from sqlalchemy.orm import Session

from engine.store.prepared import Prepared
from engine.store.records import StoredItem
from engine.store.tables import WorkItemGroupRow, WorkItemRow
from engine.store.transaction import Transaction
from engine.store.work_tables import END_OF_TIME, IS_TAKEN, IS_WAITING, LANE_LENGTH
from engine.values import Actor, WorkItem, WorkItemState

__all__ = ["ITEM_COLUMNS", "ItemRow", "WorkItemStore", "item_of", "stored_item"]


class WorkItemStore:
    """Keeps work items."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def add(self, items: Iterable[StoredItem]) -> None:
        """Keep new work items."""
        for one in items:
            self._transaction.defer(_ADD, **_fixed(one), **_changing(one))
            inbox = {**_in_inbox(one.item), "service": one.item.service, "lane": one.item.lane[:LANE_LENGTH]}
            inbox |= {"work_item_id": one.item.id, "created_at": one.item.created_at}
            # What names no group is for any case worker: it lies in an inbox of its own.
            groups = dict.fromkeys(one.item.groups or ("",))
            self._transaction.defer_each(_PUT_IN_INBOX, [{**inbox, "name": group} for group in groups])

    def by_id(self, item_id: str) -> StoredItem | None:
        """Return a work item, or None."""
        row = self._transaction.row(_BY_ID, of=item_id)
        return None if row is None else stored_item(row)

    def waiting_in(self, case_id: int) -> tuple[StoredItem, ...]:
        """Return the work items of a case that are open or claimed, oldest first."""
        return tuple(map(stored_item, self._transaction.rows(_WAITING_IN, of=case_id)))

    def of_case(self, case_id: int) -> tuple[StoredItem, ...]:
        """Return every work item a case has or had, oldest first."""
        return tuple(map(stored_item, self._transaction.rows(_OF_CASE, of=case_id)))

    def save(self, one: StoredItem) -> None:
        """Keep what has changed of a work item; its case is locked by whoever calls this."""
        self._transaction.defer(_SAVE, **_changing(one), of=one.item.id)
        self._transaction.defer(_SORT_IN_INBOXES, **_in_inbox(one.item), of=one.item.id)

    def complete(self, item_id: str, *, by: Actor, on_behalf_of: str, at: datetime) -> None:
        """Let a work item be done by somebody; its case is locked by whoever calls this."""
        who = {"assignee": by.id, "assignee_name": by.name, "on_behalf_of": on_behalf_of}
        state = str(WorkItemState.COMPLETED)
        self._transaction.defer(_COMPLETE, **who, state=state, completed_at=at, of=item_id)
        self._transaction.defer(_LEAVE_INBOXES, state=state, of=item_id)

    def taken_by(self, person: str) -> tuple[StoredItem, ...]:
        """Return what somebody has taken or was given, and what they have handed on, and is still to be done."""
        item = select(WorkItemRow.id)
        theirs = union(item.where(WorkItemRow.assignee == person, IS_TAKEN), item.where(WorkItemRow.owner == person))
        query = select(WorkItemRow).where(WorkItemRow.id.in_(theirs), WorkItemRow.state == WorkItemState.CLAIMED)
        return tuple(stored_item(row) for row in self._session.scalars(query.order_by(WorkItemRow.created_at)))

    def reword(self, case_id: int, instance_id: str, *, element: str, name: str, lane: str, form: str) -> None:
        """Let a work item be one of another version of its model: the same work, by the same people, worded anew."""
        one = (WorkItemRow.case_id == case_id, WorkItemRow.instance_id == instance_id)
        values = {"element": element, "name": name, "lane": lane, "form": form}
        self._session.execute(update(WorkItemRow).where(*one).values(**values))
        its_inboxes = WorkItemGroupRow.work_item_id.in_(select(WorkItemRow.id).where(*one))
        self._session.execute(update(WorkItemGroupRow).where(its_inboxes).values(lane=lane[:LANE_LENGTH]))


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
        "follow_up_at": item.follow_up_at,
        "owner": item.owner,
        "owner_name": item.owner_name,
        "note": item.note,
        "escalated_at": item.escalated_at,
        "on_behalf_of": item.on_behalf_of,
    }


def _in_inbox(item: WorkItem) -> dict[str, object]:
    return {
        "state": str(item.state),
        "due_order": item.due_at or END_OF_TIME,
        "rank": -item.priority,
        "follow_up_at": item.follow_up_at,
    }


def item_of(row: Any) -> WorkItem:  # noqa: ANN401 - a row of the table, or one that has its columns
    """Return the work item that a row keeps."""
    return WorkItem(
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
        state=_STATES[row.state],
        completed_at=row.completed_at,
        follow_up_at=row.follow_up_at,
        owner=row.owner,
        owner_name=row.owner_name,
        note=row.note,
        escalated_at=row.escalated_at,
        on_behalf_of=row.on_behalf_of,
    )


def stored_item(row: Any) -> StoredItem:  # noqa: ANN401 - as with `item_of`
    """Return the work item that a row keeps, with what the store keeps beyond it."""
    return StoredItem(
        item=item_of(row),
        case_id=row.case_id,
        instance_id=row.instance_id,
        data=row.data,
        claimed_at=row.claimed_at,
        is_begun=row.is_begun,
    )


ITEM_COLUMNS = tuple(WorkItemRow.__table__.columns.keys())
"""What of a work item's row is read: all of it."""

_named: Callable[..., Any] = namedtuple  # noqa: PYI024 - the columns are the table's
ItemRow = _named("ItemRow", ITEM_COLUMNS)
_STATES = {str(state): state for state in WorkItemState}
_FIXED = (
    "id",
    "case_id",
    "case_reference",
    "service",
    "instance_id",
    "element",
    "name",
    "lane",
    "form",
    "groups",
    "data",
    "created_at",
)
_IN_INBOX = ("state", "due_order", "rank", "follow_up_at")
_READ = select(*(getattr(WorkItemRow, name) for name in ITEM_COLUMNS))
_OLDEST_FIRST = (WorkItemRow.created_at, WorkItemRow.id)
_BY_ID = Prepared(_READ.where(WorkItemRow.id == bindparam("of")))
_OF_CASE = Prepared(_READ.where(WorkItemRow.case_id == bindparam("of")).order_by(*_OLDEST_FIRST))
_WAITING_IN = Prepared(_READ.where(WorkItemRow.case_id == bindparam("of"), IS_WAITING).order_by(*_OLDEST_FIRST))
_ADD = Prepared(insert(WorkItemRow), columns=ITEM_COLUMNS)
_PUT_IN_INBOX = Prepared(
    insert(WorkItemGroupRow), columns=["work_item_id", "name", "created_at", "service", "lane", *_IN_INBOX]
)
_SAVE = Prepared(
    update(WorkItemRow).where(WorkItemRow.id == bindparam("of")),
    columns=[name for name in ITEM_COLUMNS if name not in _FIXED],
)
_COMPLETE = Prepared(
    update(WorkItemRow).where(WorkItemRow.id == bindparam("of")),
    columns=["state", "assignee", "assignee_name", "completed_at", "on_behalf_of"],
)
_LEAVE_INBOXES = Prepared(
    update(WorkItemGroupRow).where(WorkItemGroupRow.work_item_id == bindparam("of")), columns=["state"]
)
_SORT_IN_INBOXES = Prepared(
    update(WorkItemGroupRow).where(WorkItemGroupRow.work_item_id == bindparam("of")), columns=_IN_INBOX
)
