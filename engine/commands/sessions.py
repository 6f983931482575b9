"""Browsers' sessions: rows, so that they can be ended from here at any time."""

from datetime import datetime

from engine.opening import Engine

__all__ = ["drop_session", "drop_sessions_of", "read_session", "write_session"]


def read_session(engine: Engine, *, session_id: str) -> bytes | None:
    """Return a session's data, or None where there is none or it has expired."""
    with engine.database.reading() as work:
        return work.sessions.read(session_id, engine.clock.now())


def write_session(
    engine: Engine, *, session_id: str, data: bytes, expires_at: datetime, account_uniquifier: str | None = None
) -> None:
    """Keep a session's data; those that have expired are cleared away in passing.

    Args:
        engine: The engine.
        session_id: What the browser holds; only its hash is kept.
        data: What the session holds.
        expires_at: Until when, aware.
        account_uniquifier: Who has signed in in it, by their account's uniquifier, or None.
    """
    with engine.database.writing() as work:
        work.sessions.drop_expired(engine.clock.now())
        work.sessions.write(session_id, data, expires_at=expires_at, account_uniquifier=account_uniquifier)


def drop_session(engine: Engine, *, session_id: str) -> None:
    """End a session."""
    with engine.database.writing() as work:
        work.sessions.drop(session_id)


def drop_sessions_of(engine: Engine, *, account_id: str) -> None:
    """End every session of an account."""
    with engine.database.writing() as work:
        account = work.accounts.by_id(account_id)
        if account is not None:
            work.sessions.drop_of(account.uniquifier)
