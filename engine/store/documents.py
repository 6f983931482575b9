"""What documents there are; the bytes lie in a folder."""

from collections.abc import Collection

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from engine.documents.values import Document
from engine.store.tables import CaseRow, DocumentRow
from engine.store.upserts import insert_unless_there

__all__ = ["DocumentStore"]


class DocumentStore:
    """Keeps what is known of documents."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, document: Document, *, case_id: int | None) -> None:
        """Keep a document; one whose id is there already is the same document made again."""
        values = _values(document)
        key = {"id": values.pop("id")}
        insert_unless_there(self._session, DocumentRow, key, {**values, "case_id": case_id})

    def by_id(self, document_id: str) -> Document | None:
        """Return a document, or None."""
        return next(iter(self._find(_all().where(DocumentRow.id == document_id))), None)

    def of_case(self, case_id: int) -> tuple[Document, ...]:
        """Return a case's documents, oldest first."""
        return self._find(_all().where(DocumentRow.case_id == case_id))

    def of_draft(self, draft_id: str) -> tuple[Document, ...]:
        """Return the documents of an application that has not been sent, oldest first."""
        return self._find(_all().where(DocumentRow.draft_id == draft_id, DocumentRow.case_id.is_(None)))

    def hand_over(self, draft_id: str, case_id: int, wanted: Collection[str]) -> None:
        """Give an application's documents to the case it became; those that no answer names are dropped."""
        mine = (DocumentRow.draft_id == draft_id, DocumentRow.case_id.is_(None))
        self._session.execute(delete(DocumentRow).where(*mine, DocumentRow.id.not_in(wanted)))
        self._session.execute(update(DocumentRow).where(*mine).values(case_id=case_id, draft_id=None))

    def drop(self, document_id: str) -> None:
        """Forget a document; its bytes go with the next sweep unless another names them."""
        self._session.execute(delete(DocumentRow).where(DocumentRow.id == document_id))

    def drop_of_case(self, case_id: int) -> int:
        """Forget a case's documents, and return how many there were."""
        count = self._session.scalar(
            select(func.count()).select_from(DocumentRow).where(DocumentRow.case_id == case_id)
        )
        self._session.execute(delete(DocumentRow).where(DocumentRow.case_id == case_id))
        return count or 0

    def drop_of_draft(self, draft_id: str) -> None:
        """Forget the documents of an application that was never sent."""
        self._session.execute(
            delete(DocumentRow).where(DocumentRow.draft_id == draft_id, DocumentRow.case_id.is_(None))
        )

    def hashes(self) -> frozenset[str]:
        """Return the hash of every document's bytes."""
        return frozenset(self._session.scalars(select(DocumentRow.sha256).distinct()))

    def _find(self, query: Select[DocumentRow, str]) -> tuple[Document, ...]:
        rows = self._session.execute(query.order_by(DocumentRow.added_at, DocumentRow.id))
        return tuple(_document(row, reference) for row, reference in rows)


def _all() -> Select[DocumentRow, str]:
    return select(DocumentRow, CaseRow.reference).outerjoin(CaseRow, CaseRow.id == DocumentRow.case_id)


def _values(document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "draft_id": document.draft_id or None,
        "item_id": document.item_id or None,
        "field": document.field,
        "name": document.name,
        "content_type": document.content_type,
        "size": document.size,
        "sha256": document.sha256,
        "added_at": document.added_at,
        "added_by": document.added_by,
        "groups": list(document.groups),
        "is_for_applicant": document.is_for_applicant,
    }


def _document(row: DocumentRow, reference: str | None) -> Document:
    return Document(
        id=row.id,
        case_reference=reference or "",
        draft_id=row.draft_id or "",
        item_id=row.item_id or "",
        field=row.field,
        name=row.name,
        content_type=row.content_type,
        size=row.size,
        sha256=row.sha256,
        added_at=row.added_at,
        added_by=row.added_by,
        groups=tuple(row.groups),
        is_for_applicant=row.is_for_applicant,
    )
