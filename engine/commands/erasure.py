"""Erasing a case's personal data, and giving a person all that is kept of them.

What stays of an erased case is what statistics need: which service, which steps, when, in which lane, and that two
steps were or were not done by the same hands. Its audit chain stays whole: it names no applicant and holds no data. So
does the register of certificates: that a paper was issued, when and by whom can be checked as long as the paper exists.
"""

from engine.commands.known_cases import given_reason, known_case
from engine.commands.permissions import require_role
from engine.commands.suspension import ENDED
from engine.history_chain import chained
from engine.opening import Engine
from engine.operation_errors import CaseGoesOnError
from engine.retention import ErasurePreview
from engine.store import Work
from engine.store.records import StoredCase
from engine.values import Actor

__all__ = ["erase_case", "erase_in", "preview_erasure"]


def erase_case(engine: Engine, *, reference: str, reason: str, actor: Actor) -> None:
    """Take everything personal out of an ended case, now; one that has been erased stays as it is.

    Backups made before still hold it: they have to be deleted when their own time is over.

    Args:
        engine: The engine.
        reference: The case.
        reason: On what ground, for the audit trail; not empty, and without personal data.
        actor: Who has it erased.

    Raises:
        NotAllowedError: If the actor is no operator.
        ReasonMissingError: If no reason is given.
        NotFoundError: If there is no case of that reference.
        CaseGoesOnError: If it has not ended.
    """
    require_role(actor, "operator")
    ground = given_reason(reason)
    with engine.database.writing() as work:
        case = known_case(work, reference, lock=True)
        if case.status not in ENDED:
            raise CaseGoesOnError
        erase_in(engine, work, case, actor=actor, reason=ground)


def preview_erasure(engine: Engine, *, reference: str, actor: Actor) -> ErasurePreview:
    """Return what erasing a case would take out, without doing anything.

    Raises:
        NotAllowedError: If the actor is no operator.
        NotFoundError: If there is no case of that reference.
    """
    require_role(actor, "operator")
    with engine.database.reading() as work:
        case = known_case(work, reference)
        return ErasurePreview(
            summary=case.summary,
            can_be_erased=case.status in ENDED,
            erased_at=work.retention.erased_at(case.id),
            answers=len(case.data),
            people=work.retention.count_people(case.id),
            documents=len(work.documents.of_case(case.id)),
            notices=len(work.notices.of_case(case.id)),
        )


def erase_in(engine: Engine, work: Work, case: StoredCase, *, actor: Actor, reason: str) -> None:
    """Erase an ended case within a transaction that has locked it."""
    if work.retention.is_erased(case.id):
        return
    now = engine.clock.now()
    is_whole = chained("", work.history.of_case(case.id)) == case.history_hash
    work.retention.erase_case(case.id, case.reference, now)
    masked = chained("", work.history.of_case(case.id)) if is_whole else case.history_hash
    work.retention.rechain_history(case.id, masked)  # a history that was changed before goes on showing it
    work.certificates.erase_case(case.id, now)
    documents = work.documents.drop_of_case(case.id)
    work.audit.add(
        case.reference,
        time=now,
        actor=actor.id,
        action="erase_case",
        subject=case.reference,
        details={"documents": documents, "reason": reason, "history": case.history_hash, "history_after": masked},
    )
