"""Leaves to a person what the engine cannot do, without losing anything of it."""

from dataclasses import replace

from engine.moves import Move
from engine.opening import Engine
from engine.steps import StepFailedError
from engine.store import Work
from engine.store.records import Job, JobKind, JobState, StoredCase
from engine.values import CaseStatus, Incident

__all__ = ["keep_move", "raise_incident"]


def keep_move(engine: Engine, work: Work, case: StoredCase, move: Move, failure: StepFailedError) -> StoredCase:
    """Keep a move that failed as a job that waits for a person, so that nothing anybody did is lost.

    Returns:
        The case, saved with the status "incident".
    """
    now = engine.clock.now()
    job = Job(
        id=engine.new_id(),
        kind=JobKind.STEP,
        case_id=case.id,
        instance_id=move.instance_id,
        element=failure.element,
        arguments=move.as_json(),
        due_at=now,
        created_at=now,
        state=JobState.INCIDENT,
        attempts=1,
        retries=0,
        error=str(failure),
    )
    work.jobs.add([job])
    raise_incident(engine, work, case, job, str(failure))
    case = replace(case, status=CaseStatus.INCIDENT)
    work.cases.save(case)
    return replace(case, revision=case.revision + 1)


def raise_incident(engine: Engine, work: Work, case: StoredCase | None, job: Job, message: str) -> None:
    """Tell people that a job needs them."""
    incident = Incident(
        id=engine.new_id(),
        case_reference="" if case is None else case.reference,
        service="" if case is None else case.service,
        element=job.element,
        kind=str(job.kind),
        message=message,
        attempts=job.attempts,
        inputs=job.arguments,
        raised_at=engine.clock.now(),
    )
    work.incidents.add(incident, job_id=job.id, case_id=None if case is None else case.id)
