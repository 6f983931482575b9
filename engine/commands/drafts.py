"""Applications that are being filled in, until they are sent."""

import secrets
from collections.abc import Mapping

from engine.commands.cases import start_in
from engine.commands.documents import named_documents
from engine.errors import AlreadySentError, NotFoundError
from engine.opening import Engine
from engine.values import Actor, CaseSummary, Draft, Json

__all__ = ["read_draft", "save_draft", "submit_draft"]


def save_draft(
    engine: Engine, *, service: str, page: str, answers: Mapping[str, Json], draft_id: str | None = None
) -> Draft:
    """Keep the answers of one page of an application; the other pages stay as they are.

    Args:
        engine: The engine.
        service: The service's key.
        page: The page's form id.
        answers: Its answers; they replace the page's earlier ones.
        draft_id: The draft, or None to begin one.

    Raises:
        NotFoundError: If there is no such draft of this service.
        AlreadySentError: If it has been sent already.
    """
    now = engine.clock.now()
    with engine.database.writing() as work:
        if draft_id is None:
            # Whoever knows the id may go on filling in: it is a secret, not a number.
            draft = Draft(id=secrets.token_urlsafe(24), service=service, answers={page: dict(answers)}, updated_at=now)
            work.drafts.add(draft)
            return draft
        draft = _known(work.drafts.by_id(draft_id, lock=True), draft_id, service)
        if draft.reference:
            raise AlreadySentError
        changed = {**draft.answers, page: dict(answers)}
        work.drafts.save_answers(draft_id, changed, now)
        return Draft(id=draft.id, service=service, answers=changed, updated_at=now)


def read_draft(engine: Engine, *, draft_id: str) -> Draft:
    """Return a draft.

    Raises:
        NotFoundError: If there is none of that id.
    """
    with engine.database.reading() as work:
        return _known(work.drafts.by_id(draft_id), draft_id)


def submit_draft(engine: Engine, *, draft_id: str, actor: Actor, check_field: str) -> CaseSummary:
    """Start a case with a draft's answers, all pages taken together; sent twice, it is the same case.

    Args:
        engine: The engine.
        draft_id: The draft.
        actor: Who sends it.
        check_field: The answer that lets the applicant follow the case.

    Raises:
        NotFoundError: If there is no such draft, or nothing of its service is deployed.
    """
    with engine.database.writing() as work:
        draft = _known(work.drafts.by_id(draft_id, lock=True), draft_id)
        if draft.reference:
            case = work.cases.by_reference(draft.reference)
            if case is None:
                raise NotFoundError("case", draft.reference)
            return case.summary
        data = {name: value for answers in draft.answers.values() for name, value in answers.items()}
        check_value = str(data.get(check_field, ""))
        case = start_in(engine, work, service=draft.service, data=data, actor=actor, check_value=check_value)
        work.drafts.mark_sent(draft_id, case.reference)
        work.documents.hand_over(draft_id, case.id, named_documents(data))
        return case.summary


def _known(draft: Draft | None, draft_id: str, service: str | None = None) -> Draft:
    if draft is None or (service is not None and draft.service != service):
        raise NotFoundError("draft", draft_id)
    return draft
