"""Process instances in the database."""

from dataclasses import replace

from sqlalchemy import ColumnElement, func, insert, literal, select, update
from sqlalchemy import case as when
from sqlalchemy.orm import Session

from engine.errors import ConflictError
from engine.store.records import StoredCase
from engine.store.search import searchable
from engine.store.tables import CaseRow
from engine.values import CaseStatus

__all__ = ["CaseStore"]


class CaseStore:
    """Keeps process instances; a write that has seen an older revision than the stored one is refused."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, case: StoredCase) -> StoredCase:
        """Keep a new case and return it with its number."""
        statement = insert(CaseRow).values(reference=case.reference, **_fixed(case), **_changing(case), revision=0)
        number = self._session.scalar(statement.returning(CaseRow.id))
        assert number is not None  # noqa: S101 - an insert that gives no number raises
        return replace(case, id=number)

    def by_reference(self, reference: str, *, lock: bool = False) -> StoredCase | None:
        """Return the case of that reference, or None; locked against other writers until the end if asked for."""
        return self._one(CaseRow.reference == reference, lock=lock)

    def by_id(self, case_id: int, *, lock: bool = False) -> StoredCase | None:
        """Return the case of that number, or None; locked against other writers until the end if asked for."""
        return self._one(CaseRow.id == case_id, lock=lock)

    def save(self, case: StoredCase) -> None:
        """Keep what has changed.

        Raises:
            ConflictError: If the case has changed since it was read.
        """
        statement = (
            update(CaseRow)
            .where(CaseRow.id == case.id, CaseRow.revision == case.revision)
            .values({**_changing(case), "status": _status(case), "revision": case.revision + 1})
            .returning(CaseRow.id)
        )
        if self._session.scalar(statement) is None:
            raise ConflictError

    def going_on(self, definition_id: str, limit: int | None) -> tuple[str, ...]:
        """Return the references of the cases of a version that have not ended, the oldest first, at most `limit`."""
        query = select(CaseRow.reference).where(CaseRow.definition_id == definition_id, CaseRow.ended_at.is_(None))
        return tuple(self._session.scalars(query.order_by(CaseRow.id).limit(limit)))

    def count_going_on(self, service: str) -> dict[int, int]:
        """Return how many cases of a service have not ended, by the number of their version."""
        query = select(CaseRow.version, func.count()).where(CaseRow.service == service, CaseRow.ended_at.is_(None))
        rows = self._session.execute(query.group_by(CaseRow.version)).all()
        return {row[0]: row[1] for row in rows}

    def _one(self, condition: ColumnElement[bool], *, lock: bool) -> StoredCase | None:
        query = select(CaseRow).where(condition)
        row = self._session.scalar(query.with_for_update() if lock else query)
        return None if row is None else _case(row)


def _fixed(case: StoredCase) -> dict[str, object]:
    return {
        "service": case.service,
        "started_at": case.started_at,
        "started_by": case.started_by,
        "check_salt": case.check[0],
        "check_hash": case.check[1],
    }


def _changing(case: StoredCase) -> dict[str, object]:
    return {
        "status": str(case.status),
        "definition_id": case.definition_id,
        "version": case.version,
        "state": case.state,
        "data": case.data,
        "search_text": searchable(case.data),
        "current": list(case.current),
        "history_length": case.history_length,
        "history_hash": case.history_hash,
        "ended_at": case.ended_at,
        "suspended_at": case.suspended_at,
    }


def _status(case: StoredCase) -> ColumnElement[str]:
    """Return what becomes of a case's status: while it is suspended nothing but its end, or its resumption, shows."""
    is_shown_later = case.status in {CaseStatus.RUNNING, CaseStatus.INCIDENT}
    if not is_shown_later:
        return literal(str(case.status))
    return when((CaseRow.status == CaseStatus.SUSPENDED, CaseRow.status), else_=str(case.status))


def _case(row: CaseRow) -> StoredCase:
    return StoredCase(
        id=row.id,
        reference=row.reference,
        service=row.service,
        definition_id=row.definition_id,
        version=row.version,
        status=CaseStatus(row.status),
        revision=row.revision,
        state=row.state,
        data=row.data,
        current=tuple(row.current),
        history_length=row.history_length,
        history_hash=row.history_hash,
        started_at=row.started_at,
        started_by=row.started_by,
        ended_at=row.ended_at,
        suspended_at=row.suspended_at,
        check=(row.check_salt, row.check_hash),
    )
