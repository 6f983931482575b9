"""Service tasks that external workers do: the jobs of their queue, seen with the cases they belong to."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, true, update
from sqlalchemy.orm import Session

from engine.external_values import ExternalTask, TaskFilter, TopicRequest
from engine.store.external_searches import LOST_AT_ONCE, WITH_CASES, is_free, is_lost_often, search_for, topics_of
from engine.store.job_searches import JOB_COLUMNS
from engine.store.jobs import as_job
from engine.store.prepared import Prepared
from engine.store.records import Job, JobState, Queue
from engine.store.tables import CaseRow, JobRow
from engine.store.transaction import Transaction
from engine.values import CaseStatus, Json

__all__ = ["ExternalTaskStore", "worker_key"]

_LOOKED_AT = 500
"""Among how many tasks, oldest first, those are looked for whose cases have certain data."""


def worker_key(actor_id: str, worker: str) -> str:
    """Return the name under which an actor's worker has a job: two actors' workers of one name are two workers."""
    return f"{actor_id}:{worker}"


class ExternalTaskStore:
    """Finds, locks and unlocks external tasks."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def claim(
        self, actor_id: str, worker: str, requests: Collection[TopicRequest], *, now: datetime, limit: int, losses: int
    ) -> tuple[ExternalTask, ...]:
        """Take the tasks that have been due longest, for as long as each topic's request says.

        Args:
            actor_id: Who takes them.
            worker: By which worker.
            requests: What is wanted; one a topic.
            now: The time.
            limit: How many at most.
            losses: None whose workers were lost so often.
        """
        wanted = {one.topic: one for one in requests}
        rows = self._next(requests, now=now, limit=limit, losses=losses)
        fitting = [row for row in rows if _has_data(row["data"], wanted[row["topic"]].data)][:limit]
        taken = [
            {
                **row,
                "worker": worker_key(actor_id, worker),
                "begun_at": now,
                "lease_until": now + wanted[row["topic"]].lock_for,
                "attempts": row["attempts"] + 1,
                "losses": row["losses"] + (row["worker"] is not None),
            }
            for row in fitting
        ]
        self._transaction.run_each(_TAKE, [{"of": row["id"], **{name: row[name] for name in _TAKING}} for row in taken])
        return tuple(map(_task, taken))

    def lost_often(self, requests: Collection[TopicRequest], *, now: datetime, losses: int) -> tuple[str, ...]:
        """Return the ids of the tasks that would be given away but for how often their workers were lost."""
        if all(map(_is_plain, requests)):
            search = search_for(len(requests)).lost
            return tuple(
                row.id for row in self._transaction.rows(search, now=now, losses=losses, **topics_of(requests))
            )
        query = select(JobRow.id).join(CaseRow, CaseRow.id == JobRow.case_id)
        wanted = or_(*(_matches(one) for one in requests))
        return tuple(
            self._session.scalars(query.where(is_free(now), is_lost_often(losses), wanted).limit(LOST_AT_ONCE))
        )

    def is_any_free(self, requests: Collection[TopicRequest], now: datetime) -> bool:
        """Return whether there may be something to take: cheap enough to be asked several times a second."""
        if not requests:
            return False
        return self._transaction.row(search_for(len(requests)).any, now=now, **topics_of(requests)) is not None

    def job(self, task_id: str, *, lock: bool = False) -> Job | None:
        """Return the job of a task, or None; with `lock` nobody else changes it before this transaction ends."""
        row = self._transaction.row(_BY_ID[lock], of=task_id)
        return None if row is None else as_job(row)

    def find(
        self, which: TaskFilter, *, topics: Collection[str] | None, now: datetime, first: int, limit: int
    ) -> tuple[ExternalTask, ...]:
        """Return tasks, oldest first.

        Args:
            which: Which ones.
            topics: Of these topics only; None for all.
            now: The time.
            first: How many to leave out.
            limit: How many at most.
        """
        query = WITH_CASES.where(*_conditions(which, topics, now)).order_by(JobRow.created_at, JobRow.id)
        return tuple(_task(row._asdict()) for row in self._session.execute(query.offset(first).limit(limit)))

    def count(self, which: TaskFilter, *, topics: Collection[str] | None, now: datetime) -> int:
        """Return how many tasks there are."""
        query = select(func.count()).select_from(JobRow).join(CaseRow, CaseRow.id == JobRow.case_id)
        return self._session.scalar(query.where(*_conditions(which, topics, now))) or 0

    def lock(self, job: Job, worker: str, *, now: datetime, until: datetime) -> None:
        """Give a task that nobody else has to a worker; one that has it still and takes it again was not lost."""
        lost = job.losses + (job.lease_until is not None and job.lease_until <= now)
        values = {"worker": worker, "lease_until": until, "begun_at": now, "attempts": job.attempts + 1, "losses": lost}
        self._change(job.id, **values)

    def unlock(self, task_id: str) -> None:
        """Let others take a task at once."""
        self._change(task_id, worker=None, lease_until=None)

    def note_failure(self, task_id: str, details: str) -> None:
        """Keep what a worker says of a failure beyond its message, and that it said how often to try again."""
        self._change(task_id, error_details=details, has_set_retries=True)

    def set_retries(self, task_id: str, retries: int) -> None:
        """Let a task fail so often yet; with none it waits for a person."""
        values: dict[str, object] = {"retries": retries, "has_set_retries": True}
        if retries == 0:
            values |= {"state": JobState.INCIDENT, "worker": None, "lease_until": None}
        self._change(task_id, **values)

    def give_back(self, is_served: Mapping[str, bool]) -> tuple[Job, ...]:
        """Put the tasks of topics that nobody serves any more back among those that Ortoo's own workers look at.

        One that somebody is just reporting on is left to the next time.
        """
        gone = [topic for topic, served in is_served.items() if not served]
        which = (JobRow.queue == Queue.EXTERNAL, JobRow.topic.in_(gone))
        rows = self._session.scalars(select(JobRow).where(*which).with_for_update(skip_locked=True)).all()
        for row in rows:
            row.queue, row.worker, row.lease_until = Queue.CASES, None, None
        self._session.flush()
        return tuple(as_job(row) for row in rows)

    def topics(self) -> tuple[str, ...]:
        """Return the topics of all tasks there are."""
        return tuple(self._session.scalars(select(JobRow.topic).where(JobRow.queue == Queue.EXTERNAL).distinct()))

    def _change(self, task_id: str, **values: object) -> None:
        self._session.execute(update(JobRow).where(JobRow.id == task_id).values(**values))

    def _next(
        self, requests: Collection[TopicRequest], *, now: datetime, limit: int, losses: int
    ) -> list[Mapping[str, Any]]:
        """Return, locked, the tasks that may be taken, the longest due first."""
        if all(map(_is_plain, requests)):
            given = {"now": now, "limit": limit, "losses": losses, **topics_of(requests)}
            return [row._asdict() for row in self._transaction.rows(search_for(len(requests)).next, **given)]
        query = WITH_CASES.where(is_free(now), ~is_lost_often(losses), or_(*(_matches(one) for one in requests)))
        query = query.order_by(JobRow.due_at, JobRow.id).with_for_update(of=JobRow, skip_locked=True)
        is_choosy = any(one.data for one in requests)
        return [row._asdict() for row in self._session.execute(query.limit(_LOOKED_AT if is_choosy else limit))]


_OF_ID = select(*(getattr(JobRow, name) for name in JOB_COLUMNS)).where(
    JobRow.id == bindparam("of"), JobRow.queue == Queue.EXTERNAL
)
_BY_ID = {False: Prepared(_OF_ID), True: Prepared(_OF_ID.with_for_update())}
_TAKING = ("worker", "begun_at", "lease_until", "attempts", "losses")
_TAKE = Prepared(update(JobRow).where(JobRow.id == bindparam("of")), columns=_TAKING)


def _is_plain(request: TopicRequest) -> bool:
    """Return whether tasks of a topic are wanted, whatever their cases are."""
    return not request.data and request.references is request.services is request.definition_ids is None


def _matches(request: TopicRequest) -> ColumnElement[bool]:
    asked = (
        (CaseRow.reference, request.references),
        (CaseRow.service, request.services),
        (CaseRow.definition_id, request.definition_ids),
    )
    return and_(JobRow.topic == request.topic, *(column.in_(among) for column, among in asked if among is not None))


def _has_data(data: Mapping[str, Json], wanted: Mapping[str, Json]) -> bool:
    return all(name in data and data[name] == value for name, value in wanted.items())


def _conditions(which: TaskFilter, topics: Collection[str] | None, now: datetime) -> Iterator[ColumnElement[bool]]:
    yield JobRow.queue == Queue.EXTERNAL
    if topics is not None:
        yield JobRow.topic.in_(topics)
    yield from _columns_asked(which)
    if which.worker is not None:
        yield JobRow.worker.endswith(f":{which.worker}", autoescape=True)
    if which.is_locked is not None:
        is_locked = func.coalesce(JobRow.lease_until > now, ~true())
        yield is_locked if which.is_locked else ~is_locked
    if which.has_retries is not None:
        is_waiting = JobRow.state != JobState.INCIDENT
        yield is_waiting if which.has_retries else ~is_waiting
    if which.is_suspended is not None:
        is_suspended = CaseRow.status == CaseStatus.SUSPENDED
        yield is_suspended if which.is_suspended else ~is_suspended
    if which.locked_before is not None:
        yield JobRow.lease_until < which.locked_before
    if which.locked_after is not None:
        yield JobRow.lease_until > which.locked_after


def _columns_asked(which: TaskFilter) -> Iterator[ColumnElement[bool]]:
    exact = (
        (JobRow.topic, which.topic),
        (CaseRow.service, which.service),
        (CaseRow.definition_id, which.definition_id),
    )
    yield from (column == value for column, value in exact if value is not None)
    among = ((JobRow.id, which.ids), (CaseRow.reference, which.references), (JobRow.element, which.elements))
    yield from (column.in_(values) for column, values in among if values is not None)


def _task(row: Mapping[str, Any]) -> ExternalTask:
    inputs = row["arguments"]["inputs"]
    return ExternalTask(
        id=row["id"],
        topic=row["topic"],
        element=row["element"],
        instance_id=row["instance_id"],
        case_reference=row["reference"],
        service=row["service"],
        definition_id=row["definition_id"],
        worker=None if row["worker"] is None else row["worker"].split(":", 2)[-1],
        locked_until=row["lease_until"],
        retries=row["retries"] if row["has_set_retries"] else None,
        error=row["error"],
        error_details=row["error_details"],
        is_suspended=row["status"] == CaseStatus.SUSPENDED,
        created_at=row["created_at"],
        inputs=inputs,
        variables={**row["data"], **inputs},
        headers=row["arguments"]["headers"],
    )
