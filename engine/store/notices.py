"""Messages to applicants."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from engine.store.prepared import Prepared
from engine.store.tables import CaseRow, NoticeRow
from engine.store.transaction import Transaction
from engine.values import Notice

__all__ = ["NoticeStore"]


class NoticeStore:
    """Keeps notices."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def add(self, case_id: int, notices: Iterable[Notice]) -> None:
        """Keep notices; one whose id is there already is the same notice made again."""
        for one in notices:
            self._transaction.run(_ADD, id=one.id, case_id=case_id, text=one.text, created_at=one.created_at)

    def of_case(self, case_id: int) -> tuple[Notice, ...]:
        """Return a case's notices, oldest first."""
        query = (
            select(NoticeRow, CaseRow.reference)
            .join(CaseRow, CaseRow.id == NoticeRow.case_id)
            .where(NoticeRow.case_id == case_id)
            .order_by(NoticeRow.created_at, NoticeRow.id)
        )
        return tuple(
            Notice(id=row.id, case_reference=reference, text=row.text, created_at=row.created_at)
            for row, reference in self._session.execute(query)
        )


# PostgreSQL's words, which are SQLite's too.
_ADD = Prepared(
    insert(NoticeRow).on_conflict_do_nothing(index_elements=["id"]), columns=["id", "case_id", "text", "created_at"]
)
