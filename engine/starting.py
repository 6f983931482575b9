"""Begins cases of a deployed version: for an applicant, or at a start event that something from outside has reached."""

from collections.abc import Mapping

from bpmn.language import Text
from engine.calls import DeployedProcesses
from engine.errors import SuspendedError
from engine.incidents import keep_move
from engine.moves import Move, MoveKind
from engine.opening import Engine
from engine.references import create_reference
from engine.steps import StepFailedError, take_first_step
from engine.store import Work
from engine.store.records import StoredCase
from engine.tokens import ProcessInstance
from engine.values import DefinitionVersion, Json
from engine.waiting import plain

__all__ = ["NOBODY", "begin_case", "is_suspended", "require_going_on"]

NOBODY = (b"", b"\0" * 32)
"""The check of a case that no applicant may follow by an answer."""


def begin_case(
    engine: Engine,
    work: Work,
    version: DefinitionVersion,
    *,
    data: Mapping[str, Json],
    actor_id: str,
    check: tuple[bytes, bytes] = NOBODY,
    start_event: str | None = None,
    correlation: str | None = None,
) -> StoredCase:
    """Begin a case within a transaction that something else belongs to as well, and move it on.

    Args:
        engine: The engine.
        work: The transaction.
        version: What it runs on.
        data: What it begins with, or what came with the event.
        actor_id: Who starts it.
        check: Salt and hash of the answer that lets the applicant follow it.
        start_event: The start event that was reached; the none start event where it is not given.
        correlation: What the message that starts it carries, or None.

    Raises:
        SuspendedError: If the service or the version is suspended.
        DataRefusedError: If the data cannot be kept.
    """
    require_going_on(work, version)
    now = engine.clock.now()
    instance = ProcessInstance.create(
        engine.definitions.get(work, version.id),
        data=data,
        now=now,
        new_id=engine.new_id,
        start_event=start_event,
        correlation=correlation,
        library=DeployedProcesses(engine.definitions, work),
    )
    case = work.cases.add(
        StoredCase(
            reference=create_reference(),
            service=version.service,
            definition_id=version.id,
            version=version.version,
            state=instance.save(),
            data=plain(instance.variables),
            started_at=now,
            started_by=actor_id,
            check=check,
        )
    )
    details = {} if start_event is None else {"event": start_event}
    work.audit.add(
        case.reference, time=now, actor=actor_id, action="start_case", subject=case.reference, details=details
    )
    try:
        return take_first_step(engine, work, case, instance)
    except StepFailedError as failure:
        return keep_move(engine, work, case, Move(kind=MoveKind.ADVANCE), failure)


def is_suspended(work: Work, version: DefinitionVersion) -> bool:
    """Return whether no case of a version may start now; nobody suspends it before the transaction ends."""
    return (
        work.suspensions.of_service(version.service, lock=True) is not None
        or work.suspensions.of_version(version.id, lock=True) is not None
    )


def require_going_on(work: Work, version: DefinitionVersion) -> None:
    """Refuse to start cases of what is suspended.

    Raises:
        SuspendedError: If it is.
    """
    if is_suspended(work, version):
        raise SuspendedError(Text("This service takes no new applications at the moment. Please come back later."))
