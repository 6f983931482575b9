"""Keeps what starts cases in line with the version that new cases of a service start on."""

from datetime import datetime

from engine.kept_messages import recall_for_start
from engine.opening import Engine
from engine.store import Work
from engine.store.records import Job, JobKind
from engine.store.starts import StartSubscription
from engine.tokens import ProcessDefinition
from engine.tokens.schedule import Schedule
from engine.tokens.starts import start_conditions, start_schedules
from engine.values import DefinitionVersion

__all__ = ["as_schedule", "settle_starts", "timer_start"]


def settle_starts(engine: Engine, work: Work, version: DefinitionVersion, definition: ProcessDefinition) -> None:
    """Let the messages, signals, conditions and timers of a version start cases, and no longer those of the one before.

    Raises:
        ExpressionFailedError: If the value of a timer is no time.
    """
    found = [(element, kind, name) for element, (kind, name) in definition.start_triggers.items()]
    found += [(element, "conditional", "") for element in start_conditions(definition)]
    work.starts.replace(
        version.service,
        [
            StartSubscription(service=version.service, definition_id=version.id, element=element, kind=kind, name=name)
            for element, kind, name in found
        ],
    )
    now = engine.clock.now()
    for name in dict.fromkeys(name for _, kind, name in found if kind == "message"):
        recall_for_start(work, name, now=now, new_id=engine.new_id)
    timers = [job.id for job in work.jobs.of_topic(JobKind.START, version.service) if as_schedule(job) is not None]
    work.jobs.drop(timers)
    schedules = start_schedules(definition, now)
    work.jobs.add(timer_start(engine, version, element, schedule) for element, schedule in schedules.items())


def timer_start(engine: Engine, version: DefinitionVersion, element: str, schedule: Schedule) -> Job:
    """Return the job that starts a case of a version when a timer fires."""
    return Job(
        id=engine.new_id(),
        kind=JobKind.START,
        element=element,
        topic=version.service,
        arguments={
            "definition_id": version.id,
            "payload": {},
            "due": schedule.due.isoformat(),
            "every": schedule.every,
            "left": schedule.left,
        },
        due_at=schedule.due,
        created_at=engine.clock.now(),
    )


def as_schedule(job: Job) -> Schedule | None:
    """Return the timer that a job keeps, or None where it is no timer's."""
    kept = job.arguments
    if "every" not in kept:
        return None
    return Schedule(due=datetime.fromisoformat(str(kept["due"])), every=str(kept["every"]), left=int(str(kept["left"])))
