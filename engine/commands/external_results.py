"""What external workers report of their tasks: done, a BPMN error, a failure, how often to try again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from engine.commands.external_tasks import HeldTask, audit_task, hold_task, require_lock
from engine.errors import NotFoundError
from engine.incidents import keep_move, raise_incident
from engine.jobs.applying import Result, apply_in
from engine.jobs.lease import LEASE
from engine.moves import Move, MoveKind
from engine.opening import Engine
from engine.steps import StepFailedError
from engine.store import Work
from engine.store.external_tasks import worker_key
from engine.store.records import JobState
from engine.values import Actor, CaseStatus, Json

__all__ = ["complete_external_task", "fail_external_task", "set_external_retries", "throw_external_error"]

_LONGEST_MESSAGE = 4_000
_LONGEST_DETAILS = 100_000
_NO_REASON = "The worker gave no reason."


def complete_external_task(
    engine: Engine,
    *,
    task_id: str,
    worker: str,
    variables: Mapping[str, Json],
    local_variables: Mapping[str, Json] | None = None,
    actor: Actor,
) -> None:
    """Complete a task with what it gave, and move its case on.

    Where the case cannot be moved on, the result is kept and the case has an incident; where it is suspended, the
    result is kept until it goes on. The same worker's second report of the same task changes nothing.

    Args:
        engine: The engine.
        task_id: The task.
        worker: The worker that has it.
        variables: What is set in the case.
        local_variables: What only the task's output mappings see.
        actor: Who reports it.

    Raises:
        NotFoundError: If there is none of that id: done by somebody else, or no longer needed.
        NotAllowedError: If the actor has no right for its topic.
        TaskNotLockedError: If the worker does not have it.
    """
    move = Move(kind=MoveKind.COMPLETE, payload=variables, local=local_variables or {})
    _report(engine, task_id, worker, actor, move, action="complete_external_task")


def throw_external_error(
    engine: Engine,
    *,
    task_id: str,
    worker: str,
    code: str,
    message: str,
    variables: Mapping[str, Json],
    actor: Actor,
) -> None:
    """End a task with a BPMN error, to be caught by an error event of the model; where none does, it is an incident.

    Args:
        engine: The engine.
        task_id: The task.
        worker: The worker that has it.
        code: The error code.
        message: What happened, for people.
        variables: What is set in the case before.
        actor: Who reports it.

    Raises:
        NotFoundError: If there is none of that id: done by somebody else, or no longer needed.
        NotAllowedError: If the actor has no right for its topic.
        TaskNotLockedError: If the worker does not have it.
    """
    move = Move(kind=MoveKind.ERROR, name=code, text=message, payload=variables)
    _report(engine, task_id, worker, actor, move, action="throw_external_error")


def fail_external_task(
    engine: Engine,
    *,
    task_id: str,
    worker: str,
    message: str,
    details: str,
    retries: int,
    retry_after: timedelta,
    actor: Actor,
) -> None:
    """Note that a task could not be done this time.

    Args:
        engine: The engine.
        task_id: The task.
        worker: The worker that has it.
        message: What happened, for the operator.
        details: More of that.
        retries: How often it may still be tried; with none left it becomes an incident.
        retry_after: How long it is left alone before.
        actor: Who reports it.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor has no right for its topic.
        TaskNotLockedError: If the worker does not have it.
    """
    reason = message[:_LONGEST_MESSAGE] or _NO_REASON
    with engine.database.writing() as work:
        held = hold_task(work, task_id, actor)
        require_lock(held.job, worker, actor)
        work.external_tasks.note_failure(task_id, details[:_LONGEST_DETAILS])
        if retries > 0:
            due_at = engine.clock.now() + retry_after
            work.jobs.put_back(held.job, due_at=due_at, retries=retries, error=reason)
        else:
            work.jobs.stop(held.job, reason)
            _raise_incident(engine, work, held, reason)
        audit_task(engine, work, held, actor, "fail_external_task", {"retries": retries})


def set_external_retries(engine: Engine, *, task_id: str, retries: int, actor: Actor) -> None:
    """Say how often a task may still be tried: none leaves it to a person, more lets it be fetched again at once.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor has no right for its topic.
    """
    with engine.database.writing() as work:
        held = hold_task(work, task_id, actor)
        was_stopped = held.job.state is JobState.INCIDENT
        work.external_tasks.set_retries(task_id, retries)
        if retries == 0 and not was_stopped:
            _raise_incident(engine, work, held, held.job.error or "No retries are left.")
        elif retries > 0 and was_stopped:
            work.jobs.reopen(task_id, due_at=engine.clock.now(), retries=retries)
        audit_task(engine, work, held, actor, "set_external_retries", {"retries": retries})


def _report(engine: Engine, task_id: str, worker: str, actor: Actor, move: Move, *, action: str) -> None:
    try:
        with engine.database.writing() as work:
            held = _take_result(engine, work, task_id, worker, actor, action)
            if held is not None:
                move = replace(move, instance_id=held.job.instance_id)
                apply_in(engine, work, held.job, Result(move=move))
    except StepFailedError as failure:
        _keep_result(engine, task_id, worker, actor, move, failure, action=action)


def _keep_result(
    engine: Engine, task_id: str, worker: str, actor: Actor, move: Move, failure: StepFailedError, *, action: str
) -> None:
    """Keep a result with which the case cannot go on: the work is done, and must not be asked for again."""
    with engine.database.writing() as work:
        held = _take_result(engine, work, task_id, worker, actor, action)
        if held is not None and work.jobs.finish(held.job, engine.clock.now()):
            work.incidents.resolve_of_jobs([held.job.id], engine.clock.now())
            keep_move(engine, work, held.case, move, failure)


def _take_result(engine: Engine, work: Work, task_id: str, worker: str, actor: Actor, action: str) -> HeldTask | None:
    """Return the task that a report is of, held for this transaction; None where the same report was taken before."""
    now = engine.clock.now()
    report = f"{action} {worker_key(actor.id, worker)}"
    before = work.keys.take(f"external-task:{task_id}", now)
    if before is not None:
        if before == report:
            return None
        raise NotFoundError("external task", task_id)
    held = hold_task(work, task_id, actor)
    require_lock(held.job, worker, actor)
    work.jobs.renew(held.job, now + LEASE)
    work.keys.settle(f"external-task:{task_id}", report)
    audit_task(engine, work, held, actor, action, {})
    return held


def _raise_incident(engine: Engine, work: Work, held: HeldTask, message: str) -> None:
    raise_incident(engine, work, held.case, held.job, message)
    if held.case.status is CaseStatus.RUNNING:
        work.cases.save(replace(held.case, status=CaseStatus.INCIDENT))
