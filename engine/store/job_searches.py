"""How jobs that are due, or soon will be, are looked for."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import BindParameter, ColumnElement, bindparam, exists, or_, select

from engine.store.prepared import Prepared
from engine.store.records import QUICK_KINDS, Job, JobState, Queue
from engine.store.tables import CaseRow, JobRow
from engine.values import CaseStatus

__all__ = ["JOB_COLUMNS", "READ_JOBS", "JobSearch", "is_free", "is_to_come", "search_in"]

JOB_COLUMNS = tuple(Job.__dataclass_fields__)
"""What of a job's row is read."""

READ_JOBS = select(*(getattr(JobRow, name) for name in JOB_COLUMNS))
"""Jobs, without a condition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSearch:
    """How jobs that nobody has are looked for.

    Attributes:
        any: The id of one that is due.
        next: The one that has been due longest, locked.
    """

    any: Prepared
    next: Prepared


@lru_cache
def search_in(queues: tuple[Queue, ...], *, is_named: bool, is_quick: bool) -> JobSearch:
    """Return the statements about jobs of some queues ("now"; "named" where `is_named`), `QUICK_KINDS` or all."""
    which = [is_free(bindparam("now", type_=JobRow.due_at.type)), or_(*(JobRow.queue == one for one in queues))]
    if is_named:
        which.append(JobRow.id == bindparam("named"))
    if is_quick:
        which.append(or_(*(JobRow.kind == one for one in QUICK_KINDS)))
    # skip_locked: two workers that look at the same moment take different jobs and do not wait for each other.
    oldest = READ_JOBS.where(*which).order_by(JobRow.due_at, JobRow.id).limit(1).with_for_update(skip_locked=True)
    return JobSearch(any=Prepared(select(JobRow.id).where(*which).limit(1)), next=Prepared(oldest))


def is_free(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition that a job is due, may be done, and nobody has it."""
    nobody_has_it = or_(JobRow.lease_until.is_(None), JobRow.lease_until <= now)
    is_held = exists().where(CaseRow.id == JobRow.case_id, CaseRow.status == CaseStatus.SUSPENDED)
    return (JobRow.state == JobState.WAITING) & (JobRow.due_at <= now) & nobody_has_it & ~is_held


def is_to_come(now: datetime, until: datetime) -> ColumnElement[bool]:
    """Return the condition that a job will be due, until a time."""
    nobody_has_it = JobRow.lease_until.is_(None)
    return (JobRow.state == JobState.WAITING) & (JobRow.due_at > now) & (JobRow.due_at <= until) & nobody_has_it
