"""The driver's own line to the database, for statements in the database's own words."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from engine.store.cursors import Cursors, PostgresqlCursors, SqliteCursors

__all__ = ["Line"]

_CURSORS: dict[str, type[Cursors]] = {"sqlite": SqliteCursors, "postgresql": PostgresqlCursors}


class Line:
    """The driver's own line to the database.

    Who listens to SQLAlchemy's events on an engine hears of its statements as of SQLAlchemy's own.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver: Any = connection.dialect.loaded_dbapi
        self._cursors = _CURSORS[connection.dialect.name](connection)
        self._cursor: Any = None
        # Asked once: putting together who listens takes as long as many a statement.
        dispatch = connection.engine.dispatch
        self._before = tuple(dispatch.before_cursor_execute)
        self._after = tuple(dispatch.after_cursor_execute)

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
        words, self._cursor = self._cursors.for_statement(text)
        for listener in self._before:
            listener(self._connection, self._cursor, text, parameters, None, False)
        rows: Sequence[Any] = ()
        try:
            self._cursor.execute(words, parameters)
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
        """Let go of the statement that was run last."""
        with suppress(self._driver.Error):  # the connection is gone, and the cursor with it
            self._cursors.close()

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
