"""The job that looks after the stored data once a night: retention, stale applications, files nobody names."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.jobs.self_check import self_check_job
from engine.opening import Engine
from engine.store.records import Job, JobKind

__all__ = ["next_night", "plan_upkeep", "upkeep_job"]

_UPKEEP = "upkeep"
# An hour at which no office is open, in the zone of the offices.
_HOUR = 3
_OFFICE_ZONE = ZoneInfo("Asia/Ulaanbaatar")


def plan_upkeep(engine: Engine) -> None:
    """Put it and the hourly check among the jobs unless they are there, however many processes share the database."""
    with engine.database.writing() as work:
        work.jobs.add_unless_there(upkeep_job(engine.clock.now()))
        work.jobs.add_unless_there(self_check_job(engine.clock.now()))


def upkeep_job(now: datetime) -> Job:
    """Return the job that is due at the next night."""
    return Job(id=_UPKEEP, kind=JobKind.UPKEEP, due_at=next_night(now), created_at=now)


def next_night(now: datetime) -> datetime:
    """Return when the next round of upkeep is due: the next three o'clock in the morning, in UTC."""
    local = now.astimezone(_OFFICE_ZONE)
    tonight = local.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    return (tonight if tonight > local else tonight + timedelta(days=1)).astimezone(UTC)
