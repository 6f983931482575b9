"""Messages to applicants."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.tables import CaseRow, NoticeRow
from engine.store.upserts import insert_unless_there
from engine.values import Notice

__all__ = ["NoticeStore"]


class NoticeStore:
    """Keeps notices."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, case_id: int, notices: Iterable[Notice]) -> None:
        """Keep notices; one whose id is there already is the same notice made again."""
        for notice in notices:
            values = {"case_id": case_id, "text": notice.text, "created_at": notice.created_at}
            insert_unless_there(self._session, NoticeRow, {"id": notice.id}, values)

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
