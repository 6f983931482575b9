"""Insert-or-update and insert-unless-there, which both databases have under the same words."""

from collections.abc import Mapping

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.store.tables import Row

__all__ = ["insert_unless_there", "upsert"]


def upsert(session: Session, table: type[Row], key: Mapping[str, object], values: Mapping[str, object]) -> None:
    """Write one row, new or not.

    Args:
        session: The transaction.
        table: The table.
        key: Its primary key.
        values: Everything else.
    """
    statement = _insert(session, table).values(**key, **values)
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def insert_unless_there(
    session: Session, table: type[Row], key: Mapping[str, object], values: Mapping[str, object]
) -> bool:
    """Write one row unless there is one of that key; return whether it was written.

    Where another transaction is about to write the same key, this waits for how that ends.
    """
    statement = _insert(session, table).values(**key, **values).on_conflict_do_nothing(index_elements=list(key))
    first = next(iter(key))
    return session.scalar(statement.returning(getattr(table, first))) is not None


def _insert(session: Session, table: type[Row]) -> "postgresql.Insert | sqlite.Insert":
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
