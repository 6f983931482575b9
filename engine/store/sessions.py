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

    def write(self, session_id: str, data: bytes, *, expires_at: datetime, account_uniquifier: str | None) -> None:
        """Keep a session's data."""
        values = {"data": data, "expires_at": expires_at, "account_uniquifier": account_uniquifier}
        upsert(self._session, SessionRow, {"id_sha256": _hash(session_id)}, values)

    def drop(self, session_id: str) -> None:
        """Forget a session."""
        self._session.execute(delete(SessionRow).where(SessionRow.id_sha256 == _hash(session_id)))

    def drop_of(self, account_uniquifier: str) -> None:
        """Forget every session that an account began under its present uniquifier."""
        self._session.execute(delete(SessionRow).where(SessionRow.account_uniquifier == account_uniquifier))

    def drop_expired(self, now: datetime) -> None:
        """Forget the sessions that have expired."""
        self._session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))


def _hash(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()
