"""What machines have to do: rows that are taken with a lease and vanish when their result is applied."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from engine.store.job_searches import JOB_COLUMNS, READ_JOBS, is_free, is_to_come, search_in
from engine.store.prepared import Prepared
from engine.store.records import OWN_QUEUES, Job, JobKind, JobState, Queue
from engine.store.tables import CaseRow, JobRow
from engine.store.transaction import Transaction
from engine.store.upserts import insert_unless_there
from engine.store.wakeups import (
    NEAR,
    drop_far_wakeups,
    has_due_wakeup,
    has_wakeup,
    may_sweep,
    wake_workers,
    wakeup_queue,
)
from engine.values import Json

__all__ = ["JobStore", "as_job"]


class JobStore:
    """Keeps jobs."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def add(self, jobs: Iterable[Job]) -> None:
        """Keep new jobs."""
        for job in jobs:
            self._transaction.run(_ADD, **{name: getattr(job, name) for name in JOB_COLUMNS})
            self._wake(job, job.due_at if job.due_at > job.created_at else None)

    def add_unless_there(self, job: Job) -> None:
        """Keep a new job unless there is one of that id."""
        values = {name: getattr(job, name) for name in JOB_COLUMNS}
        if insert_unless_there(self._session, JobRow, {"id": values.pop("id")}, values):
            self._wake(job, job.due_at)

    def by_id(self, job_id: str) -> Job | None:
        """Return a job, or None where it is done or no longer needed."""
        row = self._transaction.row(_BY_ID, of=job_id)
        return None if row is None else as_job(row)

    def of_case(self, case_id: int) -> tuple[Job, ...]:
        """Return the jobs of a case."""
        return tuple(map(as_job, self._transaction.rows(_OF_CASE, of=case_id)))

    def is_any_free(
        self, *, now: datetime, queues: Collection[Queue], job_id: str | None = None, is_quick: bool = False
    ) -> bool:
        """Return whether there is a job, or the one of that id, that is due and that nobody has."""
        search = search_in(tuple(queues), is_named=job_id is not None, is_quick=is_quick)
        return self._transaction.row(search.any, now=now, named=job_id) is not None

    def claim(
        self,
        worker: str,
        *,
        now: datetime,
        lease_until: datetime,
        queues: Collection[Queue],
        job_id: str | None = None,
        is_quick: bool = False,
    ) -> Job | None:
        """Take the job that has been due longest and that nobody has, or None where there is none.

        Args:
            worker: Who takes it.
            now: The time.
            lease_until: Until when it is theirs unless they renew it.
            queues: Where to look.
            job_id: Take this one and no other.
            is_quick: Take one of `QUICK_KINDS` and no other.
        """
        search = search_in(tuple(queues), is_named=job_id is not None, is_quick=is_quick)
        row = self._transaction.row(search.next, now=now, named=job_id)
        if row is None:
            return None
        found = as_job(row)
        taken = replace(
            found,
            worker=worker,
            lease_until=lease_until,
            begun_at=now,
            attempts=found.attempts + 1,
            losses=found.losses + (found.worker is not None),
        )
        self._transaction.run(_TAKE, of=taken.id, **{name: getattr(taken, name) for name in _TAKING})
        return taken

    def renew(self, job: Job, lease_until: datetime) -> bool:
        """Keep a job longer; return whether it still is the worker's."""
        return self._change(_RENEW, job, lease_until=lease_until)

    def hold(self, job: Job) -> bool:
        """Let nobody else change a job before this transaction ends; return whether it still is the worker's."""
        return self._transaction.row(_HOLD, of=job.id, by=job.worker, attempt=job.attempts) is not None

    def finish(self, job: Job, now: datetime) -> bool:
        """Remove a job that is done; return False where the worker has lost it: then nothing of it may be applied."""
        return self._change(_FINISH, job, now=now)

    def put_back(self, job: Job, *, due_at: datetime, retries: int, error: str = "") -> bool:
        """Give a job back to be tried again; return whether it still was the worker's."""
        # Where a message is kept is written with it: one that a case has thrown is not kept before it comes back.
        values = {"due_at": due_at, "retries": retries, "error": error, "instance_id": job.instance_id}
        done = self._change(_PUT_BACK, job, worker=None, lease_until=None, **values)
        if done:
            self._wake(job, due_at)
        return done

    def stop(self, job: Job, error: str) -> bool:
        """Leave a job to a person; return whether it still was the worker's."""
        values = {"state": JobState.INCIDENT, "retries": 0, "error": error}
        return self._change(_STOP, job, worker=None, lease_until=None, **values)

    def reopen(self, job_id: str, *, due_at: datetime, retries: int) -> None:
        """Let a job that was left to a person be taken again, at once."""
        values = {"state": JobState.WAITING, "due_at": due_at, "retries": retries, "losses": 0, "worker": None}
        # One that somebody has had taken again already is left to whoever is at it now.
        chosen = update(JobRow).where(JobRow.id == job_id, JobRow.state == JobState.INCIDENT)
        for job in self._session.execute(chosen.values(**values).returning(*_TO_WAKE)).all():
            self._wake(job, None)

    def reschedule(self, job: Job, due_at: datetime) -> None:
        """Let a job be due at another time."""
        self._session.execute(update(JobRow).where(JobRow.id == job.id).values(due_at=due_at))
        self._wake(job, due_at)

    def change_work(self, job: Job, *, element: str, topic: str, arguments: Mapping[str, Json]) -> None:
        """Let a job be of another version of its model: the same work under the same key, worded anew."""
        values = {"element": element, "topic": topic, "arguments": dict(arguments)}
        self._session.execute(update(JobRow).where(JobRow.id == job.id).values(**values))

    def of_topic(self, kind: JobKind, topic: str) -> tuple[Job, ...]:
        """Return the jobs of a kind and topic that belong to no case."""
        query = select(JobRow).where(JobRow.kind == kind, JobRow.topic == topic, JobRow.case_id.is_(None))
        return tuple(as_job(row) for row in self._session.scalars(query.order_by(JobRow.created_at)))

    def start_at_once(self, service: str, now: datetime) -> None:
        """Let the starts of a service that were put off while it was suspended be made at once."""
        for job in self.of_topic(JobKind.START, service):
            if job.worker is None and datetime.fromisoformat(str(job.arguments["due"])) <= now:
                self.reschedule(job, now)

    def wake_due(self, case_id: int, now: datetime) -> None:
        """Wake workers for what a case has had due while it was suspended, or has due soon."""
        self._wake_for(JobRow.case_id == case_id, JobRow.due_at <= now + NEAR, now=now)

    def wake_near(self, service: str, *, now: datetime, until: datetime) -> None:
        """Wake workers for what a service that was suspended has due until a time that no sweep need come before."""
        of_service = JobRow.case_id.in_(select(CaseRow.id).where(CaseRow.service == service))
        self._wake_for(JobRow.queue.in_(OWN_QUEUES), of_service, is_to_come(now, until), now=now)

    def hasten(self, kind: JobKind, now: datetime) -> None:
        """Let waiting jobs of a kind that belong to no case be looked at at once."""
        nobody = (JobRow.state == JobState.WAITING, JobRow.worker.is_(None), JobRow.due_at > now)
        chosen = update(JobRow).where(JobRow.kind == kind, JobRow.case_id.is_(None), *nobody)
        for job in self._session.execute(chosen.values(due_at=now).returning(*_TO_WAKE)).all():
            self._wake(job, None)

    def move(self, job: Job, queue: Queue) -> bool:
        """Let others do a job that was taken, as if it had not been; return whether it still was the worker's."""
        untaken = {"worker": None, "lease_until": None, "begun_at": None, "attempts": job.attempts - 1}
        return self._change(_MOVE, job, queue=queue, **untaken)

    def drop(self, job_ids: Collection[str]) -> None:
        """Remove jobs that are no longer needed; whoever has one of them will find that its lease is gone."""
        if job_ids:
            self._session.execute(delete(JobRow).where(JobRow.id.in_(job_ids)))

    def wake(self, jobs: Iterable[Job], due_at: datetime) -> None:
        """Wake workers for jobs that were put among those they look at."""
        for job in jobs:
            self._wake(job, due_at)

    def wake_in(self, job: Job, pause: timedelta) -> None:
        """Wake a worker for a job after a time by the database's own clock."""
        self._wake_at([(job, pause)])

    def wake_for_lost(self, *, now: datetime, due_before: datetime, limit: int) -> int:
        """Wake workers for jobs that have no wake-up, the longest due first; return for how many.

        Those are jobs whose time has come near; and jobs that should long have been taken, whose wake-up is gone. Jobs
        that only wait for their turn have one: with a second one each time that somebody looks, workers that have much
        to do would soon do nothing but be woken.

        Args:
            now: The time.
            due_before: What was due before has been lost, if it has no wake-up.
            limit: How many at most.
        """
        if not may_sweep(self._transaction):
            return 0
        is_lost = is_free(now) & (JobRow.due_at <= due_before) & ~has_due_wakeup(JobRow.id)
        is_near = is_to_come(now, now + NEAR) & ~has_wakeup(JobRow.id)
        is_own = JobRow.queue.in_(OWN_QUEUES)  # external workers come by themselves
        lost = self._wake_for(is_own, is_lost, now=now, limit=limit)
        return lost + self._wake_for(is_own, is_near, now=now, limit=limit - lost)

    def drop_far_wakeups(self, *, limit: int) -> int:
        """Drop some of the wake-ups for what is due far ahead; return how many went."""
        return drop_far_wakeups(self._transaction, limit=limit)

    def _change(self, statement: Prepared, job: Job, **values: object) -> bool:
        return self._transaction.run(statement, of=job.id, by=job.worker, attempt=job.attempts, **values) == 1

    def _wake_for(self, *which: ColumnElement[bool], now: datetime, limit: int | None = None) -> int:
        """Wake workers for jobs when they are due, or at once, the longest due first; return for how many."""
        query = select(*_TO_WAKE, JobRow.due_at).where(*which).order_by(JobRow.due_at).limit(limit)
        found = self._session.execute(query).all()
        self._wake_at([(job, job.due_at - now if job.due_at > now else None) for job in found])
        return len(found)

    def _wake_at(self, jobs: Sequence[tuple[Any, timedelta | None]]) -> None:
        """Wake workers for jobs after pauses by the database's own clock; None for at once."""
        if not jobs or not self._transaction.is_postgresql:
            return
        at = self._session.scalar(select(func.now()))
        assert at is not None  # noqa: S101 - a database tells the time
        for job, pause in jobs:
            self._wake(job, None if pause is None else at + pause)

    def _wake(self, job: Any, due_at: datetime | None) -> None:  # noqa: ANN401 - a job, or a row of `_TO_WAKE`
        if job.queue in OWN_QUEUES:
            wake_workers(self._transaction, [(job.id, wakeup_queue(job.queue, job.kind), due_at)])


_TO_WAKE = (JobRow.id, JobRow.queue, JobRow.kind)
_BY_ID = Prepared(READ_JOBS.where(JobRow.id == bindparam("of")))
_OF_CASE = Prepared(READ_JOBS.where(JobRow.case_id == bindparam("of")).order_by(JobRow.created_at))
_ADD = Prepared(insert(JobRow), columns=JOB_COLUMNS)
# The attempt tells one taking from the next: who lost a job and took it again must not finish the old one.
_MINE = (JobRow.id == bindparam("of"), JobRow.worker == bindparam("by"), JobRow.attempts == bindparam("attempt"))
_HOLD = Prepared(select(JobRow.id).where(*_MINE).with_for_update())
_RENEW = Prepared(update(JobRow).where(*_MINE), columns=["lease_until"])
_RETURNED = ("worker", "lease_until", "retries", "error")
_PUT_BACK = Prepared(update(JobRow).where(*_MINE), columns=[*_RETURNED, "due_at", "instance_id"])
_STOP = Prepared(update(JobRow).where(*_MINE), columns=[*_RETURNED, "state"])
_MOVE = Prepared(update(JobRow).where(*_MINE), columns=["worker", "lease_until", "begun_at", "attempts", "queue"])
_FINISH = Prepared(delete(JobRow).where(*_MINE, JobRow.lease_until > bindparam("now")))
_TAKING = ("worker", "lease_until", "begun_at", "attempts", "losses")
_TAKE = Prepared(update(JobRow).where(JobRow.id == bindparam("of")), columns=_TAKING)


def as_job(row: Any) -> Job:  # noqa: ANN401 - a row of the table, or one that has its columns
    """Return the job that a row holds."""
    values = {name: getattr(row, name) for name in JOB_COLUMNS}
    values |= {"kind": JobKind(row.kind), "queue": Queue(row.queue), "state": JobState(row.state)}
    return Job(**values)
