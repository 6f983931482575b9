"""External tasks: service tasks that a program elsewhere fetches, locks for a while, and reports back on.

Protocol: Camunda 7.23 manual, "External Tasks" and its REST reference; Operaton keeps it. Who may do what is decided by
topic; a worker has a task as long as its lease in the job table runs, and whatever it reports is fenced by that.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from engine.commands.access_tokens import require_right, rights_of
from engine.errors import NotFoundError
from engine.external_errors import TaskNotLockedError, WorkerNameError
from engine.external_values import ExternalTask, TaskFilter, TopicRequest
from engine.incidents import raise_incident
from engine.jobs.lease import MOST_LOSSES
from engine.opening import Engine
from engine.store import Work
from engine.store.external_tasks import worker_key
from engine.store.records import Job, StoredCase
from engine.values import Actor, CaseStatus, Json

__all__ = [
    "HeldTask",
    "audit_task",
    "count_external_tasks",
    "extend_external_lock",
    "fetch_external_tasks",
    "find_external_tasks",
    "has_external_tasks",
    "hold_task",
    "lock_external_task",
    "read_external_task",
    "unlock_external_task",
]

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTask:
    """A task within a transaction: its case and its job, both locked against others."""

    case: StoredCase
    job: Job


def fetch_external_tasks(
    engine: Engine, *, worker: str, requests: Collection[TopicRequest], limit: int, actor: Actor
) -> tuple[ExternalTask, ...]:
    """Take the tasks that have waited longest; each is the worker's until its topic's time is over.

    A task whose lock has run out three times without a word, as it does when the task itself ends its workers, is not
    given to a fourth: it becomes an incident.

    Args:
        engine: The engine.
        worker: The worker's name; each running worker has its own.
        requests: What it wants; one a topic.
        limit: How many tasks at most.
        actor: Who asks.

    Raises:
        NotAllowedError: If the actor has no right for one of the topics.
        WorkerNameError: If the worker has no name that can be kept.
    """
    _require(actor, worker, [one.topic for one in requests])
    if not requests:
        return ()
    with engine.database.reading() as work:  # who looks in vain must not keep SQLite's one writer waiting
        if not work.external_tasks.is_any_free(requests, engine.clock.now()):
            return ()
        deadly = work.external_tasks.lost_often(requests, now=engine.clock.now(), losses=MOST_LOSSES)
    for task_id in deadly:
        _leave_to_a_person(engine, task_id)
    with engine.database.writing() as work:
        return work.external_tasks.claim(
            actor.id, worker, requests, now=engine.clock.now(), limit=limit, losses=MOST_LOSSES
        )


def has_external_tasks(engine: Engine, *, requests: Collection[TopicRequest]) -> bool:
    """Return whether there may be something to fetch: a cheap look, without taking anything."""
    with engine.database.reading() as work:
        return work.external_tasks.is_any_free(requests, engine.clock.now())


def find_external_tasks(
    engine: Engine, *, which: TaskFilter, actor: Actor, first: int = 0, limit: int = 100
) -> tuple[ExternalTask, ...]:
    """Return tasks of the topics that the actor has a right for, oldest first."""
    with engine.database.reading() as work:
        topics = rights_of(actor, "topic")
        return work.external_tasks.find(which, topics=topics, now=engine.clock.now(), first=first, limit=limit)


def count_external_tasks(engine: Engine, *, which: TaskFilter, actor: Actor) -> int:
    """Return how many tasks there are of the topics that the actor has a right for."""
    with engine.database.reading() as work:
        return work.external_tasks.count(which, topics=rights_of(actor, "topic"), now=engine.clock.now())


def read_external_task(engine: Engine, *, task_id: str, actor: Actor) -> ExternalTask:
    """Return one task.

    Raises:
        NotFoundError: If there is none of that id, or the actor has no right for its topic.
    """
    found = find_external_tasks(engine, which=TaskFilter(ids=frozenset({task_id})), actor=actor, limit=1)
    if not found:
        raise NotFoundError("external task", task_id)
    return found[0]


def lock_external_task(engine: Engine, *, task_id: str, worker: str, lock_for: timedelta, actor: Actor) -> None:
    """Take one task that nobody else has.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor has no right for its topic.
        TaskNotLockedError: If another worker has it.
    """
    _require(actor, worker, ())
    with engine.database.writing() as work:
        held = hold_task(work, task_id, actor)
        now = engine.clock.now()
        mine = worker_key(actor.id, worker)
        is_others = held.job.lease_until is not None and held.job.lease_until > now and held.job.worker != mine
        if is_others:
            raise _not_locked(held.job, worker)
        work.external_tasks.lock(held.job, mine, now=now, until=now + lock_for)


def extend_external_lock(engine: Engine, *, task_id: str, worker: str, lock_for: timedelta, actor: Actor) -> None:
    """Keep a task for so long from now on.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor has no right for its topic.
        TaskNotLockedError: If the worker does not have it.
    """
    with engine.database.writing() as work:
        held = hold_task(work, task_id, actor)
        require_lock(held.job, worker, actor)
        work.jobs.renew(held.job, engine.clock.now() + lock_for)


def unlock_external_task(engine: Engine, *, task_id: str, actor: Actor) -> None:
    """Let others take a task at once, whoever has it.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor has no right for its topic.
    """
    with engine.database.writing() as work:
        held = hold_task(work, task_id, actor)
        work.external_tasks.unlock(task_id)
        audit_task(engine, work, held, actor, "unlock_external_task", {})


def hold_task(work: Work, task_id: str, actor: Actor) -> HeldTask:
    """Return a task, locked against other transactions: its case first, as everywhere.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor has no right for its topic.
    """
    seen = work.external_tasks.job(task_id)
    if seen is None:
        raise NotFoundError("external task", task_id)
    require_right(actor, "topic", seen.topic)
    case = None if seen.case_id is None else work.cases.by_id(seen.case_id, lock=True)
    job = work.external_tasks.job(task_id, lock=True)
    if case is None or job is None:  # while this waited for the lock the case went on
        raise NotFoundError("external task", task_id)
    return HeldTask(case=case, job=job)


def require_lock(job: Job, worker: str, actor: Actor) -> None:
    """Refuse a worker that does not have a task.

    A lock whose time is over is still good for what nobody else has taken since: the work is done, once.

    Raises:
        TaskNotLockedError: If so.
    """
    if job.worker != worker_key(actor.id, worker):
        raise _not_locked(job, worker)


def audit_task(engine: Engine, work: Work, held: HeldTask, actor: Actor, action: str, details: dict[str, Json]) -> None:
    """Write down who did what with a task."""
    work.audit.add(
        held.case.reference,
        time=engine.clock.now(),
        actor=actor.id,
        action=action,
        subject=held.job.id,
        details={"element": held.job.element, "topic": held.job.topic, **details},
    )


def _leave_to_a_person(engine: Engine, task_id: str) -> None:
    with engine.database.writing() as work:
        seen = work.external_tasks.job(task_id)
        # The case first, as in every transaction that touches both.
        case = None if seen is None or seen.case_id is None else work.cases.by_id(seen.case_id, lock=True)
        job = work.external_tasks.job(task_id, lock=True)
        if case is None or job is None or job.lease_until is None or job.lease_until > engine.clock.now():
            return  # while this waited for the lock somebody reported on it or took it
        message = f"The worker that did this was lost {MOST_LOSSES} times."
        if work.jobs.stop(job, message):
            raise_incident(engine, work, case, job, message)
            if case.status is CaseStatus.RUNNING:
                work.cases.save(replace(case, status=CaseStatus.INCIDENT))


def _not_locked(job: Job, worker: str) -> TaskNotLockedError:
    holder = None if job.worker is None else job.worker.split(":", 2)[-1]
    return TaskNotLockedError(task_id=job.id, worker=worker, holder=holder, until=job.lease_until)


def _require(actor: Actor, worker: str, topics: Collection[str]) -> None:
    if not 0 < len(worker) <= _LONGEST_NAME:
        raise WorkerNameError
    for topic in topics:
        require_right(actor, "topic", topic)
