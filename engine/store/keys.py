"""Commands carried out under a key of their giver: the second of two equal ones finds what came of the first."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from engine.store.prepared import Prepared
from engine.store.tables import CommandKeyRow
from engine.store.transaction import Transaction

__all__ = ["CommandKeyStore"]


class CommandKeyStore:
    """Keeps command keys."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def take(self, key: str, at: datetime) -> str | None:
        """Take a key; return None when it is ours now, or what came of the command that took it before.

        Where another transaction is about to take the same key, this waits for how that ends.
        """
        if self._transaction.run(_TAKE, key=key, result="", created_at=at):
            return None
        row = self._transaction.row(_RESULT, of=key)
        return None if row is None else str(row.result)

    def settle(self, key: str, result: str) -> None:
        """Note what came of the command that took the key."""
        self._transaction.run(_SETTLE, of=key, result=result)


# PostgreSQL's words, which are SQLite's too.
_TAKE = Prepared(
    insert(CommandKeyRow).on_conflict_do_nothing(index_elements=["key"]), columns=["key", "result", "created_at"]
)
_RESULT = Prepared(select(CommandKeyRow.result).where(CommandKeyRow.key == bindparam("of")))
_SETTLE = Prepared(update(CommandKeyRow).where(CommandKeyRow.key == bindparam("of")), columns=["result"])
