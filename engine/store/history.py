"""What happened in cases: added, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, tuple_
from sqlalchemy.orm import Session

from engine.store.tables import CaseRow, HistoryRow
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

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, case_id: int, entries: Sequence[HistoryEntry]) -> None:
        """Append to a case's history; the entries carry their sequence numbers."""
        if entries:
            self._session.execute(insert(HistoryRow), [_row(case_id, entry) for entry in entries])

    def of_case(self, case_id: int) -> tuple[HistoryEntry, ...]:
        """Return a case's history, oldest first."""
        query = select(HistoryRow).where(HistoryRow.case_id == case_id).order_by(HistoryRow.sequence)
        return tuple(_entry(row) for row in self._session.scalars(query))

    def last_of(self, case_id: int, instance_id: str) -> HistoryEntry | None:
        """Return the last entry of an activity or event instance, or None."""
        query = select(HistoryRow).where(HistoryRow.case_id == case_id, HistoryRow.instance_id == instance_id)
        row = self._session.scalar(query.order_by(HistoryRow.sequence.desc()).limit(1))
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


def _row(case_id: int, entry: HistoryEntry) -> dict[str, object]:
    return {
        "case_id": case_id,
        "sequence": entry.sequence,
        "instance_id": entry.instance_id,
        "element": entry.element,
        "name": entry.name,
        "type": entry.type,
        "lifecycle": entry.lifecycle,
        "time": entry.time,
        "resource": entry.resource,
        "lane": entry.lane,
        "on_behalf_of": entry.on_behalf_of,
    }


def _entry(row: HistoryRow) -> HistoryEntry:
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
