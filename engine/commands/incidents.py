"""What needs a person: finding it and trying it again."""

from engine.commands.permissions import require_role
from engine.errors import NotFoundError
from engine.opening import Engine
from engine.operation_errors import IncidentOverError
from engine.store.audit import INSTALLATION
from engine.values import Actor, Incident, Page

__all__ = ["find_incidents", "retry_incident"]

_RETRIES = 1


def find_incidents(engine: Engine, *, service: str | None = None, page: int = 1, size: int = 25) -> Page[Incident]:
    """Return one page of the open incidents, the newest first.

    Args:
        engine: The engine.
        service: Those of this service; None for all.
        page: Which page, from 1.
        size: How many a page.
    """
    with engine.database.reading() as work:
        return work.incidents.find(service=service, page=page, size=size)


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
        if incident.resolved_at is not None or work.jobs.by_id(job_id) is None:
            raise IncidentOverError
        work.jobs.reopen(job_id, due_at=engine.clock.now(), retries=_RETRIES)
        work.audit.add(
            INSTALLATION if case is None else case.reference,
            time=engine.clock.now(),
            actor=actor.id,
            action="retry_incident",
            subject=incident.id,
            details={"element": incident.element, "kind": incident.kind},
        )
