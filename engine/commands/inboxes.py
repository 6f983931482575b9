"""Reading inboxes, and what groups of staff are told of late work."""

from collections.abc import Collection

from bpmn.language import Text
from engine.errors import NotAllowedError, NotFoundError
from engine.list_pages import ListPage
from engine.opening import Engine
from engine.values import Actor
from engine.work_values import GroupNotice, InboxQuery, WorkItem

__all__ = ["count_group_notices", "find_group_notices", "find_inbox", "find_lanes", "note_group_notice"]

_NOTICES = 50


def find_inbox(
    engine: Engine, query: InboxQuery, *, after: str = "", before: str = "", size: int = 25
) -> ListPage[WorkItem]:
    """Return one page of an inbox.

    Args:
        engine: The engine.
        query: Which work items. It is not checked whose they are: give the groups and people of whoever reads it.
        after: The `next` of a page, for the one behind it.
        before: The `previous` of a page, for the one in front of it.
        size: How many a page, 1 to 500.
    """
    with engine.database.reading() as work:
        return work.inboxes.page(query, now=engine.clock.now(), after=after, before=before, size=size)


def find_lanes(engine: Engine, *, groups: Collection[str]) -> tuple[str, ...]:
    """Return the lanes in which work of these groups waits or waited, by name."""
    with engine.database.reading() as work:
        return work.inboxes.lanes(tuple(groups))


def find_group_notices(engine: Engine, *, actor: Actor) -> tuple[GroupNotice, ...]:
    """Return the late work that somebody is told of and nobody has noted yet, the newest 50.

    Members of a service's supervisor group are told of its work, managers of that of services without one.
    """
    with engine.database.reading() as work:
        return work.group_notices.unseen_by(_told(actor), limit=_NOTICES)


def count_group_notices(engine: Engine, *, actor: Actor) -> int:
    """Return how much late work somebody is told of, counted no further than to one more than `COUNTED`."""
    with engine.database.reading() as work:
        return work.group_notices.count_unseen_by(_told(actor))


def note_group_notice(engine: Engine, *, notice_id: str, actor: Actor) -> None:
    """Note that a notice has been seen, for the whole group; noting it again changes nothing.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor is not of the group that is told.
    """
    with engine.database.writing() as work:
        notice = work.group_notices.by_id(notice_id)
        if notice is None:
            raise NotFoundError("notice", notice_id)
        if notice.group not in _told(actor) and "manager" not in actor.roles:
            raise NotAllowedError(Text("{name} may not do this.", name=actor.name or actor.id))
        if notice.seen_at is not None:
            return
        now = engine.clock.now()
        work.group_notices.mark_seen(notice_id, by=actor.name, at=now)
        work.audit.add(
            notice.item.case_reference,
            time=now,
            actor=actor.id,
            action="note_group_notice",
            subject=notice.item.id,
            details={"notice": notice.id},
        )


def _told(actor: Actor) -> frozenset[str]:
    return actor.groups | ({""} if "manager" in actor.roles else set())
