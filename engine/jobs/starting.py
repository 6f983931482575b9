"""Starting cases at start events: the jobs that do it, and what they leave for the next time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.moves import Move
from engine.opening import Engine
from engine.starting import begin_case, is_suspended
from engine.starts import as_schedule, timer_start
from engine.store import Work
from engine.store.records import Job, JobKind
from engine.tokens.schedule import next_after
from engine.values import SYSTEM

__all__ = ["start_at_event", "start_jobs"]

_PAUSE_WHILE_SUSPENDED = timedelta(minutes=1)


def start_jobs(engine: Engine, work: Work, move: Move) -> Iterator[Job]:
    """Yield a job for each start event that begins with a signal: each case starts in a transaction of its own."""
    now = engine.clock.now()
    for one in work.starts.waiting_for("signal", move.name):
        yield Job(
            id=engine.new_id(),
            kind=JobKind.START,
            element=one.element,
            topic=one.service,
            arguments={"definition_id": one.definition_id, "payload": move.payload, "due": now.isoformat()},
            due_at=now,
            created_at=now,
        )


def start_at_event(engine: Engine, work: Work, job: Job) -> datetime | None:
    """Start the case that a job is for, and put the next time of a timer into the database.

    Returns:
        None; or, where the service is suspended and nothing was done, when it is to be tried again.
    """
    version = work.definitions.by_id(str(job.arguments["definition_id"]))
    if version is None:
        return None
    now = engine.clock.now()
    if is_suspended(work, version):
        return now + _PAUSE_WHILE_SUSPENDED
    payload = job.arguments["payload"]
    assert isinstance(payload, dict)  # noqa: S101 - what was put into the job
    begin_case(engine, work, version, data=payload, actor_id=SYSTEM.id, start_event=job.element)
    schedule = as_schedule(job)
    following = None if schedule is None else next_after(schedule, now)
    if following is not None:
        work.jobs.add([timer_start(engine, version, job.element, following)])
    return None
