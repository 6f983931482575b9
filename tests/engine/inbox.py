"""Everybody's work, read as inboxes read it."""

from sqlalchemy import select

from engine import Engine, InboxQuery, WorkItem, find_inbox
from engine.store.tables import WorkItemGroupRow

__all__ = ["everybodys_work"]


def everybodys_work(engine: Engine, *, state: str = "open", service: str = "", size: int = 25) -> tuple[WorkItem, ...]:
    """Return the work items of all groups there are, the most urgent first."""
    with engine.database.reading() as work:
        groups = tuple(work._session.scalars(select(WorkItemGroupRow.name).distinct()))
    query = InboxQuery(groups=groups, state=state, service=service, follow_up="show")
    return find_inbox(engine, query, size=size).items
