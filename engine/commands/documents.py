"""Bringing papers to an application or a case, reading them, and taking them back while nothing depends on them."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bpmn.language import Text
from engine.commands.held_items import stands_in_for, with_absentees
from engine.commands.known_cases import known_case
from engine.documents.keeping import DocumentKeeping, KeptFile
from engine.documents.names import clean_name
from engine.documents.scanning import DocumentRefusedError
from engine.documents.values import Document
from engine.errors import AlreadyDoneError, AlreadySentError, EngineError, NotAllowedError, NotFoundError
from engine.opening import Engine
from engine.store import Work
from engine.store.records import StoredCase
from engine.values import Actor, Json, WorkItem, WorkItemState

__all__ = [
    "drop_document",
    "find_documents",
    "find_draft_documents",
    "keep_document",
    "keep_draft_document",
    "named_documents",
    "read_document",
]

_LONGEST_FIELD = 200


def keep_draft_document(
    engine: Engine, *, draft_id: str, field: str, name: str, content: bytes, groups: Sequence[str] = ()
) -> Document:
    """Keep a paper for an application that is being filled in; the same one sent twice is kept once.

    Args:
        engine: The engine.
        draft_id: The application.
        field: The question it answers.
        name: What the applicant calls it.
        content: Its bytes.
        groups: The candidate groups that may read it; none for every case worker.

    Raises:
        DocumentRefusedError: If it is not kept: its type, its size, what the scanner says.
        NotFoundError: If there is no such application.
        AlreadySentError: If it has been sent already.
    """
    kept, new = _kept(engine, field=field, name=name, content=content, actor_id="applicant", groups=groups)
    with engine.database.writing() as work:
        draft = work.drafts.by_id(draft_id, lock=True)
        if draft is None:
            raise NotFoundError("draft", draft_id)
        if draft.reference:
            raise AlreadySentError
        return _add(work, replace(new, draft_id=draft_id), work.documents.of_draft(draft_id), kept.most_in_draft)


def keep_document(
    engine: Engine, *, item_id: str, field: str, name: str, content: bytes, actor: Actor, groups: Sequence[str] = ()
) -> Document:
    """Keep a paper that belongs to a work item, and so to its case; the same one sent twice is kept once.

    Raises:
        DocumentRefusedError: If it is not kept: its type, its size, what the scanner says.
        NotFoundError: If there is no such work item.
        NotAllowedError: If the actor is not among those who do it.
        AlreadyDoneError: If it is no longer to be done.
    """
    kept, new = _kept(engine, field=field, name=name, content=content, actor_id=actor.id, groups=groups)
    with engine.database.writing() as work:
        case, item = _open_item(work, item_id)
        stands_in_for(engine, work, actor, item)
        new = replace(new, case_reference=case.reference, item_id=item_id, is_for_applicant=item.is_for_applicant)
        added = _add(work, new, work.documents.of_case(case.id), kept.most_in_case, case_id=case.id)
        if added.id == new.id:
            _audit(engine, work, actor, "keep_document", added)
        return added


def find_documents(engine: Engine, *, reference: str, actor: Actor) -> tuple[Document, ...]:
    """Return the papers of a case that the actor may read, oldest first."""
    with engine.database.reading() as work:
        case = known_case(work, reference)
        reader = with_absentees(engine, work, actor)
        return tuple(each for each in work.documents.of_case(case.id) if _may_read(reader, each))


def find_draft_documents(engine: Engine, *, draft_id: str) -> tuple[Document, ...]:
    """Return the papers of an application that has not been sent, oldest first."""
    with engine.database.reading() as work:
        return work.documents.of_draft(draft_id)


def read_document(engine: Engine, *, document_id: str, actor: Actor) -> tuple[Document, bytes]:
    """Return a paper of a case with its bytes; who has read it is noted in the case's audit trail.

    Raises:
        NotFoundError: If there is none of that id.
        NotAllowedError: If the actor may not read it.
        DocumentDamagedError: If its bytes are gone, or not those that were kept.
    """
    keeping = _keeping(engine)
    with engine.database.writing() as work:
        document = work.documents.by_id(document_id)
        if document is None or not document.case_reference:
            raise NotFoundError("document", document_id)
        if not _may_read(with_absentees(engine, work, actor), document):
            raise NotAllowedError(Text("{name} may not read this document.", name=actor.name or actor.id))
        work.cases.by_reference(document.case_reference, lock=True)
        _audit(engine, work, actor, "read_document", document)
    return document, keeping.folder.read(document.sha256)


def drop_document(engine: Engine, *, document_id: str, draft_id: str = "", actor: Actor | None = None) -> None:
    """Take a paper back: from an application that has not been sent, or by who brought it from a work item that waits.

    One that is not there any more is no error.

    Raises:
        NotAllowedError: If it belongs to somebody else, or to what has been handed in.
    """
    with engine.database.writing() as work:
        document = work.documents.by_id(document_id)
        if document is None:
            return
        if not document.case_reference and draft_id and document.draft_id == draft_id:
            work.documents.drop(document_id)
            return
        if actor is None or document.added_by != actor.id or not document.item_id:
            raise NotAllowedError(Text("This document belongs to what has been handed in."))
        _open_item(work, document.item_id)
        work.documents.drop(document_id)
        _audit(engine, work, actor, "drop_document", document)


def named_documents(data: Json) -> frozenset[str]:
    """Return the ids of the documents that answers name: `{"document": id, …}` anywhere in them."""
    if isinstance(data, Mapping):
        here = data.get("document")
        found = frozenset().union(*map(named_documents, data.values()))
        return found | {here} if isinstance(here, str) else found
    if isinstance(data, list | tuple):
        return frozenset().union(*map(named_documents, data))
    return frozenset()


def _kept(
    engine: Engine, *, field: str, name: str, content: bytes, actor_id: str, groups: Sequence[str]
) -> tuple[DocumentKeeping, Document]:
    """Keep the bytes, before any transaction: should it fail, they are swept away later."""
    keeping = _keeping(engine)
    file: KeptFile = keeping.keep(content)
    document = Document(
        id=secrets.token_urlsafe(24),
        case_reference="",
        draft_id="",
        item_id="",
        field=field[:_LONGEST_FIELD],
        name=clean_name(name, file.content_type),
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
        added_at=engine.clock.now(),
        added_by=actor_id,
        groups=tuple(groups),
        is_for_applicant=True,
    )
    return keeping, document


def _add(work: Work, new: Document, there: Sequence[Document], most: int, *, case_id: int | None = None) -> Document:
    mark = _mark(new)
    same = next((one for one in there if _mark(one) == mark), None)
    if same is not None:
        return same
    if len(there) >= most:
        raise DocumentRefusedError(Text("There are already {count} files; no more can be added.", count=len(there)))
    work.documents.add(new, case_id=case_id)
    return new


def _mark(document: Document) -> tuple[str, str, str, str, str]:
    return (document.field, document.sha256, document.name, document.item_id, document.added_by)


def _open_item(work: Work, item_id: str) -> tuple[StoredCase, WorkItem]:
    """Return a work item that waits, and its case, locked."""
    one = work.work_items.by_id(item_id)
    case = None if one is None else work.cases.by_id(one.case_id, lock=True)
    one = work.work_items.by_id(item_id)  # read again: it may have changed while this waited for the lock
    if one is None or case is None:
        raise NotFoundError("work item", item_id)
    if one.item.state not in {WorkItemState.OPEN, WorkItemState.CLAIMED}:
        is_done = one.item.state is WorkItemState.COMPLETED
        by, by_id = (one.item.assignee_name, one.item.assignee or "") if is_done else ("", "")
        raise AlreadyDoneError(by=by, by_id=by_id, at=one.item.completed_at)
    return case, one.item


def _may_read(actor: Actor, document: Document) -> bool:
    """Return whether an actor may read a case's document.

    Its applicant those that are for the applicant; managers all; case workers those of their groups, and those that
    name no group; substitutes also those of the people for whom they stand in. Nobody else: an operator repairs cases
    without seeing the papers in them.
    """
    if actor.id.startswith("applicant:"):
        return document.is_for_applicant and actor.id == Actor.applicant(document.case_reference).id
    if "manager" in actor.roles:
        return True
    return "case_worker" in actor.roles and (not document.groups or bool(actor.groups & set(document.groups)))


def _keeping(engine: Engine) -> DocumentKeeping:
    if engine.documents is None:
        raise EngineError(Text("This installation keeps no documents: it was opened without a folder for them."))
    return engine.documents


def _audit(engine: Engine, work: Work, actor: Actor, action: str, document: Document) -> None:
    work.audit.add(
        document.case_reference,
        time=engine.clock.now(),
        actor=actor.id,
        action=action,
        subject=document.id,
        details={"sha256": document.sha256, "field": document.field},
    )
