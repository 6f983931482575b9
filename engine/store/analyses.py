"""Analyses that were asked for."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.store.tables import AnalysisRow
from engine.store.upserts import insert_unless_there
from engine.values import AnalysisState, AnalysisStatus, Json

__all__ = ["AnalysisStore"]


class AnalysisStore:
    """Keeps analyses."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_key(self, key: str) -> AnalysisState | None:
        """Return an analysis, or None."""
        row = self._session.scalar(select(AnalysisRow).where(AnalysisRow.key == key))
        if row is None:
            return None
        return AnalysisState(
            key=row.key,
            kind=row.kind,
            state=AnalysisStatus(row.state),
            result=row.result,
            error=row.error,
            updated_at=row.updated_at,
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
