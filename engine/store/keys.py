"""Commands carried out under a key of their giver: the second of two equal ones finds what came of the first."""

from datetime import datetime

from sqlalchemy import Integer, bindparam, delete, select, update
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
        while not self._transaction.run(_TAKE, key=key, result="", created_at=at):
            row = self._transaction.row(_RESULT, of=key)
            if row is not None:
                return str(row.result)
            # Its time was over, and it was dropped between the two.
        return None

    def settle(self, key: str, result: str) -> None:
        """Note what came of the command that took the key."""
        self._transaction.run(_SETTLE, of=key, result=result)

    def drop_older(self, than: datetime, *, limit: int) -> int:
        """Forget some keys that were taken before a time; return how many went."""
        return self._transaction.run(_DROP, than=than, limit=limit)


# PostgreSQL's words, which are SQLite's too.
_TAKE = Prepared(
    insert(CommandKeyRow).on_conflict_do_nothing(index_elements=["key"]), columns=["key", "result", "created_at"]
)
_RESULT = Prepared(select(CommandKeyRow.result).where(CommandKeyRow.key == bindparam("of")))
_SETTLE = Prepared(update(CommandKeyRow).where(CommandKeyRow.key == bindparam("of")), columns=["result"])
# Nothing but this asks when a key was taken: an index would cost each command something. The oldest lie foremost.
_OLD = (
    select(CommandKeyRow.key)
    .where(CommandKeyRow.created_at <= bindparam("than", type_=CommandKeyRow.created_at.type))
    .limit(bindparam("limit", type_=Integer()))
)
_DROP = Prepared(delete(CommandKeyRow).where(CommandKeyRow.key.in_(_OLD)))
