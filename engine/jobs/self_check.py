"""The job that checks every hour whether the stored data and the audit trail are as they must be."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from engine.incidents import raise_incident
from engine.invariants.violations import Violation
from engine.opening import Engine
from engine.self_check import CheckProgress, make_round
from engine.store import Work
from engine.store.records import SELF_CHECK, Job, JobKind, Queue
from engine.values import Json

__all__ = ["check_data_again", "note_what_was_found", "self_check_job"]

_PAUSE = timedelta(hours=1)
_TOLD = 5
_log = logging.getLogger("ortoo.jobs")


def self_check_job(now: datetime, progress: Mapping[str, Json] | None = None) -> Job:
    """Return the job of the next round, an hour from now; it takes as long as an analysis, and its turn with them."""
    due_at = now + _PAUSE
    arguments = dict(progress or {})
    return Job(
        id=SELF_CHECK, kind=JobKind.CHECK, queue=Queue.ANALYSES, arguments=arguments, due_at=due_at, created_at=now
    )


def check_data_again(engine: Engine, job: Job) -> dict[str, Json]:
    """Make a round, and return where the next begins and what people are to be told, "" for nothing.

    Raises:
        AuditHeadsError: If the file of the audit trail's heads cannot be used.
    """
    made = make_round(engine, CheckProgress.from_json(job.arguments))
    if made.violations:
        told = (made.progress.faults, made.progress.violations)
        _log.error("the self-check found %s faults in the audit trail and %s in the other data", *told)
    return {"progress": made.progress.as_json(), "alarm": _alarm(made.violations)}


def note_what_was_found(engine: Engine, work: Work, result: Mapping[str, Json]) -> None:
    """Plan the next round, and raise the alarm, or end it where all is well again."""
    now = engine.clock.now()
    progress, alarm = result["progress"], str(result["alarm"])
    following = self_check_job(now, progress if isinstance(progress, Mapping) else None)
    work.jobs.add([following])
    if alarm:
        raise_incident(engine, work, None, following, alarm)
    else:
        work.incidents.resolve_of_jobs([following.id], now)


def _alarm(violations: Sequence[Violation]) -> str:
    more = len(violations) - _TOLD
    lines = [str(one) for one in violations[:_TOLD]] + ([f"(and {more} more)"] if more > 0 else [])
    return "\n".join(lines)
