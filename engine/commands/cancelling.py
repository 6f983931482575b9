"""Cancelling a case: it ends where it stands, nothing that was done is undone, and everybody concerned is told."""

from dataclasses import replace

from bpmn.language import Text
from engine.calls import DeployedProcesses
from engine.commands.known_cases import given_reason, known_case
from engine.commands.permissions import require_role
from engine.commands.suspension import ENDED
from engine.errors import CaseEndedError, EngineError
from engine.opening import Engine
from engine.steps import record
from engine.store import Work
from engine.store.records import StoredCase
from engine.tokens import ProcessInstance, Step
from engine.values import Actor, CaseStatus, CaseSummary, HistoryEntry, Notice
from engine.waiting import settle_waits

__all__ = ["cancel_case"]


def cancel_case(engine: Engine, *, reference: str, reason: str, actor: Actor) -> CaseSummary:
    """End a case where it stands: its work is withdrawn, its jobs are dropped, and nothing is compensated.

    A case that is cancelled already stays as it is. A case whose stored state cannot be read can be cancelled too.

    Args:
        engine: The engine.
        reference: The case.
        reason: Why, for the history's readers and the applicant; not empty.
        actor: Who cancels it.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        ReasonMissingError: If no reason is given.
        NotFoundError: If there is no case of that reference.
        CaseEndedError: If it has ended in another way.
    """
    require_role(actor, "operator", "manager")
    ground = given_reason(reason)
    with engine.database.writing() as work:
        case = known_case(work, reference, lock=True)
        if case.status is CaseStatus.CANCELLED:
            return case.summary
        if case.status in ENDED:
            raise CaseEndedError
        return _cancel(engine, work, case, ground, actor).summary


def _cancel(engine: Engine, work: Work, case: StoredCase, reason: str, actor: Actor) -> StoredCase:
    now = engine.clock.now()
    state, steps = _ended_state(engine, work, case)
    version = work.definitions.by_id(case.definition_id)
    whole = HistoryEntry(
        sequence=0,
        instance_id=case.reference,
        element="" if version is None else version.process_id,
        name="",
        type="process",
        lifecycle="pi_abort",  # XES: the process instance as a whole is aborted
        time=now,
        resource=actor.id,
        lane="",
    )
    case = record(work, case, [*(_aborted(step, actor) for step in steps), whole])
    settle_waits(work, case, (), {}, attached=work.cases.attached(case), now=now, new_id=engine.new_id)
    left = [job.id for job in work.jobs.of_case(case.id)]
    work.jobs.drop(left)
    work.incidents.resolve_of_jobs(left, now)
    case = replace(case, state=state, status=CaseStatus.CANCELLED, current=(), ended_at=now, suspended_at=None)
    work.cases.save(case)
    told = Text("Your case was cancelled. Reason: {reason}", reason=reason)
    text = f"{told.into('mn')}\n{told.into('en')}"  # it is not known in which language the applicant reads
    notice = Notice(id=f"cancelled-{case.id}", case_reference=case.reference, text=text, created_at=now)
    work.notices.add(case.id, [notice])
    work.audit.add(
        case.reference,
        time=now,
        actor=actor.id,
        action="cancel_case",
        subject=case.reference,
        details={"reason": reason},
    )
    return case


def _ended_state(engine: Engine, work: Work, case: StoredCase) -> tuple[bytes, tuple[Step, ...]]:
    """Return the state of the ended case and what was broken off in it."""
    try:
        instance = ProcessInstance.load(
            engine.definitions.get(work, case.definition_id),
            case.state,
            new_id=engine.new_id,
            library=DeployedProcesses(engine.definitions, work),
        )
    except EngineError:
        return case.state, ()  # it must be possible to be rid of a case that nothing else can be done with
    instance.cancel(engine.clock.now())
    return instance.save(), instance.drain_history()


def _aborted(step: Step, actor: Actor) -> HistoryEntry:
    return HistoryEntry(
        sequence=0,
        instance_id=step.instance_id,
        element=step.element,
        name=step.name,
        type=step.type,
        lifecycle=step.lifecycle,
        time=step.time,
        resource=actor.id,
        lane=step.lane,
    )
