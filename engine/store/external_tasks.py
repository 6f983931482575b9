"""Service tasks that external workers do: the jobs of their queue, seen with the cases they belong to."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, true, update
from sqlalchemy.orm import Session

from engine.external_values import ExternalTask, TaskFilter, TopicRequest
from engine.store.jobs import as_job
from engine.store.records import Job, JobState, Queue
from engine.store.tables import CaseRow, JobRow
from engine.values import CaseStatus, Json

__all__ = ["ExternalTaskStore", "worker_key"]

_AT_ONCE = 100
"""How many tasks whose workers were lost too often one fetch leaves to people."""

_LOOKED_AT = 500
"""Among how many tasks, oldest first, those are looked for whose cases have certain data."""


def worker_key(actor_id: str, worker: str) -> str:
    """Return the name under which an actor's worker has a job: two actors' workers of one name are two workers."""
    return f"{actor_id}:{worker}"


class ExternalTaskStore:
    """Finds, locks and unlocks external tasks."""

    def __init__(self, session: Session) -> None:
        self._session = session

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
        is_choosy = any(one.data for one in requests)
        query = _WITH_CASES.where(_is_free(now), ~_is_lost_often(losses), or_(*(_matches(one) for one in requests)))
        # skip_locked: two workers that fetch at the same moment take different tasks and do not wait for each other.
        query = query.order_by(JobRow.due_at, JobRow.id).with_for_update(of=JobRow, skip_locked=True)
        rows = self._session.execute(query.limit(_LOOKED_AT if is_choosy else limit)).all()
        fitting = [row for row in rows if _has_data(row.data, wanted[row.JobRow.topic].data)]
        taken = fitting[:limit]
        for row in taken:
            job: JobRow = row.JobRow
            job.losses += job.worker is not None
            job.attempts += 1
            job.worker, job.begun_at = worker_key(actor_id, worker), now
            job.lease_until = now + wanted[job.topic].lock_for
        self._session.flush()
        return tuple(_task(row) for row in taken)

    def lost_often(self, requests: Collection[TopicRequest], *, now: datetime, losses: int) -> tuple[str, ...]:
        """Return the ids of the tasks that would be given away but for how often their workers were lost."""
        query = select(JobRow.id).join(CaseRow, CaseRow.id == JobRow.case_id)
        wanted = or_(*(_matches(one) for one in requests))
        return tuple(self._session.scalars(query.where(_is_free(now), _is_lost_often(losses), wanted).limit(_AT_ONCE)))

    def is_any_free(self, requests: Collection[TopicRequest], now: datetime) -> bool:
        """Return whether there may be something to take: cheap enough to be asked several times a second."""
        topics = [one.topic for one in requests]
        query = select(JobRow.id).join(CaseRow, CaseRow.id == JobRow.case_id)
        return self._session.scalar(query.where(_is_free(now), JobRow.topic.in_(topics)).limit(1)) is not None

    def job(self, task_id: str, *, lock: bool = False) -> Job | None:
        """Return the job of a task, or None; with `lock` nobody else changes it before this transaction ends."""
        query = select(JobRow).where(JobRow.id == task_id, JobRow.queue == Queue.EXTERNAL)
        row = self._session.scalar(query.with_for_update() if lock else query)
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
        query = _WITH_CASES.where(*_conditions(which, topics, now)).order_by(JobRow.created_at, JobRow.id)
        return tuple(_task(row) for row in self._session.execute(query.offset(first).limit(limit)).all())

    def count(self, which: TaskFilter, *, topics: Collection[str] | None, now: datetime) -> int:
        """Return how many tasks there are."""
        query = select(func.count()).select_from(JobRow).join(CaseRow, CaseRow.id == JobRow.case_id)
        return self._session.scalar(query.where(*_conditions(which, topics, now))) or 0

    def lock(self, job: Job, worker: str, *, now: datetime, until: datetime) -> None:
        """Give a task that nobody else has to a worker."""
        lost = job.losses + (job.worker is not None)
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


_WITH_CASES = select(
    JobRow, CaseRow.reference, CaseRow.service, CaseRow.definition_id, CaseRow.status, CaseRow.data
).join(CaseRow, CaseRow.id == JobRow.case_id)


def _is_free(now: datetime) -> ColumnElement[bool]:
    nobody_has_it = or_(JobRow.lease_until.is_(None), JobRow.lease_until <= now)
    may_be_done = (JobRow.state == JobState.WAITING) & (CaseRow.status != CaseStatus.SUSPENDED)
    return (JobRow.queue == Queue.EXTERNAL) & may_be_done & (JobRow.due_at <= now) & nobody_has_it


def _is_lost_often(losses: int) -> ColumnElement[bool]:
    """Return whether the lock that has just run out was the last one of so many."""
    # A worker that is still named is one that said nothing before its lock ran out, and is not counted yet.
    return JobRow.worker.is_not(None) & (JobRow.losses >= losses - 1)


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


def _task(row: Row[Any]) -> ExternalTask:
    job: JobRow
    job, reference, service, definition_id, status, data = tuple(row)
    inputs = job.arguments["inputs"]
    return ExternalTask(
        id=job.id,
        topic=job.topic,
        element=job.element,
        instance_id=job.instance_id,
        case_reference=reference,
        service=service,
        definition_id=definition_id,
        worker=None if job.worker is None else job.worker.split(":", 2)[-1],
        locked_until=job.lease_until,
        retries=job.retries if job.has_set_retries else None,
        error=job.error,
        error_details=job.error_details,
        is_suspended=status == CaseStatus.SUSPENDED,
        created_at=job.created_at,
        inputs=inputs,
        variables={**data, **inputs},
        headers=job.arguments["headers"],
    )
