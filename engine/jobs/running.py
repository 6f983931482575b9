"""Doing one job: the work outside every transaction, then its result in one."""

import logging
import time
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from functools import partial

from engine.commands.access_tokens import give_back_unserved_tasks
from engine.commands.retention import do_upkeep
from engine.documents.made import keep_made
from engine.errors import ConflictError, StorageError
from engine.jobs.applying import Result, apply_result
from engine.jobs.failing import fail_job
from engine.jobs.handing_over import hand_over
from engine.jobs.lease import MOST_LOSSES, LeaseLostError, kept, take_job
from engine.jobs.outcomes import Outcome, tell_outcome
from engine.jobs.self_check import check_data_again
from engine.jobs.watching import Watch
from engine.late_letters import send_letter
from engine.moves import Move, MoveKind
from engine.opening import Engine
from engine.ports import AnalysisResult, AnalysisStopped, BpmnErrorThrown, JobRequest, TaskFailure, TaskResult
from engine.steps import StepFailedError
from engine.store.records import OWN_QUEUES, Job, JobKind, Queue
from engine.values import AnalysisStatus

__all__ = ["run_due_jobs", "run_job"]

_SOON = timedelta(seconds=1)
_WANTED = frozenset({AnalysisStatus.WAITING, AnalysisStatus.RUNNING})
_log = logging.getLogger("ortoo.jobs")


class _BrokenOffError(Exception):
    """The process ends before an analysis is done: another one begins it again."""


def run_due_jobs(
    engine: Engine,
    *,
    worker: str,
    limit: int = 20,
    queues: Collection[Queue] = OWN_QUEUES,
    is_quick: bool = False,
    is_ending: Callable[[], bool] = lambda: False,
) -> int:
    """Do the jobs that are due, the longest due first, and return how many were taken.

    Args:
        engine: The engine.
        worker: Who does them: a name that no other running worker has.
        limit: How many at most.
        queues: Which queues' jobs.
        is_quick: Only those that ask nobody outside.
        is_ending: Whether this process ends, so that what takes long is left to another one.
    """
    for done in range(limit):
        # One at a time: a job that is taken early would wait for the others with its lease running.
        job = take_job(engine, worker, queues, is_quick=is_quick)
        if job is None:
            return done
        run_job(engine, job, is_ending)
    return limit


def run_job(engine: Engine, job: Job, is_ending: Callable[[], bool] = lambda: False) -> None:
    """Do a job that has been taken. Whatever goes wrong with it is noted on it and never raised.

    Args:
        engine: The engine.
        job: The job.
        is_ending: Whether this process ends: an analysis is then broken off and put back.
    """
    do = partial(_analyse, is_ending=is_ending) if job.kind is JobKind.ANALYSIS else _WORKERS[job.kind]
    tell = partial(tell_outcome, engine, job, begun=time.monotonic())
    try:
        if job.kind is JobKind.SERVICE and job.topic not in engine.handlers and hand_over(engine, job):
            tell(Outcome.HANDED_OVER)
            return
        _refuse_killer(job)
        apply_result(engine, job, do(engine, job))
        tell(Outcome.DONE)
    except LeaseLostError:
        tell(Outcome.LOST)
    except (ConflictError, _BrokenOffError):
        tell(Outcome.PUT_BACK)
        _put_back(engine, job)
    except StorageError as fault:
        tell(Outcome.PUT_BACK, fault=fault)
        _put_back(engine, job)
    except StepFailedError as failure:
        tell(Outcome.FAILED)
        fail_job(engine, job, str(failure), retry=False)
    except TaskFailure as failure:
        tell(Outcome.FAILED)
        fail_job(engine, job, failure.text, retry=failure.retry)
    except Exception as fault:  # noqa: BLE001 - a handler may raise anything, and the other jobs must go on
        tell(Outcome.FAILED, fault=fault)
        fail_job(engine, job, f"{type(fault).__name__}: {fault}", retry=True)


def _put_back(engine: Engine, job: Job) -> None:
    """Let a job be tried again soon: what came between is nobody's fault, so it is not counted.

    Where it was done all the same, and only the answer was lost, there is no such job any more.
    """
    with engine.database.writing() as work:
        work.jobs.put_back(job, due_at=engine.clock.now() + _SOON, retries=job.retries)


def _refuse_killer(job: Job) -> None:
    if job.losses >= MOST_LOSSES:
        raise TaskFailure(f"The worker that did this was lost {job.losses} times.", retry=False)


def _do_service_task(engine: Engine, job: Job) -> Result:
    handler = engine.handlers.get(job.topic)
    if handler is None:
        raise TaskFailure(f'Nothing here does the topic "{job.topic}".', retry=False)
    request = _request(engine, job)
    try:
        with kept(engine, job):
            given = handler(request)
    except BpmnErrorThrown as thrown:
        move = Move(kind=MoveKind.ERROR, instance_id=job.instance_id, name=thrown.code, text=thrown.message)
        return Result(move=move)
    result = given if isinstance(given, TaskResult) else TaskResult(variables=given)
    move = Move(kind=MoveKind.COMPLETE, instance_id=job.instance_id, payload=result.variables)
    return Result(move=move, notices=result.notices, documents=keep_made(engine, job, result.documents))


def _request(engine: Engine, job: Job) -> JobRequest:
    with engine.database.reading() as work:
        case = None if job.case_id is None else work.cases.by_id(job.case_id)
    if case is None:
        raise LeaseLostError
    return JobRequest(
        topic=job.topic,
        inputs=job.arguments["inputs"],  # type: ignore[arg-type]  # what `engine.waiting` wrote
        headers=job.arguments["headers"],  # type: ignore[arg-type]
        idempotency_key=f"job-{job.id}",
        case_reference=case.reference,
    )


def _fire_timer(engine: Engine, job: Job) -> Result:
    del engine
    return Result(move=Move(kind=MoveKind.TIMER, instance_id=job.instance_id))


def _repeat_step(engine: Engine, job: Job) -> Result:
    del engine
    return Result(move=Move.from_json(job.arguments))


def _nothing(engine: Engine, job: Job) -> Result:
    del engine, job  # a message, signal or start is all there when it is applied
    return Result()


def _write_letter(engine: Engine, job: Job) -> Result:
    with kept(engine, job):
        send_letter(engine, job)
    return Result()


def _look_after(engine: Engine, job: Job) -> Result:
    with kept(engine, job):
        done = do_upkeep(engine)
        give_back_unserved_tasks(engine)
    _log.info("upkeep: %s cases erased, %s drafts dropped, %s files removed", done.cases, done.drafts, done.files)
    return Result()


def _check(engine: Engine, job: Job) -> Result:
    with kept(engine, job):
        return Result(value=check_data_again(engine, job))


def _analyse(engine: Engine, job: Job, *, is_ending: Callable[[], bool]) -> Result:
    handler = engine.analyses.get(job.topic)
    if handler is None:
        raise TaskFailure(f'Nothing here does the analysis "{job.topic}".', retry=False)
    key = str(job.arguments["key"])
    with engine.database.writing() as work:
        arguments = work.analyses.arguments(key)
        found = work.analyses.by_key(key)
        if found is None or found.state not in _WANTED:
            return Result(is_stopped=True)  # cancelled, or done by another job since
        work.analyses.mark(key, AnalysisStatus.RUNNING, at=engine.clock.now())
    watch = Watch(engine, key, is_ending=is_ending)
    try:
        with kept(engine, job):
            given = handler(arguments, watch)
    except AnalysisStopped:
        if watch.is_broken_off:
            raise _BrokenOffError from None
        return Result(is_stopped=True)
    if watch.is_broken_off:
        raise _BrokenOffError
    result = given if isinstance(given, AnalysisResult) else AnalysisResult(value=given)
    return Result(value=result.value, parts=result.parts)


_WORKERS: Mapping[JobKind, Callable[[Engine, Job], Result]] = {
    JobKind.TIMER: _fire_timer,
    JobKind.SERVICE: _do_service_task,
    JobKind.STEP: _repeat_step,
    JobKind.MESSAGE: _nothing,
    JobKind.SIGNAL: _nothing,
    JobKind.AWAITED: _nothing,
    JobKind.START: _nothing,
    JobKind.ESCALATION: _nothing,
    JobKind.LETTER: _write_letter,
    JobKind.UPKEEP: _look_after,
    JobKind.CHECK: _check,
}
