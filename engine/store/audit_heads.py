"""The audit chains and histories as whoever checks them reads them: their ends, and parts of a chain."""

from collections.abc import Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from engine.audit_heads.values import AuditHead, HistoryEnd
from engine.store.tables import AuditRow, CaseRow
from engine.values import AuditEntry

__all__ = ["AuditHeadStore"]

_COLUMNS = tuple(AuditEntry.__dataclass_fields__)


class AuditHeadStore:
    """Reads audit chains."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def after(self, chain: str, *, limit: int) -> Sequence[AuditHead]:
        """Return the last entries of the next chains after one, in the order of their names."""
        ends = (
            select(AuditRow.chain, func.max(AuditRow.sequence).label("sequence"))
            .where(AuditRow.chain > chain)
            .group_by(AuditRow.chain)
            .order_by(AuditRow.chain)
            .limit(limit)
            .subquery()
        )
        query = select(AuditRow.chain, AuditRow.sequence, AuditRow.hash).join(
            ends, and_(AuditRow.chain == ends.c.chain, AuditRow.sequence == ends.c.sequence)
        )
        rows = self._session.execute(query.order_by(AuditRow.chain))
        return [AuditHead(chain=name, sequence=sequence, hash=digest) for name, sequence, digest in rows]

    def entries(self, chain: str, *, since: int) -> Sequence[AuditEntry]:
        """Return a chain's entries from a number on, oldest first."""
        columns = [getattr(AuditRow, name) for name in _COLUMNS]
        query = select(*columns).where(AuditRow.chain == chain, AuditRow.sequence >= since)
        rows = self._session.execute(query.order_by(AuditRow.sequence))
        return [AuditEntry(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]

    def history_ends_after(self, case_id: int, *, limit: int) -> Sequence[HistoryEnd]:
        """Return how far the histories of the next cases go, in the order of the cases' numbers."""
        columns = (CaseRow.id, CaseRow.reference, CaseRow.history_length, CaseRow.history_hash, CaseRow.erased_at)
        rows = self._session.execute(select(*columns).where(CaseRow.id > case_id).order_by(CaseRow.id).limit(limit))
        return [
            HistoryEnd(case_id=number, reference=reference, length=length, hash=digest, is_erased=erased_at is not None)
            for number, reference, length, digest, erased_at in rows
        ]
