"""What becomes of a job that could not be done: it is tried again later, and later still, and then left to a person."""

from dataclasses import replace
from datetime import timedelta

from engine.incidents import raise_incident
from engine.opening import Engine
from engine.store import Work
from engine.store.records import Job, JobKind
from engine.values import AnalysisStatus, CaseStatus

__all__ = ["fail_job"]

_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(hours=1)


def fail_job(engine: Engine, job: Job, message: str, *, retry: bool) -> None:
    """Note that a job failed.

    Args:
        engine: The engine.
        job: The job, still the worker's.
        message: What happened, for the operator.
        retry: Whether trying again may help.
    """
    with engine.database.writing() as work:
        # The case first, as in every transaction that touches both.
        case = None if job.case_id is None else work.cases.by_id(job.case_id, lock=True)
        retries = job.retries - 1 if retry else 0
        if retries > 0:
            work.jobs.put_back(job, due_at=engine.clock.now() + _pause(job), retries=retries, error=message)
            return
        if job.kind is JobKind.ANALYSIS:
            _give_up(engine, work, job, message)
            return
        if work.jobs.stop(job, message):
            # As it is now: while it was being done its case may have come to another version, where it is called anew.
            raise_incident(engine, work, case, work.jobs.by_id(job.id) or job, message)
            if case is not None:
                work.cases.save(replace(case, status=CaseStatus.INCIDENT))


def _give_up(engine: Engine, work: Work, job: Job, message: str) -> None:
    """End an analysis that failed: it concerns no case, and whoever asked for it sees why and can ask again."""
    now = engine.clock.now()
    if work.jobs.finish(job, now):
        work.analyses.mark(str(job.arguments["key"]), AnalysisStatus.FAILED, at=now, error=message)


def _pause(job: Job) -> timedelta:
    doubled: int = 2 ** min(job.attempts - 1, 20)
    return min(_FIRST_PAUSE * doubled, _LONGEST_PAUSE)
