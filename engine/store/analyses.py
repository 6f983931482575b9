"""Analyses that were asked for."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.store.tables import AnalysisRow
from engine.store.upserts import insert_unless_there, upsert
from engine.values import AnalysisState, AnalysisStatus, Json

__all__ = ["AnalysisStore"]

_PART = "part"
"""The kind of a row that holds a large part of another one's result."""


class AnalysisStore:
    """Keeps analyses."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_key(self, key: str) -> AnalysisState | None:
        """Return an analysis, or None."""
        row = self._session.scalar(select(AnalysisRow).where(AnalysisRow.key == key))
        if row is None:
            return None
        state = AnalysisStatus(row.state)
        is_running = state is AnalysisStatus.RUNNING
        return AnalysisState(
            key=row.key,
            kind=row.kind,
            state=state,
            result=None if is_running else row.result,
            error=row.error,
            updated_at=row.updated_at,
            progress=row.result if is_running else None,  # until there is a result, its place says how far it is
        )

    def arguments(self, key: str) -> Mapping[str, Json]:
        """Return what an analysis was asked with."""
        return self._session.scalar(select(AnalysisRow.arguments).where(AnalysisRow.key == key)) or {}

    def add_unless_there(self, state: AnalysisState, arguments: Mapping[str, Json], by: str) -> bool:
        """Keep an analysis unless one of its key is there; return whether it is new."""
        values = {
            "kind": state.kind,
            "arguments": dict(arguments),
            "state": str(state.state),
            "result": None,
            "error": "",
            "requested_by": by,
            "updated_at": state.updated_at,
        }
        return insert_unless_there(self._session, AnalysisRow, {"key": state.key}, values)

    def mark(self, key: str, state: AnalysisStatus, *, at: datetime, result: Json = None, error: str = "") -> None:
        """Note how far an analysis is."""
        values = {"state": str(state), "result": result, "error": error, "updated_at": at}
        self._session.execute(update(AnalysisRow).where(AnalysisRow.key == key).values(**values))

    def note_progress(self, key: str, progress: float | None, *, at: datetime) -> bool:
        """Note how much of a running analysis is done; return whether it is one that still runs."""
        running = update(AnalysisRow).where(AnalysisRow.key == key, AnalysisRow.state == str(AnalysisStatus.RUNNING))
        noted = self._session.execute(running.values(result=progress, updated_at=at).returning(AnalysisRow.key))
        return noted.first() is not None

    def cancel(self, key: str, *, at: datetime) -> None:
        """Note that nobody wants an analysis any more, unless it has ended."""
        open_states = [str(AnalysisStatus.WAITING), str(AnalysisStatus.RUNNING)]
        wanted = update(AnalysisRow).where(AnalysisRow.key == key, AnalysisRow.state.in_(open_states))
        self._session.execute(wanted.values(state=str(AnalysisStatus.CANCELLED), result=None, updated_at=at))

    def keep_part(self, key: str, part: str, value: Json, *, at: datetime) -> None:
        """Keep a large part of a result by itself, instead of one of that name that was kept before."""
        values = {
            "kind": _PART,
            "arguments": {},
            "state": str(AnalysisStatus.DONE),
            "result": value,
            "error": "",
            "requested_by": "",
            "updated_at": at,
        }
        upsert(self._session, AnalysisRow, {"key": _part_key(key, part)}, values)

    def part(self, key: str, part: str) -> Json:
        """Return a part of a result that is kept by itself, or None."""
        kept = select(AnalysisRow.result).where(AnalysisRow.key == _part_key(key, part), AnalysisRow.kind == _PART)
        return self._session.scalar(kept)


def _part_key(key: str, part: str) -> str:
    return f"{key}#{part}"
