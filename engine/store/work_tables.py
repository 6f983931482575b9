"""The tables of people's work: work items, their inboxes, how they are measured, and who stands in for whom."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Dialect, ForeignKey, Index, UniqueConstraint, and_, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.row import Row
from engine.store.types import CleanString, CleanText, JsonText, clean_text

__all__ = [
    "END_OF_TIME",
    "IS_TAKEN",
    "IS_WAITING",
    "LANE_LENGTH",
    "GroupNoticeRow",
    "SubstitutionRow",
    "WorkItemGroupRow",
    "WorkItemRow",
    "WorkRulesRow",
    "in_inbox",
]

_NAME_LENGTH = 500
LANE_LENGTH = 200
"""How much of a lane's name an inbox knows it by: an index does not take names of any length."""

END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)
"""When work is due that is never due."""


class _StepName(CleanText):
    """A name as long as an index takes it on PostgreSQL, whatever its letters."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """Return what makes of a name its beginning."""
        del dialect
        return _beginning


def _beginning(name: str | None) -> str | None:
    return None if name is None else clean_text(name)[:_NAME_LENGTH]


class WorkItemRow(Row):
    """A user task instance that waits, or waited, for a person."""

    __tablename__ = "work_items"
    __table_args__ = (
        Index(None, "state", "name"),
        UniqueConstraint("case_id", "instance_id"),
    )
    id: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    case_reference: Mapped[str] = mapped_column(CleanString(32))
    service: Mapped[str] = mapped_column(CleanString(200))
    instance_id: Mapped[str] = mapped_column(CleanString(200))
    element: Mapped[str]
    name: Mapped[str] = mapped_column(_StepName())
    lane: Mapped[str]
    form: Mapped[str]
    groups: Mapped[Any] = mapped_column(JsonText)
    data: Mapped[Any] = mapped_column(JsonText)
    assignee: Mapped[str | None]
    assignee_name: Mapped[str]
    priority: Mapped[int]
    state: Mapped[str] = mapped_column(CleanString(20))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    is_begun: Mapped[bool]
    completed_at: Mapped[datetime | None]
    follow_up_at: Mapped[datetime | None]
    owner: Mapped[str | None]
    owner_name: Mapped[str] = mapped_column(server_default="")
    note: Mapped[str] = mapped_column(server_default="")
    escalated_at: Mapped[datetime | None]
    on_behalf_of: Mapped[str] = mapped_column(server_default="")


IS_WAITING = text("state IN ('open', 'claimed')")
"""The condition that a work item waits to be done; in these words, so that its index is taken."""

IS_TAKEN = text("state = 'claimed'")
"""The condition that somebody has taken a work item, or was given it; in these words likewise."""

Index("ix_waiting_items", WorkItemRow.case_id, sqlite_where=IS_WAITING, postgresql_where=IS_WAITING)
Index("ix_taken_items", WorkItemRow.assignee, sqlite_where=IS_TAKEN, postgresql_where=IS_TAKEN)
_IS_DELEGATED = WorkItemRow.owner.is_not(None)
Index("ix_delegated_items", WorkItemRow.owner, sqlite_where=_IS_DELEGATED, postgresql_where=_IS_DELEGATED)


class WorkItemGroupRow(Row):
    """A work item in the inbox of one candidate group, "" for those that are for any case worker.

    What the inbox filters and sorts by is repeated here, so that each group's next page is read off an index. All of
    it sorts upwards: `due_order` is the end of time where nothing is due, `rank` the priority with its sign changed.
    What waits and what is over have indexes apart: work that is done leaves those of what waits, and enters no more
    than are needed to look back. The follow-up date is in those of what waits, so that they alone are counted.
    """

    __tablename__ = "work_item_groups"
    work_item_id: Mapped[str] = mapped_column(CleanString(64), ForeignKey("work_items.id"), primary_key=True)
    name: Mapped[str] = mapped_column(CleanString(200), primary_key=True)
    service: Mapped[str] = mapped_column(CleanString(200), server_default="")
    lane: Mapped[str] = mapped_column(CleanString(LANE_LENGTH), server_default="")
    state: Mapped[str] = mapped_column(CleanString(20), server_default="")
    due_order: Mapped[datetime] = mapped_column(server_default="9999-12-31 00:00:00.000000")
    rank: Mapped[int] = mapped_column(server_default="-50")
    created_at: Mapped[datetime] = mapped_column(server_default="1970-01-01 00:00:00.000000")
    follow_up_at: Mapped[datetime | None]


def in_inbox(state: str) -> ColumnElement[bool]:
    """Return the condition that a row shows work in a state, in the words by which its indexes are taken."""
    return and_(WorkItemGroupRow.state == state, _SHOWS_WAITING if state in _WAITING else _SHOWS_OVER)


_WAITING = ("open", "claimed")
# The words of an index's condition have to be in the query: a database does not look into its parameters for them.
_SHOWS_WAITING = WorkItemGroupRow.state.in_([literal_column(f"'{state}'") for state in _WAITING])
_SHOWS_OVER = WorkItemGroupRow.state.in_([literal_column(f"'{state}'") for state in ("completed", "cancelled")])
_DUE, _RANK = WorkItemGroupRow.due_order, WorkItemGroupRow.rank
_TIE = (WorkItemGroupRow.created_at, WorkItemGroupRow.work_item_id)


def _inbox(name: str, *order: Any, is_over: bool = False) -> Index:  # noqa: ANN401 - columns
    condition = _SHOWS_OVER if is_over else _SHOWS_WAITING
    columns = (WorkItemGroupRow.name, WorkItemGroupRow.state, *order)
    return Index(f"ix_inbox_{name}", *columns, sqlite_where=condition, postgresql_where=condition)


_inbox("due", _DUE, _RANK, *_TIE, WorkItemGroupRow.follow_up_at)
_inbox("rank", _RANK, _DUE, *_TIE, WorkItemGroupRow.follow_up_at)
_inbox("created", *_TIE, WorkItemGroupRow.follow_up_at)
_inbox("service", WorkItemGroupRow.service, _DUE, _RANK, *_TIE, WorkItemGroupRow.follow_up_at)
_inbox("lane", WorkItemGroupRow.lane, _DUE, _RANK, *_TIE, WorkItemGroupRow.follow_up_at)
_inbox("done", *_TIE, is_over=True)
_inbox("done_service", WorkItemGroupRow.service, *_TIE, is_over=True)
_inbox("done_lane", WorkItemGroupRow.lane, *_TIE, is_over=True)


class WorkRulesRow(Row):
    """How a service's work is measured: its office hours and who is told of what is late. "" is for all services."""

    __tablename__ = "work_rules"
    service: Mapped[str] = mapped_column(CleanString(200), primary_key=True)
    office_hours: Mapped[Any] = mapped_column(JsonText)
    supervisor_group: Mapped[str] = mapped_column(CleanString(200))


class SubstitutionRow(Row):
    """Somebody does an absent person's work for a time."""

    __tablename__ = "substitutions"
    __table_args__ = (Index(None, "substitute", "until"), Index(None, "absent", "until"))
    id: Mapped[str] = mapped_column(CleanString(64), primary_key=True)
    absent: Mapped[str] = mapped_column(CleanString(64))
    absent_name: Mapped[str]
    substitute: Mapped[str] = mapped_column(CleanString(64))
    substitute_name: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]


class GroupNoticeRow(Row):
    """What a group of staff, or "" the managers, is told: that a work item is late."""

    __tablename__ = "group_notices"
    __table_args__ = (Index(None, "name", "seen_at", "created_at"),)
    id: Mapped[str] = mapped_column(CleanString(100), primary_key=True)
    name: Mapped[str] = mapped_column(CleanString(200))
    work_item_id: Mapped[str] = mapped_column(CleanString(64), ForeignKey("work_items.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str]
