"""Opens a database and gives units of work on it: one transaction each, for reading or for writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from engine.store.faults import in_own_words
from engine.store.line import Line
from engine.store.living import give_living_connections
from engine.store.transaction import Transaction
from engine.store.work import Work

if TYPE_CHECKING:
    import psycopg

__all__ = ["Database", "database_address"]

_LONGEST_PAUSE = "20s"
"""How long PostgreSQL waits for the next word within a transaction: shorter than a lease."""


class Database:
    """A database that is open.

    Every unit of work raises `StorageError` where the database cannot be used.

    Attributes:
        is_postgresql: Whether it is PostgreSQL; otherwise it is SQLite.
    """

    def __init__(self, database_url: str) -> None:
        address = database_address(database_url)
        self.is_postgresql = address.get_backend_name() == "postgresql"
        self._engine = _open_postgresql(address) if self.is_postgresql else _open_sqlite(address)
        self.address = address

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """Give a unit of work that only reads."""
        with in_own_words(), self._engine.connect() as connection:
            line = self._begin(connection, "BEGIN")
            try:
                yield Work(Transaction(connection, line))
            finally:
                line.close()

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """Give a unit of work that is committed at its end, or rolled back when an exception leaves it.

        Raises:
            ConflictError: When another transaction stood in the way and nothing was done.
        """
        with in_own_words() as progress, self._engine.connect() as connection:
            line = self._begin(connection, "BEGIN IMMEDIATE")
            try:
                transaction = Transaction(connection, line)
                yield Work(transaction)
                transaction.flush()
            finally:
                line.close()
            progress.is_committing = True
            _commit(connection)

    @contextmanager
    def reading_at_one_moment(self) -> Iterator[Connection]:
        """Give a bare connection that reads everything as it was when it began, whatever others write meanwhile."""
        # SQLite's WAL gives every reader that; PostgreSQL has to be asked.
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if self.is_postgresql else {}
        with in_own_words(), self._begun("BEGIN", **options) as connection:
            self._take_its_time(connection)
            yield connection

    @contextmanager
    def looking_at_one_moment(self) -> Iterator[Work]:
        """Give a unit of work that only reads, and reads everything as it was when it began."""
        with self.reading_at_one_moment() as connection:
            line = Line(connection)
            try:
                yield Work(Transaction(connection, line))
            finally:
                line.close()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Give a bare connection in a writing transaction, for migrations."""
        with in_own_words(), self._begun("BEGIN IMMEDIATE") as connection:
            self._take_its_time(connection)
            yield connection
            _commit(connection)

    def risks(self) -> tuple[str, ...]:
        """Return the database's settings by which what is committed may be lost when the power fails.

        "fsync" and "full_page_writes" of a PostgreSQL server that are off: no session can turn them on. What a session
        can (`synchronous_commit`, SQLite's `synchronous`) is turned on wherever a connection is opened.
        """
        if not self.is_postgresql:
            return ()
        query = "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'"
        with self.reading_at_one_moment() as connection:
            return tuple(sorted(connection.exec_driver_sql(query).scalars()))

    @contextmanager
    def _begun(self, words: str, **options: Any) -> Iterator[Connection]:  # noqa: ANN401 - SQLAlchemy's own
        """Give a connection in a transaction that is rolled back at its end, unless it has been committed."""
        with self._engine.connect() as connection:
            if options:
                connection.execution_options(**options)
            self._begin(connection, words).close()
            yield connection

    def _begin(self, connection: Connection, words: str) -> Line:
        """Begin a transaction and return the line for what is said in it.

        On SQLite a transaction that reads first and writes later fails at once when another has written in between,
        whatever the busy timeout: who wants to write takes the write lock at the beginning ("BEGIN IMMEDIATE") and
        waits for it there. On PostgreSQL the driver begins by itself.
        """
        connection.begin()
        line = Line(connection)
        if not self.is_postgresql:
            try:
                line.run(words)
            except BaseException:
                line.close()
                raise
        return line

    def _take_its_time(self, connection: Connection) -> None:
        """Let a transaction wait for its own program as long as that likes: a slow reader's, or a long migration's."""
        if self.is_postgresql:
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _commit(connection: Connection) -> None:
    """Commit; where that fails nothing of the transaction is left for whoever has the connection next."""
    driver: Any = connection.connection.driver_connection
    try:
        connection.commit()
    except BaseException:
        # SQLAlchemy takes a transaction whose commit failed for ended and gives the connection back as it is.
        try:
            driver.rollback()
        except connection.dialect.loaded_dbapi.Error:
            connection.invalidate()
        raise


def database_address(database_url: str) -> URL:
    """Return the address with the driver that Ortoo uses: psycopg 3 for PostgreSQL, Python's own for SQLite."""
    address = make_url(database_url)
    if address.get_backend_name() in {"postgresql", "postgres"}:
        return address.set(drivername="postgresql+psycopg")
    return address


# hide_parameters: what a statement was given may be anybody's data, and errors are written to the log.
# pool_use_lifo: the connection that was used last knows its statements, and the database's pages, best; in turn each
# would find that others have written since.
def _open_postgresql(address: URL) -> Engine:
    engine = create_engine(address, hide_parameters=True, pool_size=10, max_overflow=20, pool_use_lifo=True)
    event.listen(engine, "connect", _prepare_postgresql)
    give_living_connections(engine)
    return engine


def _prepare_postgresql(connection: "psycopg.Connection", entry: ConnectionPoolEntry) -> None:
    del entry
    # What is committed is on the disk, whatever the server is set to; who asks for more (a standby's disk) gets that.
    connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
    )
    # The locks of whoever is paused in the middle, or has gone without a word, go before others miss them for long:
    # otherwise they go with the connection, which a machine that has lost its power keeps for hours.
    connection.execute(
        "SELECT set_config('idle_in_transaction_session_timeout', %s, false)"
        " WHERE current_setting('idle_in_transaction_session_timeout') = '0'",
        [_LONGEST_PAUSE],
    )
    connection.commit()  # rolled back, the settings would be as before


def _open_sqlite(address: URL) -> Engine:
    is_in_memory = address.database in {None, "", ":memory:"}
    # In memory each connection is a database of its own: all threads take turns on the only one.
    size, overflow = (1, 0) if is_in_memory else (5, 20)
    engine = create_engine(
        address,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_use_lifo=True,
        pool_size=size,
        max_overflow=overflow,
        connect_args={"check_same_thread": False, "timeout": 15},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    del entry
    connection.isolation_level = None  # the module's own transactions begin too late and commit by themselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")
