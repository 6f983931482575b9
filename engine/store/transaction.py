"""One transaction of a database: prepared statements run on it, and a session for everything else."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import chain
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engine.store.prepared import Prepared

__all__ = ["Transaction", "run_text"]

# A row that is read again after a lock was waited for has to be what it is now, not what it was before.
_ALWAYS_FRESH = {"populate_existing": True}
# Neither database takes any number of parameters: SQLite 32,766.
_ROWS_AT_ONCE = 100


class Transaction:
    """One transaction; whoever opened it commits it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect
        self._cursor: Any = connection.connection.cursor()

    @property
    def is_postgresql(self) -> bool:
        """Whether the database is PostgreSQL; otherwise it is SQLite."""
        return self._dialect.name == "postgresql"

    @cached_property
    def session(self) -> Session:
        """A session in this transaction, for what is asked seldom or is put together as it is asked."""
        return Session(self._connection, execution_options=_ALWAYS_FRESH)

    def rows(self, statement: Prepared, /, **given: object) -> list[Any]:
        """Run a statement and return its rows: each value is known by its column's name."""
        ready = statement.for_dialect(self._dialect)
        answered = run_text(self._connection, self._cursor, ready.text, ready.parameters(given), has_rows=True)
        return ready.rows(answered)

    def row(self, statement: Prepared, /, **given: object) -> Any:  # noqa: ANN401 - a row of any statement
        """Run a statement and return its first row, or None."""
        return next(iter(self.rows(statement, **given)), None)

    def run(self, statement: Prepared, /, **given: object) -> int:
        """Run a statement that answers nothing and return how many rows it has changed."""
        ready = statement.for_dialect(self._dialect)
        run_text(self._connection, self._cursor, ready.text, ready.parameters(given))
        changed: int = self._cursor.rowcount
        return changed

    def run_each(self, statement: Prepared, many: Iterable[Mapping[str, object]], /) -> None:
        """Run a statement that answers nothing once for each set of values; an insert writes many rows at once."""
        ready = statement.for_dialect(self._dialect)
        parameters = [ready.parameters(given) for given in many]
        if not ready.is_insert:
            for each in parameters:
                run_text(self._connection, self._cursor, ready.text, each)
            return
        for first in range(0, len(parameters), _ROWS_AT_ONCE):
            some = parameters[first : first + _ROWS_AT_ONCE]
            run_text(self._connection, self._cursor, ready.for_rows(len(some)), [*chain.from_iterable(some)])

    def flush(self) -> None:
        """Have everything that was changed in the session told to the database."""
        if "session" in self.__dict__:
            self.session.flush()

    def close(self) -> None:
        """Let go of the statement that was run last.

        Left to the garbage collector, which may come in any thread and at any time, SQLite's cursor would wait for its
        connection with all of Python. If another thread waits on that connection for the write lock that the
        collector's own thread holds, nothing moves until it gives up.
        """
        with suppress(self._dialect.loaded_dbapi.Error):  # the connection is gone, and the cursor with it
            self._cursor.close()


def run_text(
    connection: Connection,
    cursor: Any,  # noqa: ANN401 - the driver's
    text: str,
    parameters: Sequence[Any] = (),
    *,
    has_rows: bool = False,
) -> Sequence[Any]:
    """Run a statement in the database's own words, seen by who listens to SQLAlchemy's events, as its own are.

    Args:
        connection: The connection.
        cursor: The driver's cursor on it.
        text: The statement.
        parameters: Its parameters, as the driver takes them.
        has_rows: Whether it answers rows: they are returned.

    Raises:
        DBAPIError: What SQLAlchemy makes of the driver's errors. Its text tells no parameters: they may be anybody's
            data.
    """
    for listener in connection.dispatch.before_cursor_execute:
        listener(connection, cursor, text, parameters, None, False)
    driver: Any = connection.dialect.loaded_dbapi
    rows: Sequence[Any] = ()
    try:
        cursor.execute(text, parameters)
        if has_rows:
            rows = cursor.fetchall()
    except driver.Error as error:
        is_lost = connection.dialect.is_disconnect(error, connection.connection.driver_connection, cursor)
        told = DBAPIError.instance(
            text,
            None,
            error,
            driver.Error,
            hide_parameters=True,
            connection_invalidated=is_lost,
            dialect=connection.dialect,
        )
        if is_lost:
            connection.invalidate(error)
        raise told from error
    for listener in connection.dispatch.after_cursor_execute:
        listener(connection, cursor, text, parameters, None, False)
    return rows
