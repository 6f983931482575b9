"""How external tasks are looked for: what workers usually ask is prepared, since they ask again and again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import BindParameter, ColumnElement, Integer, bindparam, or_, select

from engine.external_values import TopicRequest
from engine.store.job_searches import JOB_COLUMNS
from engine.store.prepared import Prepared
from engine.store.records import JobState, Queue
from engine.store.tables import CaseRow, JobRow
from engine.values import CaseStatus

__all__ = ["LOST_AT_ONCE", "WITH_CASES", "Search", "is_free", "is_lost_often", "search_for", "topics_of"]

LOST_AT_ONCE = 100
"""How many tasks whose workers were lost too often one fetch leaves to people."""

WITH_CASES = select(
    *(getattr(JobRow, name) for name in (*JOB_COLUMNS, "error_details", "has_set_retries")),
    CaseRow.reference,
    CaseRow.service,
    CaseRow.definition_id,
    CaseRow.status,
    CaseRow.data,
).join(CaseRow, CaseRow.id == JobRow.case_id)
"""Tasks with what is shown of their cases."""

_JOB_IDS = select(JobRow.id).join(CaseRow, CaseRow.id == JobRow.case_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is asked about the tasks of some topics, whatever their cases are.

    Attributes:
        any: The id of one that may be taken ("now").
        next: Those that may be taken, locked, the longest due first ("now", "losses", "limit").
        lost: The ids of those whose workers were lost too often ("now", "losses").
    """

    any: Prepared
    next: Prepared
    lost: Prepared


def topics_of(requests: Collection[TopicRequest]) -> dict[str, str]:
    """Return the topics that are asked for, by the names of a `Search`'s parameters."""
    return {_topic(place): one.topic for place, one in enumerate(requests)}


@lru_cache(maxsize=32)
def search_for(number: int) -> Search:
    """Return the statements about so many topics."""
    now, losses = bindparam("now", type_=JobRow.due_at.type), bindparam("losses", type_=Integer())
    topics = or_(*(JobRow.topic == bindparam(_topic(place)) for place in range(number)))
    taken = WITH_CASES.where(is_free(now), ~is_lost_often(losses), topics).order_by(JobRow.due_at, JobRow.id)
    # skip_locked: two workers that fetch at the same moment take different tasks and do not wait for each other.
    locked = taken.limit(bindparam("limit", type_=Integer())).with_for_update(of=JobRow, skip_locked=True)
    return Search(
        any=Prepared(_JOB_IDS.where(is_free(now), topics).limit(1)),
        next=Prepared(locked),
        lost=Prepared(_JOB_IDS.where(is_free(now), is_lost_often(losses), topics).limit(LOST_AT_ONCE)),
    )


def is_free(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition that an external task may be done, and that nobody has it."""
    nobody_has_it = or_(JobRow.lease_until.is_(None), JobRow.lease_until <= now)
    may_be_done = (JobRow.state == JobState.WAITING) & (CaseRow.status != CaseStatus.SUSPENDED)
    return (JobRow.queue == Queue.EXTERNAL) & may_be_done & (JobRow.due_at <= now) & nobody_has_it


def is_lost_often(losses: int | BindParameter[int]) -> ColumnElement[bool]:
    """Return the condition that the lock that has just run out was the last one of so many."""
    # A worker that is still named is one that said nothing before its lock ran out, and is not counted yet.
    return JobRow.worker.is_not(None) & (JobRow.losses >= losses - 1)


def _topic(place: int) -> str:
    return f"topic_{place}"
