"""Messages that are kept until somebody waits for them, found by the name and the value they are waited for by.

Each is a job of no case. In the place of an instance it has two hashes, of its name and of the value that it carries,
so that the index by case and instance finds those of a name, or of both, however many others are kept.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, bindparam, or_, select, update

from engine.store.prepared import Prepared
from engine.store.records import JobKind, JobState, Queue
from engine.store.subscriptions import kept_event
from engine.store.tables import JobRow
from engine.store.transaction import Transaction
from engine.store.wakeups import wake_workers, wakeup_queue

__all__ = ["ALL_MESSAGES", "KeptMessageStore", "Places", "message_place", "places_for"]

_HALF = 32
_NO_VALUE = "0" * _HALF


class Places(NamedTuple):
    """Where messages are that somebody would take: from the first of these places to the last."""

    first: str
    last: str


ALL_MESSAGES = Places("", "g")
"""Wherever one is; also those that an earlier release has put nowhere."""


def message_place(name: str, correlation: str | None) -> str:
    """Return where a message of a name and a value is kept."""
    kept, value = kept_event(name, correlation)
    return _hashed(kept) + (_NO_VALUE if value is None else _hashed(value))


def places_for(name: str, value: str | None) -> Places:
    """Return where what is waited for is kept; without a value, any message of the name is.

    Args:
        name: The name, as `kept_event` gives it.
        value: The value, likewise.
    """
    beginning = _hashed(name)
    if value is None:
        return Places(beginning + _NO_VALUE, beginning + "f" * _HALF)
    return Places(*[beginning + _hashed(value)] * 2)


class KeptMessageStore:
    """Finds kept messages for those who wait for them."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def is_any(self, places: Places) -> bool:
        """Return whether a message is kept in one of some places, also where somebody is just looking after it."""
        return self._transaction.row(_ANY, first=places.first, last=places.last) is not None

    def hasten(
        self, places: Places, *, now: datetime, after: tuple[datetime, str], limit: int
    ) -> tuple[datetime, str] | None:
        """Let messages that wait for their next try be looked at at once, those kept longest first.

        Whoever is just looking after one of them is waited for: what they have found may be older than who asks.

        Args:
            places: Where they are.
            now: The time.
            after: When the last one was kept that was hastened before, and its id.
            limit: How many at most.

        Returns:
            The same of the last one where there may be more, or None.
        """
        at, last = after
        given = {"first": places.first, "last": places.last, "kept_at": at, "behind": last, "most": limit}
        found = self._transaction.rows(_OLDEST, **given)
        self._look_again([row.id for row in found if row.due_at > now], now)
        return (found[-1].created_at, found[-1].id) if len(found) == limit else None

    def _look_again(self, job_ids: Sequence[str], now: datetime) -> None:
        # Each a moment before the next, as what has been due longest is done first.
        moments = [now - timedelta(microseconds=place) for place in range(len(job_ids), 0, -1)]
        due = zip(job_ids, moments, strict=True)
        self._transaction.run_each(_HASTEN, [{"of": one, "due_at": moment} for one, moment in due])
        queue = wakeup_queue(Queue.CASES, JobKind.MESSAGE)
        wake_workers(self._transaction, [(one, queue, None) for one in job_ids])


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_HALF]


_KEPT = (
    JobRow.case_id.is_(None),
    JobRow.instance_id >= bindparam("first"),
    JobRow.instance_id <= bindparam("last"),
    JobRow.kind == JobKind.MESSAGE,
    JobRow.state == JobState.WAITING,
)
_ANY = Prepared(select(JobRow.id).where(*_KEPT).limit(1))
# When it is due is no condition: of a row that another transaction is just changing, PostgreSQL would look at what it
# was, and where that does not fit pass it over without waiting for what it becomes.
_LATER = or_(
    JobRow.created_at > bindparam("kept_at"),
    and_(JobRow.created_at == bindparam("kept_at"), JobRow.id > bindparam("behind")),
)
_OLDEST = Prepared(
    select(JobRow.id, JobRow.due_at, JobRow.created_at)
    .where(*_KEPT, _LATER)
    .order_by(JobRow.created_at, JobRow.id)
    .limit(bindparam("most"))
    .with_for_update()
)
_HASTEN = Prepared(update(JobRow).where(JobRow.id == bindparam("of")), columns=["due_at"])
