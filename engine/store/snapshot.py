"""All rows of a database as they were at one moment, and their way back into an empty one.

The rows are told in a form of their own, the same for both databases: a backup of one can be restored into the other.
The kinds of the columns are told with them, so that a backup of an older version can be put back into tables of that
version before they are brought to the newest.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, column, func, insert, inspect, select, table, text
from sqlalchemy.types import TypeEngine

from engine.store.database import Database
from engine.store.migrating import AfterUpgrade, finish_upgrade, newest_version, read_version, upgrade_to
from engine.store.tables import DocumentRow, JobRow, Row
from engine.store.transaction import Transaction
from engine.store.types import JsonText, UtcTime
from engine.store.wakeups import wake_workers
from engine.tokens.values import decode, encode

__all__ = ["Snapshot", "TableOfRows", "is_empty", "put_back", "snapshot"]

# Who was signed in when the backup was made is not signed in again by restoring it.
_LEFT_OUT = frozenset({"allowances", "sessions"})
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOfRows:
    """What one table is: its name, and its columns with their kinds ("time", "bytes", "json" or "plain")."""

    name: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A database at one moment.

    Attributes:
        version: The version of its tables.
        tables: What they are, each after those that it refers to.
    """

    version: str
    tables: tuple[TableOfRows, ...]
    connection: Connection

    def rows(self, name: str) -> Iterator[list[Any]]:
        """Yield a table's rows as JSON values, in the order of its columns."""
        found = Row.metadata.tables[name]
        kinds = _kinds(found)
        query = select(found).order_by(*found.primary_key.columns).execution_options(yield_per=_ROWS_AT_ONCE)
        for row in self.connection.execute(query):
            yield [_told(kind, value) for kind, value in zip(kinds.values(), row, strict=True)]

    def document_hashes(self) -> tuple[str, ...]:
        """Return the hash of every document's bytes."""
        return tuple(self.connection.scalars(select(DocumentRow.sha256).distinct().order_by(DocumentRow.sha256)))


@contextmanager
def snapshot(database: Database) -> Iterator[Snapshot]:
    """Give the database as it is now, however long it takes to read it; nobody who writes waits for it."""
    with database.reading_at_one_moment() as connection:
        tables = tuple(
            TableOfRows(name=each.name, columns=_kinds(each))
            for each in Row.metadata.sorted_tables
            if each.name not in _LEFT_OUT
        )
        yield Snapshot(version=read_version(connection), tables=tables, connection=connection)


def is_empty(database: Database) -> bool:
    """Return whether a database has no tables of Ortoo yet."""
    with database.connection() as connection:
        names = set(inspect(connection).get_table_names())
    return not names & {*Row.metadata.tables, "alembic_version"}


def put_back(
    database: Database,
    *,
    version: str,
    tables: Iterable[tuple[TableOfRows, Iterable[Sequence[Any]]]],
    then: AfterUpgrade | None = None,
) -> dict[str, int]:
    """Make the tables of a version in an empty database, fill them, and bring them to the newest version.

    All of it is one transaction: it has happened, or nothing has. `then` as with `upgrade_database`.

    Returns:
        How many rows each table got.
    """
    numbers = {}
    with database.connection() as connection:
        upgrade_to(database, connection, version)
        for what, rows in tables:
            numbers[what.name] = _fill(connection, what, rows)
        upgrade_to(database, connection, newest_version())
        if database.is_postgresql:
            _count_on(connection)
            _wake(connection)
        finish_upgrade(database, connection, version, then)
    return numbers


def _fill(connection: Connection, what: TableOfRows, rows: Iterable[Sequence[Any]]) -> int:
    target = table(what.name, *(column(name, _TYPES[kind]()) for name, kind in what.columns.items()))
    names, number = list(what.columns), 0
    kinds = list(what.columns.values())
    waiting: list[dict[str, Any]] = []
    for row in rows:
        values = (_untold(kind, value) for kind, value in zip(kinds, row, strict=True))
        waiting.append(dict(zip(names, values, strict=True)))
        number += 1
        if len(waiting) == _ROWS_AT_ONCE:
            connection.execute(insert(target), waiting)
            waiting = []
    if waiting:
        connection.execute(insert(target), waiting)
    return number


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL number new rows after those that were put back."""
    for each in Row.metadata.sorted_tables:
        key = each.autoincrement_column
        sequence = None if key is None else connection.scalar(select(func.pg_get_serial_sequence(each.name, key.name)))
        if key is not None and sequence is not None:
            last = connection.scalar(select(func.max(key)))
            connection.execute(
                text("SELECT setval(CAST(:name AS regclass), :last)"), {"name": sequence, "last": last or 1}
            )


def _wake(connection: Connection) -> None:
    """Have workers look at every job when it is due; whoever had taken it is not of this installation."""
    jobs = connection.execute(select(JobRow.id, JobRow.queue, JobRow.due_at)).all()
    wake_workers(Transaction(connection), [(job_id, queue, due_at) for job_id, queue, due_at in jobs])


def _kinds(of: Table) -> dict[str, str]:
    return {each.name: _kind(each.type) for each in of.columns}


def _kind(of: TypeEngine[Any]) -> str:
    return next((kind for kind, its_type in _TYPES.items() if kind != "plain" and isinstance(of, its_type)), "plain")


_TYPES: dict[str, Any] = {"time": UtcTime, "bytes": LargeBinary, "json": JsonText, "plain": lambda: None}


def _told(kind: str, value: Any) -> Any:  # noqa: ANN401 - a value of any column
    if kind == "json":
        return encode(value)
    if value is None or kind == "plain":
        return value
    return value.isoformat() if kind == "time" else base64.b64encode(value).decode("ascii")


def _untold(kind: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    if kind == "json":
        return decode(value)
    if value is None or kind == "plain":
        return value
    return datetime.fromisoformat(value) if kind == "time" else base64.b64decode(value)
