"""The audit chains as whoever checks them reads them: their last entries, and parts of one."""

from collections.abc import Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from engine.audit_heads.values import AuditHead
from engine.store.tables import AuditRow
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
