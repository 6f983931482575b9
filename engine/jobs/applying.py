"""Applying what came of a job, in one transaction in which the job vanishes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from engine.commands.messages import Delivery, deliver_in
from engine.documents.made import MadeFile, add_made
from engine.escalation import escalate
from engine.jobs.lease import LeaseLostError
from engine.jobs.self_check import note_what_was_found
from engine.jobs.starting import start_at_event, start_jobs
from engine.jobs.upkeep import upkeep_job
from engine.kept_messages import look_again, pause_of_kept
from engine.late_letters import letter_jobs
from engine.moves import Move, MoveKind
from engine.opening import Engine
from engine.steps import record, take_step
from engine.store import Work
from engine.store.kept_messages import message_place
from engine.store.records import Job, JobKind, StoredCase
from engine.values import SYSTEM, AnalysisStatus, CaseStatus, Json, Notice

__all__ = ["Result", "apply_in", "apply_result"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a job.

    Attributes:
        move: What moves the job's case on, or None.
        notices: Messages to the applicant.
        documents: Papers for the case, their bytes kept already.
        value: What an analysis or a check gave.
        parts: Large parts of what an analysis gave, by name, kept apart.
        is_stopped: Whether it was an analysis that nobody wants any more.
    """

    move: Move | None = None
    notices: tuple[str, ...] = ()
    documents: tuple[MadeFile, ...] = ()
    value: Json = None
    parts: Mapping[str, Json] = field(default_factory=dict)
    is_stopped: bool = False


def apply_result(engine: Engine, job: Job, result: Result) -> None:
    """Apply a job's result and remove the job.

    Raises:
        LeaseLostError: If the job is no longer the worker's; nothing has been applied.
        StepFailedError: If the case could not be moved on; nothing has been applied.
        ConflictError: If another transaction stood in the way; nothing has been applied.
    """
    with engine.database.writing() as work:
        apply_in(engine, work, job, result)


def apply_in(engine: Engine, work: Work, job: Job, result: Result) -> None:
    """Apply a job's result within a transaction that something else belongs to as well, and that fails where it does.

    Raises:
        LeaseLostError: If the job is no longer the worker's.
        StepFailedError: If the case could not be moved on.
    """
    _APPLIERS[job.kind](engine, work, job, result)


def _move_case(engine: Engine, work: Work, job: Job, result: Result) -> None:
    case = None if job.case_id is None else work.cases.by_id(job.case_id, lock=True)
    if case is None:
        raise LeaseLostError
    assert result.move is not None  # noqa: S101 - whoever does a job of these kinds gives one
    is_suspended = case.status is CaseStatus.SUSPENDED
    if is_suspended and job.kind is not JobKind.SERVICE:
        _put_off(work, job, due_at=job.due_at)  # taken just before: it stays due, and nobody takes it now
        return
    _finish(engine, work, job)
    if job.kind is JobKind.SERVICE:
        case = _record_start(work, case, job)
    now = engine.clock.now()
    texts = enumerate(result.notices, 1)
    work.notices.add(
        case.id,
        [
            Notice(id=f"job-{job.id}-{place}", case_reference=case.reference, text=text, created_at=now)
            for place, text in texts
        ],
    )
    add_made(work, case, result.documents)
    if is_suspended:
        _keep_result(engine, work, case, job, result.move)
    else:
        take_step(engine, work, case, result.move)


def _keep_result(engine: Engine, work: Work, case: StoredCase, job: Job, move: Move) -> None:
    """Keep what a machine has done for a case that was suspended meanwhile, until the case goes on."""
    now = engine.clock.now()
    step = Job(
        id=engine.new_id(),
        kind=JobKind.STEP,
        case_id=case.id,
        instance_id=job.instance_id,
        element=job.element,
        arguments=move.as_json(),
        due_at=now,
        created_at=now,
    )
    work.jobs.add([step])
    work.cases.save(case)


def _record_start(work: Work, case: StoredCase, job: Job) -> StoredCase:
    """Note when the work was begun: the log tells the time it waited from the time it took."""
    scheduled = work.history.last_of(case.id, job.instance_id)
    if scheduled is None or job.begun_at is None:
        return case
    return record(work, case, [replace(scheduled, lifecycle="start", time=job.begun_at)])


def _deliver_message(engine: Engine, work: Work, job: Job, result: Result) -> None:
    del result
    # Whoever comes to wait meanwhile has it look again, but only when this is over: nothing they do is overwritten.
    if not work.jobs.hold(job):
        raise LeaseLostError
    move = _delivered(job, MoveKind.MESSAGE)
    outcome = deliver_in(engine, work, move, actor_id=SYSTEM.id)
    # Where nobody waits for it yet, a message is kept for a while, and asked about more and more seldom; for a case
    # that is suspended it is kept as long as that lasts. The last time is when its own is over.
    now = engine.clock.now()
    until = datetime.fromisoformat(str(job.arguments["until"]))
    pause = pause_of_kept(job.attempts)
    if outcome is Delivery.TAKEN or (outcome is Delivery.NOBODY and now >= until):
        _finish(engine, work, job)
    else:
        kept = replace(job, instance_id=message_place(move.name, move.correlation))
        _put_off(work, kept, due_at=now + pause if now >= until else min(now + pause, until))


def _recall_messages(engine: Engine, work: Work, job: Job, result: Result) -> None:
    del result
    _finish(engine, work, job)
    look_again(work, job, now=engine.clock.now(), new_id=engine.new_id)


def _put_off(work: Work, job: Job, *, due_at: datetime) -> None:
    if not work.jobs.put_back(job, due_at=due_at, retries=job.retries):
        raise LeaseLostError


def _spread_signal(engine: Engine, work: Work, job: Job, result: Result) -> None:
    """Make a job of each case that waits for a signal: each is moved on in a transaction of its own."""
    del result
    _finish(engine, work, job)
    move = _delivered(job, MoveKind.SIGNAL)
    now = engine.clock.now()
    for case_id in work.subscriptions.cases_waiting_for("signal", move.name, None):
        if case_id != job.arguments["from_case"]:
            step = Job(
                id=engine.new_id(),
                kind=JobKind.STEP,
                case_id=case_id,
                arguments=move.as_json(),
                due_at=now,
                created_at=now,
            )
            work.jobs.add([step])
    work.jobs.add(start_jobs(engine, work, move))


def _start_case(engine: Engine, work: Work, job: Job, result: Result) -> None:
    del result
    again = start_at_event(engine, work, job)
    if again is not None:
        _put_off(work, job, due_at=again)
        return
    _finish(engine, work, job)


def _escalate(engine: Engine, work: Work, job: Job, result: Result) -> None:
    del result
    case = None if job.case_id is None else work.cases.by_id(job.case_id, lock=True)
    _finish(engine, work, job)
    now = engine.clock.now()
    group = None if case is None else escalate(work, str(job.arguments["item"]), case.reference, now)
    if group is not None and engine.sends_letters:
        for letter in letter_jobs(work, group, now):
            work.jobs.add_unless_there(letter)


def _forget(engine: Engine, work: Work, job: Job, result: Result) -> None:
    del result  # the letter was sent before
    _finish(engine, work, job)


def _plan_next_upkeep(engine: Engine, work: Work, job: Job, result: Result) -> None:
    del result
    _finish(engine, work, job)
    work.jobs.add([upkeep_job(engine.clock.now())])


def _plan_next_check(engine: Engine, work: Work, job: Job, result: Result) -> None:
    if not work.jobs.finish(job, engine.clock.now()):
        raise LeaseLostError
    assert isinstance(result.value, Mapping)  # noqa: S101 - what a check gives
    note_what_was_found(engine, work, result.value)


def _keep_analysis(engine: Engine, work: Work, job: Job, result: Result) -> None:
    _finish(engine, work, job)
    key, now = str(job.arguments["key"]), engine.clock.now()
    if result.is_stopped or not work.analyses.note_progress(key, None, at=now):
        return  # cancelled, perhaps at the last moment; or asked for again since, and another job will do it
    for name, part in result.parts.items():
        work.analyses.keep_part(key, name, part, at=now)
    work.analyses.mark(key, AnalysisStatus.DONE, at=now, result=result.value)


def _finish(engine: Engine, work: Work, job: Job) -> None:
    now = engine.clock.now()
    if not work.jobs.finish(job, now):
        raise LeaseLostError
    work.incidents.resolve_of_jobs([job.id], now)


def _delivered(job: Job, kind: MoveKind) -> Move:
    return Move.from_json(
        {
            "kind": str(kind),
            "name": job.arguments["name"],
            "correlation": job.arguments["correlation"],
            "payload": job.arguments["payload"],
        }
    )


_APPLIERS: Mapping[JobKind, Callable[[Engine, Work, Job, Result], None]] = {
    JobKind.TIMER: _move_case,
    JobKind.SERVICE: _move_case,
    JobKind.STEP: _move_case,
    JobKind.MESSAGE: _deliver_message,
    JobKind.SIGNAL: _spread_signal,
    JobKind.AWAITED: _recall_messages,
    JobKind.START: _start_case,
    JobKind.ANALYSIS: _keep_analysis,
    JobKind.ESCALATION: _escalate,
    JobKind.LETTER: _forget,
    JobKind.UPKEEP: _plan_next_upkeep,
    JobKind.CHECK: _plan_next_check,
}
