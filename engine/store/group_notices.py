"""What groups of staff are told."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from engine.store.list_pages import count_up_to
from engine.store.tables import GroupNoticeRow, WorkItemRow
from engine.store.upserts import insert_unless_there
from engine.store.work_items import item_of
from engine.work_values import GroupNotice

__all__ = ["GroupNoticeStore"]


class GroupNoticeStore:
    """Keeps notices to groups of staff."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, notice_id: str, *, group: str, item_id: str, at: datetime) -> None:
        """Tell a group that a work item is late; the same id tells it once."""
        values = {"name": group, "work_item_id": item_id, "created_at": at, "seen_by": ""}
        insert_unless_there(self._session, GroupNoticeRow, {"id": notice_id}, values)

    def unseen_by(
        self, groups: Collection[str], *, limit: int, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[GroupNotice, ...]:
        """Return what nobody of these groups has noted yet and still waits to be done, the newest first.

        Args:
            groups: The groups.
            limit: How many at most.
            since: Of that moment or later only; None for all.
            until: Of before that moment only; None for all.
        """
        query = (
            select(GroupNoticeRow, WorkItemRow)
            .join(WorkItemRow, WorkItemRow.id == GroupNoticeRow.work_item_id)
            .where(*_unseen(groups))
            .order_by(GroupNoticeRow.created_at.desc(), GroupNoticeRow.id)
            .limit(limit)
        )
        if since is not None:
            query = query.where(GroupNoticeRow.created_at >= since)
        if until is not None:
            query = query.where(GroupNoticeRow.created_at < until)
        return tuple(_notice(row, item) for row, item in self._session.execute(query))

    def count_unseen_by(self, groups: Collection[str]) -> int:
        """Return how much that is, counted no further than to one more than `COUNTED`."""
        query = select(GroupNoticeRow.id).join(WorkItemRow, WorkItemRow.id == GroupNoticeRow.work_item_id)
        return count_up_to(self._session, [query.where(*_unseen(groups))], repeats=False)

    def by_id(self, notice_id: str) -> GroupNotice | None:
        """Return a notice, or None."""
        query = select(GroupNoticeRow, WorkItemRow).join(WorkItemRow, WorkItemRow.id == GroupNoticeRow.work_item_id)
        found = self._session.execute(query.where(GroupNoticeRow.id == notice_id)).one_or_none()
        return None if found is None else _notice(*found)

    def mark_seen(self, notice_id: str, *, by: str, at: datetime) -> None:
        """Note who has seen a notice first."""
        unseen = (GroupNoticeRow.id == notice_id, GroupNoticeRow.seen_at.is_(None))
        self._session.execute(update(GroupNoticeRow).where(*unseen).values(seen_at=at, seen_by=by))


def _unseen(groups: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    waits = WorkItemRow.state.in_(["open", "claimed"])
    return GroupNoticeRow.name.in_(groups), GroupNoticeRow.seen_at.is_(None), waits


def _notice(row: GroupNoticeRow, item: WorkItemRow) -> GroupNotice:
    return GroupNotice(
        id=row.id,
        group=row.name,
        item=item_of(item),
        created_at=row.created_at,
        seen_at=row.seen_at,
        seen_by=row.seen_by,
    )
