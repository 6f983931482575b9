"""What needs a person: finding it and trying it again."""

from engine.commands.permissions import require_role
from engine.errors import NotFoundError
from engine.list_pages import ListPage
from engine.opening import Engine
from engine.operation_errors import IncidentOverError
from engine.store.audit import INSTALLATION
from engine.store.records import JobKind
from engine.values import Actor, Incident

__all__ = ["find_incidents", "retry_incident"]

_RETRIES = 1


def find_incidents(
    engine: Engine, *, service: str | None = None, after: str = "", before: str = "", size: int = 25
) -> ListPage[Incident]:
    """Return one page of the open incidents, the newest first.

    Args:
        engine: The engine.
        service: Those of this service; None for all.
        after: The `next` of a page, for the one behind it.
        before: The `previous` of a page, for the one in front of it.
        size: How many a page, 1 to 500.
    """
    with engine.database.reading() as work:
        return work.incidents.page(service=service, after=after, before=before, size=size)


def retry_incident(engine: Engine, *, incident_id: str, actor: Actor) -> None:
    """Let what failed be tried once more, as soon as a worker is free; it stays an incident until that succeeds.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        NotFoundError: If there is no such incident.
        IncidentOverError: If it needs nobody any more.
    """
    require_role(actor, "operator", "manager")
    with engine.database.writing() as work:
        found = work.incidents.by_id(incident_id)
        if found is None:
            raise NotFoundError("incident", incident_id)
        incident, job_id, case_id = found
        case = None if case_id is None else work.cases.by_id(case_id, lock=True)
        job = work.jobs.by_id(job_id)
        if incident.resolved_at is not None or job is None:
            raise IncidentOverError
        if job.kind is JobKind.CHECK:  # it goes on by itself, only later
            work.jobs.hasten(JobKind.CHECK, engine.clock.now())
        work.jobs.reopen(job_id, due_at=engine.clock.now(), retries=_RETRIES)
        work.audit.add(
            INSTALLATION if case is None else case.reference,
            time=engine.clock.now(),
            actor=actor.id,
            action="retry_incident",
            subject=incident.id,
            details={"element": incident.element, "kind": incident.kind},
        )
