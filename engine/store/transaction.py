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

__all__ = ["Line", "Transaction"]

# A row that is read again after a lock was waited for has to be what it is now, not what it was before.
_ALWAYS_FRESH = {"populate_existing": True}
# Neither database takes any number of parameters: SQLite 32,766.
_ROWS_AT_ONCE = 100


class Line:
    """The driver's own line to the database, for statements in the database's own words.

    Who listens to SQLAlchemy's events on an engine hears of them as of its own.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver: Any = connection.dialect.loaded_dbapi
        self._cursor: Any = connection.connection.cursor()
        # Asked once: putting together who listens takes as long as many a statement.
        self._before = tuple(connection.engine.dispatch.before_cursor_execute)
        self._after = tuple(connection.engine.dispatch.after_cursor_execute)

    def run(self, text: str, parameters: Sequence[Any] = (), *, has_rows: bool = False) -> Sequence[Any]:
        """Run a statement.

        Args:
            text: The statement.
            parameters: Its parameters, as the driver takes them.
            has_rows: Whether it answers rows: they are returned.

        Raises:
            DBAPIError: What SQLAlchemy makes of the driver's errors. Its text tells no parameters: they may be
                anybody's data.
        """
        for listener in self._before:
            listener(self._connection, self._cursor, text, parameters, None, False)
        rows: Sequence[Any] = ()
        try:
            self._cursor.execute(text, parameters)
            if has_rows:
                rows = self._cursor.fetchall()
        except self._driver.Error as error:
            raise self._in_sqlalchemys_words(error, text) from error
        for listener in self._after:
            listener(self._connection, self._cursor, text, parameters, None, False)
        return rows

    @property
    def changed(self) -> int:
        """How many rows the statement that was run last has changed."""
        number: int = self._cursor.rowcount
        return number

    def close(self) -> None:
        """Let go of the statement that was run last.

        Left to the garbage collector, which may come in any thread and at any time, SQLite's cursor would wait for its
        connection with all of Python: for ever, where another thread waits on that connection for the write lock that
        the collector's own thread holds.
        """
        with suppress(self._driver.Error):  # the connection is gone, and the cursor with it
            self._cursor.close()

    def _in_sqlalchemys_words(self, error: Any, text: str) -> DBAPIError:  # noqa: ANN401 - the driver's
        dialect = self._connection.dialect
        is_lost = dialect.is_disconnect(error, self._connection.connection.driver_connection, self._cursor)
        told = DBAPIError.instance(
            text,
            None,
            error,
            self._driver.Error,
            hide_parameters=True,
            connection_invalidated=is_lost,
            dialect=dialect,
        )
        assert isinstance(told, DBAPIError)  # noqa: S101 - what becomes of a driver's error
        if is_lost:
            self._connection.invalidate(error)
        return told


class Transaction:
    """One transaction; whoever opened it commits it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect
        self._line = Line(connection)

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
        return ready.rows(self._line.run(ready.text, ready.parameters(given), has_rows=True))

    def row(self, statement: Prepared, /, **given: object) -> Any:  # noqa: ANN401 - a row of any statement
        """Run a statement and return its first row, or None."""
        return next(iter(self.rows(statement, **given)), None)

    def run(self, statement: Prepared, /, **given: object) -> int:
        """Run a statement that answers nothing and return how many rows it has changed."""
        ready = statement.for_dialect(self._dialect)
        self._line.run(ready.text, ready.parameters(given))
        return self._line.changed

    def run_each(self, statement: Prepared, many: Iterable[Mapping[str, object]], /) -> None:
        """Run a statement that answers nothing once for each set of values; an insert writes many rows at once."""
        ready = statement.for_dialect(self._dialect)
        parameters = [ready.parameters(given) for given in many]
        if not ready.is_insert:
            for each in parameters:
                self._line.run(ready.text, each)
            return
        for first in range(0, len(parameters), _ROWS_AT_ONCE):
            some = parameters[first : first + _ROWS_AT_ONCE]
            self._line.run(ready.for_rows(len(some)), [*chain.from_iterable(some)])

    def flush(self) -> None:
        """Have everything that was changed in the session told to the database."""
        if "session" in self.__dict__:
            self.session.flush()

    def close(self) -> None:
        """Let go of the driver's line."""
        self._line.close()
