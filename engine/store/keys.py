"""Commands carried out under a key of their giver: the second of two equal ones finds what came of the first."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.store.tables import CommandKeyRow
from engine.store.upserts import insert_unless_there

__all__ = ["CommandKeyStore"]


class CommandKeyStore:
    """Keeps command keys."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, key: str, at: datetime) -> str | None:
        """Take a key; return None when it is ours now, or what came of the command that took it before."""
        if insert_unless_there(self._session, CommandKeyRow, {"key": key}, {"result": "", "created_at": at}):
            return None
        return self._session.scalar(select(CommandKeyRow.result).where(CommandKeyRow.key == key))

    def settle(self, key: str, result: str) -> None:
        """Note what came of the command that took the key."""
        self._session.execute(update(CommandKeyRow).where(CommandKeyRow.key == key).values(result=result))
