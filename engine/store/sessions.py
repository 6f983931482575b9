"""Browsers' sessions, kept under the hash of their ids."""

import hashlib
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.store.tables import SessionRow
from engine.store.upserts import upsert

__all__ = ["SessionStore"]


class SessionStore:
    """Keeps sessions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(self, session_id: str, now: datetime) -> bytes | None:
        """Return a session's data, or None where there is none or it has expired."""
        query = select(SessionRow.data).where(SessionRow.id_sha256 == _hash(session_id), SessionRow.expires_at > now)
        return self._session.scalar(query)

    def write(self, session_id: str, data: bytes, *, expires_at: datetime, account_id: str | None) -> None:
        """Keep a session's data."""
        values = {"data": data, "expires_at": expires_at, "account_id": account_id}
        upsert(self._session, SessionRow, {"id_sha256": _hash(session_id)}, values)

    def drop(self, session_id: str) -> None:
        """Forget a session."""
        self._session.execute(delete(SessionRow).where(SessionRow.id_sha256 == _hash(session_id)))

    def drop_of(self, account_id: str) -> None:
        """Forget every session of an account."""
        self._session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))

    def drop_expired(self, now: datetime) -> None:
        """Forget the sessions that have expired."""
        self._session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))


def _hash(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()
