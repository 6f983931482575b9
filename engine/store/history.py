"""What happened in cases: added, never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, tuple_
from sqlalchemy.orm import Session

from engine.store.prepared import Prepared
from engine.store.records import NewEntry
from engine.store.tables import CaseRow, HistoryRow
from engine.store.transaction import Transaction
from engine.values import HistoryEntry

__all__ = ["HistoryStore", "LoggedEntry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEntry:
    """A history entry with the case it belongs to."""

    case_id: int
    case_reference: str
    service: str
    version: int
    entry: HistoryEntry


class HistoryStore:
    """Keeps history."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def add(self, case_id: int, entries: Iterable[NewEntry]) -> None:
        """Append to a case's history; the entries carry their sequence numbers."""
        self._transaction.defer_rows(_ADD, [(case_id, *entry) for entry in entries])

    def of_case(self, case_id: int) -> tuple[HistoryEntry, ...]:
        """Return a case's history, oldest first."""
        return tuple(_entry(row) for row in self._transaction.rows(_OF_CASE, of=case_id))

    def last_of(self, case_id: int, instance_id: str) -> HistoryEntry | None:
        """Return the last entry of an activity or event instance, or None."""
        row = self._transaction.row(_LAST, of=case_id, instance=instance_id)
        return None if row is None else _entry(row)

    def after(self, place: tuple[int, int], *, service: str | None, limit: int) -> tuple[LoggedEntry, ...]:
        """Return the next entries of all cases after a place: a case's number and a sequence number in it."""
        query = (
            select(HistoryRow, CaseRow.reference, CaseRow.service, CaseRow.version)
            .join(CaseRow, CaseRow.id == HistoryRow.case_id)
            .where(tuple_(HistoryRow.case_id, HistoryRow.sequence) > place)
            .order_by(HistoryRow.case_id, HistoryRow.sequence)
            .limit(limit)
        )
        if service is not None:
            query = query.where(CaseRow.service == service)
        return tuple(
            LoggedEntry(case_id=row.case_id, case_reference=reference, service=name, version=version, entry=_entry(row))
            for row, reference, name, version in self._session.execute(query)
        )


def _entry(row: Any) -> HistoryEntry:  # noqa: ANN401 - a row of `_READ` or of the table
    return HistoryEntry(
        sequence=row.sequence,
        instance_id=row.instance_id,
        element=row.element,
        name=row.name,
        type=row.type,
        lifecycle=row.lifecycle,
        time=row.time,
        resource=row.resource,
        lane=row.lane,
        on_behalf_of=row.on_behalf_of,
    )


_COLUMNS = ("case_id", *NewEntry._fields)
_READ = select(*(getattr(HistoryRow, name) for name in _COLUMNS)).where(HistoryRow.case_id == bindparam("of"))
_OF_CASE = Prepared(_READ.order_by(HistoryRow.sequence))
_LAST = Prepared(
    _READ.where(HistoryRow.instance_id == bindparam("instance")).order_by(HistoryRow.sequence.desc()).limit(1)
)
_ADD = Prepared(insert(HistoryRow), columns=_COLUMNS)
