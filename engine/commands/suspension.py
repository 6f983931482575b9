"""Suspending what must not go on for now, and resuming it: one case, a version of a service, or all of a service.

While it lasts nobody can do a work item of the case, its timers and jobs are not run, and messages to it are kept. What
became due meanwhile is made up for as soon as it goes on.
"""

from collections.abc import Collection
from datetime import timedelta

from engine.commands.known_cases import known_case
from engine.commands.permissions import require_role
from engine.errors import CaseEndedError, NotFoundError
from engine.kept_messages import recall_all, recall_for_case
from engine.opening import Engine
from engine.store import Work
from engine.store.audit import INSTALLATION
from engine.store.records import StoredCase
from engine.values import Actor, CaseStatus, CaseSummary, DefinitionVersion, Json

__all__ = [
    "ENDED",
    "go_on",
    "locked_case",
    "resume_case",
    "resume_service",
    "resume_version",
    "suspend_case",
    "suspend_service",
    "suspend_version",
    "suspended_cases",
    "suspended_services",
]

_SOON = timedelta(minutes=1)
ENDED = frozenset({CaseStatus.COMPLETED, CaseStatus.TERMINATED, CaseStatus.CANCELLED})


def suspend_case(engine: Engine, *, reference: str, actor: Actor, reason: str = "") -> CaseSummary:
    """Suspend a case; one that is suspended stays so.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        NotFoundError: If there is no case of that reference.
        CaseEndedError: If it has ended.
    """
    require_role(actor, "operator", "manager")
    with engine.database.writing() as work:
        case = locked_case(work, reference)
        if case.suspended_at is None:
            work.suspensions.suspend_case(case.id, engine.clock.now())
            _audit(engine, work, case.reference, actor, "suspend_case", case.reference, {"reason": reason})
        return _again(work, case)


def resume_case(engine: Engine, *, reference: str, actor: Actor) -> CaseSummary:
    """Let a suspended case go on; it stays suspended as long as its version or its service is.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        NotFoundError: If there is no case of that reference.
        CaseEndedError: If it has ended.
    """
    require_role(actor, "operator", "manager")
    with engine.database.writing() as work:
        case = locked_case(work, reference)
        if case.suspended_at is not None:
            if work.suspensions.resume_case(case.id):
                go_on(engine, work, case.id)
            _audit(engine, work, case.reference, actor, "resume_case", case.reference, {})
        return _again(work, case)


def suspend_service(engine: Engine, *, service: str, actor: Actor, reason: str = "") -> int:
    """Suspend all cases of a service, and let no new ones start; return how many stop by it.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        NotFoundError: If nothing of the service is deployed.
    """
    require_role(actor, "operator", "manager")
    with engine.database.writing() as work:
        _require_service(work, service)
        number = work.suspensions.suspend_service(service, engine.clock.now())
        details: dict[str, Json] = {"cases": number, "reason": reason}
        _audit(engine, work, INSTALLATION, actor, "suspend_service", service, details)
        return number


def resume_service(engine: Engine, *, service: str, actor: Actor) -> int:
    """Let a suspended service go on; return how many cases go on by it.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        NotFoundError: If nothing of the service is deployed.
    """
    require_role(actor, "operator", "manager")
    with engine.database.writing() as work:
        _require_service(work, service)
        number = work.suspensions.resume_service(service)
        _catch_up(engine, work, service)
        _audit(engine, work, INSTALLATION, actor, "resume_service", service, {"cases": number})
        return number


def suspend_version(engine: Engine, *, service: str, version: int, actor: Actor, reason: str = "") -> int:
    """Suspend all cases of one version of a service, and let none start on it; return how many stop by it.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        NotFoundError: If there is no such version.
    """
    require_role(actor, "operator", "manager")
    with engine.database.writing() as work:
        found = _version(work, service, version)
        number = work.suspensions.suspend_version(found.id, engine.clock.now())
        details: dict[str, Json] = {"version": version, "cases": number, "reason": reason}
        _audit(engine, work, INSTALLATION, actor, "suspend_version", service, details)
        return number


def resume_version(engine: Engine, *, service: str, version: int, actor: Actor) -> int:
    """Let a suspended version go on; return how many cases go on by it.

    Raises:
        NotAllowedError: If the actor is neither an operator nor a manager.
        NotFoundError: If there is no such version.
    """
    require_role(actor, "operator", "manager")
    with engine.database.writing() as work:
        number = work.suspensions.resume_version(_version(work, service, version).id)
        _catch_up(engine, work, service)
        details: dict[str, Json] = {"version": version, "cases": number}
        _audit(engine, work, INSTALLATION, actor, "resume_version", service, details)
        return number


def suspended_services(engine: Engine) -> tuple[str, ...]:
    """Return the keys of the services that are suspended as a whole."""
    with engine.database.reading() as work:
        return work.suspensions.services()


def suspended_cases(engine: Engine, *, references: Collection[str]) -> frozenset[str]:
    """Return those of some cases, by their references as they are written, that are suspended."""
    if not references:
        return frozenset()
    with engine.database.reading() as work:
        return work.case_lists.suspended_among(references)


def locked_case(work: Work, reference: str) -> StoredCase:
    """Return a case that goes on, locked against other writers.

    Raises:
        NotFoundError: If there is no case of that reference.
        CaseEndedError: If it has ended.
    """
    case = known_case(work, reference, lock=True)
    if case.status in ENDED:
        raise CaseEndedError
    return case


def _again(work: Work, case: StoredCase) -> CaseSummary:
    found = work.cases.by_id(case.id)
    return (found or case).summary


def go_on(engine: Engine, work: Work, case_id: int) -> None:
    """Have what a case that is no longer on hold has missed done at once: its jobs, and messages kept for it."""
    now = engine.clock.now()
    work.jobs.wake_due(case_id, now)
    recall_for_case(work, case_id, now=now, new_id=engine.new_id)


def _catch_up(engine: Engine, work: Work, service: str) -> None:
    """Let what waited for the service be looked at now; overdue jobs of its cases are found by the workers' sweep."""
    now = engine.clock.now()
    work.jobs.wake_near(service, now=now, until=now + _SOON)
    work.jobs.start_at_once(service, now)
    recall_all(work, now=now, new_id=engine.new_id)


def _require_service(work: Work, service: str) -> None:
    if work.definitions.current(service) is None:
        raise NotFoundError("service", service)


def _version(work: Work, service: str, version: int) -> DefinitionVersion:
    found = work.definitions.of_number(service, version)
    if found is None:
        raise NotFoundError("definition", f"{service} {version}")
    return found


def _audit(
    engine: Engine, work: Work, chain: str, actor: Actor, action: str, subject: str, details: dict[str, Json]
) -> None:
    work.audit.add(chain, time=engine.clock.now(), actor=actor.id, action=action, subject=subject, details=details)
