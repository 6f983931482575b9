"""The drivers' cursors: SQLite's one for each transaction, psycopg's one for each statement of a connection."""

import re
from functools import lru_cache
from itertools import count
from typing import Any, Protocol

from sqlalchemy import Connection

__all__ = ["Cursors", "PostgresqlCursors", "SqliteCursors", "numbered"]

_KEPT = "ortoo_cursors"
_MOST_KEPT = 100
_MARKS = re.compile("%%|%s")


class Cursors(Protocol):
    """What a transaction says its statements by."""

    def __init__(self, connection: Connection) -> None:
        """Take the cursors of a connection."""

    def for_statement(self, text: str) -> tuple[str, Any]:
        """Return a statement's words as the driver takes them, and the cursor for it."""

    def close(self) -> None:
        """Let go of what must not stay."""


class SqliteCursors:
    """One cursor for all statements: SQLite's driver keeps the statements themselves."""

    def __init__(self, connection: Connection) -> None:
        self._cursor = connection.connection.cursor()

    def for_statement(self, text: str) -> tuple[str, Any]:
        """Return the words as they are, and the cursor."""
        return text, self._cursor

    def close(self) -> None:
        """Close the cursor.

        Left to the garbage collector, which may come in any thread and at any time, it would wait for its connection
        with all of Python: for ever, where another thread waits on that connection for the write lock that the
        collector's own thread holds.
        """
        self._cursor.close()


class PostgresqlCursors:
    """A cursor for each statement, kept with the connection: psycopg forgets with a cursor how its values are told.

    Statements go as PostgreSQL itself takes them. To find where the parameters of a long one are, psycopg would read it
    anew each time: 0.4 ms for the history of one step.
    """

    def __init__(self, connection: Connection) -> None:
        self._driver: Any = connection.dialect.loaded_dbapi
        self._link = connection.connection
        self._kept: dict[str, Any] = self._link.info.setdefault(_KEPT, {})

    def for_statement(self, text: str) -> tuple[str, Any]:
        """Return the words with numbered parameters, and the cursor."""
        cursor = self._kept.get(text)
        if cursor is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            cursor = self._kept[text] = self._driver.RawCursor(self._link.driver_connection)
        return numbered(text), cursor

    def close(self) -> None:
        """Keep them: they go with the connection."""


@lru_cache(maxsize=1024)
def numbered(text: str) -> str:
    """Return a statement as PostgreSQL itself takes it: its parameters are $1, $2 and so on, and % is a letter."""
    place = count(1)
    return _MARKS.sub(lambda mark: "%" if mark[0] == "%%" else f"${next(place)}", text)
