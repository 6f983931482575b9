"""Messages that were kept before anybody waited for them: whoever begins to wait has them delivered anew at once.

A kept message is a job that looks more and more seldom for somebody who takes it. Who begins to wait asks whether one
is kept, in the transaction in which they begin, and leaves a job that lets it look again. That is a transaction of its
own: until the first one is committed, nobody sees that they wait.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from engine.ports import NewId
from engine.store import Work
from engine.store.kept_messages import ALL_MESSAGES, Places, places_for
from engine.store.records import Job, JobKind, Subscription
from engine.store.subscriptions import kept_event

__all__ = ["look_again", "pause_of_kept", "recall_all", "recall_for_case", "recall_for_start", "recall_for_waits"]

_OFTEN_S = 5
_TRIES_OFTEN = 12
_SELDOM = timedelta(minutes=5)
_FOR_A_CASE = 20
"""How many look again at once for a case, which takes one; it may be that some are held for others."""
_FOR_ALL = 1_000
_BETWEEN = timedelta(seconds=1)
_BEGINNING = (datetime.min.replace(tzinfo=UTC), "")


def pause_of_kept(attempts: int) -> timedelta:
    """Return how long a kept message waits before it looks again for somebody to take it.

    In its first minute it looks often: whoever was just beginning to wait when it came did not see it, nor it them, as
    neither was committed; and no transaction lasts as long as that minute. Later they see it, and it is called.

    Args:
        attempts: How often it has looked.
    """
    return timedelta(seconds=min(2**attempts, _OFTEN_S)) if attempts <= _TRIES_OFTEN else _SELDOM


def recall_for_waits(work: Work, begun: Iterable[Subscription], *, now: datetime, new_id: NewId) -> None:
    """Have the messages looked at that are kept for those who begin to wait.

    Args:
        work: The transaction in which they begin to wait.
        begun: What they wait for from now on.
        now: The time.
        new_id: Gives ids.
    """
    for one in begun:
        if one.kind == "message":
            _recall(work, places_for(*kept_event(one.name, one.correlation)), one.case_id, now, new_id)


def recall_for_case(work: Work, case_id: int, *, now: datetime, new_id: NewId) -> None:
    """Have the messages looked at that are kept for a case that goes on."""
    for one in work.subscriptions.of_case(case_id):
        if one.kind == "message":
            _recall(work, places_for(one.name, one.correlation), case_id, now, new_id)


def recall_for_start(work: Work, name: str, *, now: datetime, new_id: NewId) -> None:
    """Have the messages of a name looked at that are kept: a service's cases begin with it from now on."""
    _recall(work, places_for(*kept_event(name, None)), None, now, new_id)


def recall_all(work: Work, *, now: datetime, new_id: NewId) -> None:
    """Have all messages looked at that are kept."""
    _recall(work, ALL_MESSAGES, None, now, new_id)


def look_again(work: Work, job: Job, *, now: datetime, new_id: NewId) -> None:
    """Do what a job that was left for kept messages is there for: a few now, the next ones a little later.

    For a case it is over when that has what it waited for.
    """
    kept = job.arguments
    case_id = None if kept["case"] is None else int(str(kept["case"]))
    places = Places(str(kept["first"]), str(kept["last"]))
    after = (datetime.fromisoformat(str(kept["kept_at"])), str(kept["behind"]))
    limit = _FOR_ALL if case_id is None else _FOR_A_CASE
    reached = work.kept_messages.hasten(places, now=now, after=after, limit=limit)
    if reached is not None and (case_id is None or work.subscriptions.of_case(case_id)):
        work.jobs.add([_awaited(places, case_id, reached, now, now + _BETWEEN, new_id)])


def _recall(work: Work, places: Places, case_id: int | None, now: datetime, new_id: NewId) -> None:
    if work.kept_messages.is_any(places):
        work.jobs.add([_awaited(places, case_id, _BEGINNING, now, now, new_id)])


def _awaited(
    places: Places, case_id: int | None, after: tuple[datetime, str], now: datetime, due_at: datetime, new_id: NewId
) -> Job:
    kept_at, behind = after
    return Job(
        id=new_id(),
        kind=JobKind.AWAITED,
        arguments={**places._asdict(), "case": case_id, "kept_at": kept_at.isoformat(), "behind": behind},
        due_at=due_at,
        created_at=now,
    )
