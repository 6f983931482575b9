"""Taking a job for a while, and keeping it for as long as the work on it lasts."""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError

from engine.errors import EngineError
from engine.opening import Engine
from engine.store.records import LEASE, Job, Queue

__all__ = ["LEASE", "MOST_LOSSES", "LeaseLostError", "kept", "take_job"]

MOST_LOSSES = 3
"""What has cost so many workers is not given to another one: it is likely to be what ends them."""

_log = logging.getLogger("ortoo.jobs")


class LeaseLostError(Exception):
    """The worker no longer has the job: it was too slow, or the case went another way. Nothing may be applied."""


def take_job(
    engine: Engine, worker: str, queues: Collection[Queue], *, job_id: str | None = None, is_quick: bool = False
) -> Job | None:
    """Take the job that has been due longest, or the one of that id; None where there is nothing to take.

    Args:
        engine: The engine.
        worker: Who takes it.
        queues: Where to look.
        job_id: This one and no other.
        is_quick: One of those that ask nobody outside, and no other.
    """
    now = engine.clock.now()
    with engine.database.reading() as work:  # who looks in vain must not keep SQLite's one writer waiting
        if not work.jobs.is_any_free(now=now, queues=queues, job_id=job_id, is_quick=is_quick):
            return None
    with engine.database.writing() as work:
        until = now + LEASE
        return work.jobs.claim(worker, now=now, lease_until=until, queues=queues, job_id=job_id, is_quick=is_quick)


@contextmanager
def kept(engine: Engine, job: Job) -> Iterator[None]:
    """Renew a job's lease in the background for as long as the work lasts."""
    done = Event()
    thread = Thread(target=_renew, args=(engine, job, done), name=f"lease of job {job.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _renew(engine: Engine, job: Job, done: Event) -> None:
    while not done.wait(LEASE.total_seconds() / 3):
        try:
            with engine.database.writing() as work:
                if not work.jobs.renew(job, engine.clock.now() + LEASE):
                    return
        except (SQLAlchemyError, EngineError):
            # The next beat tries again; if the database stays away, the lease runs out, which is what it is for.
            _log.warning("the lease of job %s could not be renewed", job.id, exc_info=True)
