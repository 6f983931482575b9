"""Mending what failed: many retries at once, a changed variable and a retry, or giving up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from engine.calls import DeployedProcesses
from engine.commands.cancelling import cancel_case
from engine.commands.incidents import retry_incident
from engine.commands.known_cases import given_reason
from engine.commands.permissions import require_role
from engine.commands.suspension import ENDED
from engine.errors import CaseEndedError, ConflictError, NotFoundError
from engine.incidents import keep_move
from engine.moves import Move, MoveKind
from engine.opening import Engine
from engine.operation_errors import IncidentOverError, SkipRefusedError
from engine.steps import StepFailedError, take_step
from engine.store import Work
from engine.store.records import Job, JobKind, StoredCase
from engine.tokens import ProcessInstance
from engine.values import Actor, CaseSummary, Incident, Json
from engine.waiting import plain

__all__ = [
    "IncidentDetails",
    "cancel_incident",
    "change_and_retry",
    "read_incident",
    "retry_incidents",
    "skip_incident",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDetails:
    """An incident with what whoever mends it needs to see.

    Attributes:
        incident: The incident; its `inputs` are what the job was given at first.
        inputs: What the job is given now.
        error: What went wrong last.
        topic: A service task's topic, or "".
        variables: The case's data, or nothing where it concerns no case.
        can_skip: Whether it is a machine's task, which can be left out.
    """

    incident: Incident
    inputs: Mapping[str, Json]
    error: str
    topic: str
    variables: Mapping[str, Json]
    can_skip: bool


def read_incident(engine: Engine, *, incident_id: str) -> IncidentDetails:
    """Return an incident with its job's input and error.

    Raises:
        NotFoundError: If there is no such incident.
    """
    with engine.database.reading() as work:
        incident, job, case_id = _found(work, incident_id)
        case = None if case_id is None else work.cases.by_id(case_id)
        return IncidentDetails(
            incident=incident,
            inputs=incident.inputs if job is None else job.arguments,
            error=incident.message if job is None else job.error or incident.message,
            topic="" if job is None else job.topic,
            variables={} if case is None else case.data,
            can_skip=job is not None and job.kind is JobKind.SERVICE and incident.resolved_at is None,
        )


def retry_incidents(
    engine: Engine, *, actor: Actor, service: str | None = None, incident_ids: Collection[str] | None = None
) -> int:
    """Let many things that failed be tried once more, and return how many: each is a change of its own.

    Args:
        engine: The engine.
        actor: Who asks for it.
        service: All open incidents of this service; None for every service's.
        incident_ids: These and no others, whatever their service.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
    """
    require_role(actor, "operator", "manager")
    if incident_ids is None:
        with engine.database.reading() as work:
            incident_ids = work.incidents.open_ids(service)
    return sum(_retry(engine, incident_id, actor) for incident_id in dict.fromkeys(incident_ids))


def _retry(engine: Engine, incident_id: str, actor: Actor) -> bool:
    try:
        retry_incident(engine, incident_id=incident_id, actor=actor)
    except (ConflictError, NotFoundError, IncidentOverError):
        return False  # somebody else is at it, or it is over: the others are tried all the same
    return True


def change_and_retry(engine: Engine, *, incident_id: str, variables: Mapping[str, Json], actor: Actor) -> None:
    """Change variables of the case, and let what failed be tried once more with them.

    Where the job was given the old value, as an input of a task or as somebody's answer that could not be taken, it is
    given the new one.

    Args:
        engine: The engine.
        incident_id: The incident.
        variables: The new values; the other variables stay.
        actor: Who changes them.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        NotFoundError: If there is no such incident.
        IncidentOverError: If it needs nobody any more.
        DataRefusedError: If a value cannot be kept.
    """
    require_role(actor, "operator", "manager")
    with engine.database.writing() as work:
        case, job = _locked(work, incident_id)
        instance = _loaded(engine, work, case)
        instance.set_variables(variables, engine.clock.now())
        data = plain(instance.variables)
        work.cases.save(replace(case, state=instance.save(), data=data))
        changed = _with_values(job, variables)
        work.jobs.change_work(job, element=job.element, topic=job.topic, arguments=changed)
        work.audit.add(
            case.reference,
            time=engine.clock.now(),
            actor=actor.id,
            action="change_and_retry",
            subject=incident_id,
            details={"variables": sorted(variables)},
        )
        work.jobs.reopen(job.id, due_at=engine.clock.now(), retries=1)


def skip_incident(engine: Engine, *, incident_id: str, reason: str, actor: Actor) -> CaseSummary:
    """Give a service task up: it counts as done, with no result, and its case moves on.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        ReasonMissingError: If no reason is given.
        NotFoundError: If there is no such incident.
        IncidentOverError: If it needs nobody any more.
        SkipRefusedError: If it is not a service task that failed.
    """
    require_role(actor, "operator", "manager")
    ground = given_reason(reason)
    with engine.database.writing() as work:
        case, job = _locked(work, incident_id)
        if job.kind is not JobKind.SERVICE:
            raise SkipRefusedError
        work.audit.add(
            case.reference,
            time=engine.clock.now(),
            actor=actor.id,
            action="skip_incident",
            subject=incident_id,
            details={"element": job.element, "reason": ground},
        )
        work.jobs.drop([job.id])
        work.incidents.resolve_of_jobs([job.id], engine.clock.now())
        move = Move(kind=MoveKind.COMPLETE, instance_id=job.instance_id)
        try:
            return take_step(engine, work, case, move, resource=actor.id).summary
        except StepFailedError as failure:
            return keep_move(engine, work, case, move, failure).summary


def cancel_incident(engine: Engine, *, incident_id: str, reason: str, actor: Actor) -> CaseSummary:
    """Give the whole case up: it is cancelled where it stands.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        ReasonMissingError: If no reason is given.
        NotFoundError: If there is no such incident, or it concerns no case.
        CaseEndedError: If the case has ended in another way.
    """
    with engine.database.reading() as work:
        incident, _, case_id = _found(work, incident_id)
    if case_id is None:
        raise NotFoundError("case", "")
    return cancel_case(engine, reference=incident.case_reference, reason=reason, actor=actor)


def _found(work: Work, incident_id: str) -> tuple[Incident, Job | None, int | None]:
    found = work.incidents.by_id(incident_id)
    if found is None:
        raise NotFoundError("incident", incident_id)
    incident, job_id, case_id = found
    return incident, work.jobs.by_id(job_id), case_id


def _locked(work: Work, incident_id: str) -> tuple[StoredCase, Job]:
    """Return the case and the job of an incident of a case, read again once the case is locked."""
    incident, _, case_id = _found(work, incident_id)
    case = None if case_id is None else work.cases.by_id(case_id, lock=True)
    if case is None:
        raise NotFoundError("case", incident.case_reference)
    incident, job, _ = _found(work, incident_id)
    if case.status in ENDED:
        raise CaseEndedError
    if job is None or incident.resolved_at is not None:
        raise IncidentOverError
    return case, job


def _loaded(engine: Engine, work: Work, case: StoredCase) -> ProcessInstance:
    return ProcessInstance.load(
        engine.definitions.get(work, case.definition_id),
        case.state,
        new_id=engine.new_id,
        library=DeployedProcesses(engine.definitions, work),
    )


def _with_values(job: Job, variables: Mapping[str, Json]) -> dict[str, Json]:
    """Return a job's arguments with the new values where it was given the old ones: in what goes in or comes back."""
    part = "inputs" if job.kind is JobKind.SERVICE else "payload"
    old = job.arguments.get(part)
    if not isinstance(old, Mapping):
        return dict(job.arguments)
    return {**job.arguments, part: {**old, **{name: value for name, value in variables.items() if name in old}}}
