"""Leaves to a person what the engine cannot do, without losing anything of it."""

from dataclasses import replace

from engine.moves import Move, MoveKind
from engine.opening import Engine
from engine.steps import StepFailedError
from engine.store import Work
from engine.store.records import Job, JobKind, JobState, StoredCase
from engine.tokens import ProcessInstance
from engine.values import CaseStatus, Incident

__all__ = ["drop_pointless_moves", "keep_move", "raise_incident"]


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


def drop_pointless_moves(engine: Engine, work: Work, case: StoredCase, instance: ProcessInstance) -> None:
    """Drop moves that failed and that have become pointless, with their incidents: the case has moved on without them.

    That is so for the move on itself, and for the result of an activity instance that is no longer there.
    """
    pointless = [
        job.id
        for job in work.jobs.of_case(case.id)
        if job.kind is JobKind.STEP
        and (job.arguments["kind"] == MoveKind.ADVANCE or (job.instance_id and not instance.is_alive(job.instance_id)))
    ]
    work.jobs.drop(pointless)
    work.incidents.resolve_of_jobs(pointless, engine.clock.now())
