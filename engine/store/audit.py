"""The audit trail: rows chained by hashes, in the transaction of the change they tell of.

Each case has a chain of its own, and the installation has one for everything else. One chain for all would make every
command of every process wait for the commit of the one before it.

A chain shows that a row was edited, taken out or moved. It cannot show that its last rows were cut off, nor stand up to
somebody who may rewrite it whole: for that the heads have to be kept elsewhere too.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.orm import Session

from engine.store.json_text import canonical_json
from engine.store.prepared import Prepared
from engine.store.tables import AuditRow
from engine.store.transaction import Transaction
from engine.tokens.values import encode
from engine.values import AuditEntry, Json

__all__ = ["INSTALLATION", "AuditStore", "audit_hash"]

INSTALLATION = "installation"
_LOCK_OF_INSTALLATION = 7_014_001  # any number, as long as nothing else in the database locks it


def audit_hash(entry: AuditEntry) -> str:
    """Return the hash of an entry: SHA-256 over the one before and the entry's canonical JSON."""
    return _hash(entry.previous, *(getattr(entry, name) for name in _TOLD))


def _hash(
    previous: str,
    chain: str,
    sequence: int,
    time: datetime,
    actor: str,
    action: str,
    subject: str,
    details: Mapping[str, Json],
) -> str:
    told = [chain, sequence, time.isoformat(), actor, action, subject, encode(dict(details))]
    return hashlib.sha256(previous.encode() + canonical_json(told)).hexdigest()


class AuditStore:
    """Keeps the audit trail."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._heads: dict[str, tuple[int, str]] = {}

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def lock(self) -> None:
        """Let one transaction at a time append to the installation's chain; SQLite has one writer anyway."""
        if self._transaction.is_postgresql:
            self._session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_OF_INSTALLATION})

    def add(
        self,
        chain: str,
        *,
        time: datetime,
        actor: str,
        action: str,
        subject: str,
        details: Mapping[str, Json] | None = None,
    ) -> None:
        """Append to a chain. Whoever appends to a case's chain has locked the case."""
        if chain == INSTALLATION:
            self.lock()
        sequence, previous = self._head(chain)
        told = (chain, sequence + 1, time, actor, action, subject, dict(details or {}))
        own = _hash(previous, *told)
        self._heads[chain] = (sequence + 1, own)
        self._transaction.defer_rows(_ADD, [(*told, previous, own)])

    def know(self, chain: str, sequence: int, head: str) -> None:
        """Take it that a chain, locked, ends with the entry of this number and hash; 0 and "" where it has none."""
        self._heads[chain] = (sequence, head)

    def _head(self, chain: str) -> tuple[int, str]:
        """Return the number and the hash of a chain's last entry: who has locked the chain is told once."""
        known = self._heads.get(chain)
        if known is not None:
            return known
        last = self._transaction.row(_LAST, of=chain)
        return (0, "") if last is None else (last.sequence, last.hash)

    def chains(self) -> tuple[str, ...]:
        """Return the name of every chain."""
        return tuple(self._session.scalars(select(AuditRow.chain).distinct().order_by(AuditRow.chain)))

    def of_chain(self, chain: str) -> Iterator[AuditEntry]:
        """Yield a chain's entries, oldest first."""
        rows = self._session.scalars(select(AuditRow).where(AuditRow.chain == chain).order_by(AuditRow.sequence))
        return map(_entry, rows)


_TOLD = ("chain", "sequence", "time", "actor", "action", "subject", "details")
_COLUMNS = (*_TOLD, "previous", "hash")
_LAST = Prepared(
    select(AuditRow.sequence, AuditRow.hash)
    .where(AuditRow.chain == bindparam("of"))
    .order_by(AuditRow.sequence.desc())
    .limit(1)
)
_ADD = Prepared(insert(AuditRow), columns=_COLUMNS)


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(**{name: getattr(row, name) for name in _COLUMNS})
