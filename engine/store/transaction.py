"""One transaction of a database: prepared statements run on it, and a session for everything else.

What a step of a case writes can wait until something is read or all of it is committed: PostgreSQL is then told it in
one statement, which saves a message to and fro for each of the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from engine.store.deferred import Deferred, together
from engine.store.line import Line
from engine.store.prepared import Prepared, ReadyStatement

__all__ = ["Transaction"]

# A row that is read again after a lock was waited for has to be what it is now, not what it was before.
_ALWAYS_FRESH = {"populate_existing": True}
# Neither database takes any number of parameters: SQLite 32,766.
_ROWS_AT_ONCE = 100


class Transaction:
    """One transaction; whoever opened it commits it."""

    def __init__(self, connection: Connection, line: Line | None = None) -> None:
        self._connection = connection
        self._dialect = connection.dialect
        self._line = line or Line(connection)
        self._deferred: list[Deferred] = []

    @property
    def is_postgresql(self) -> bool:
        """Whether the database is PostgreSQL; otherwise it is SQLite."""
        return self._dialect.name == "postgresql"

    @cached_property
    def session(self) -> Session:
        """A session in this transaction, for what is asked seldom or is put together as it is asked."""
        self._tell()
        return Session(self._connection, execution_options=_ALWAYS_FRESH)

    def rows(self, statement: Prepared, /, **given: object) -> list[Any]:
        """Run a statement and return its rows: each value is known by its column's name."""
        self._tell()
        ready = statement.for_dialect(self._dialect)
        return ready.rows(self._line.run(ready.text, ready.parameters(given), has_rows=True))

    def row(self, statement: Prepared, /, **given: object) -> Any:  # noqa: ANN401 - a row of any statement
        """Run a statement and return its first row, or None."""
        found = self.rows(statement, **given)
        return found[0] if found else None

    def run(self, statement: Prepared, /, **given: object) -> int:
        """Run a statement that answers nothing and return how many rows it has changed."""
        self._tell()
        ready = statement.for_dialect(self._dialect)
        self._line.run(ready.text, ready.parameters(given))
        return self._line.changed

    def run_each(self, statement: Prepared, many: Iterable[Mapping[str, object]], /) -> None:
        """Run a statement that answers nothing once for each set of values; an insert writes many rows at once."""
        self.defer_each(statement, many)
        self._tell()

    def defer(self, statement: Prepared, or_else: type[Exception] | None = None, /, **given: object) -> None:
        """Run a statement that answers nothing before anything else is read, and before all is committed.

        Args:
            statement: The statement; beside the others it may be run in any order, so none changes what another does.
            or_else: What is raised, then, if it changes no row.
            given: Its values.
        """
        ready = statement.for_dialect(self._dialect)
        self._keep(Deferred(ready.table, ready.is_insert, ready.text, ready.parameters(given), or_else))

    def defer_each(self, statement: Prepared, many: Iterable[Mapping[str, object]], /) -> None:
        """Run a statement once for each set of values, as with `defer`; an insert writes many rows at once."""
        ready = statement.for_dialect(self._dialect)
        if ready.is_insert:
            self._keep_rows(ready, [ready.in_order(given) for given in many])
        else:
            for given in many:
                self._keep(Deferred(ready.table, ready.is_insert, ready.text, ready.parameters(given)))

    def defer_rows(self, statement: Prepared, rows: Sequence[Sequence[object]], /) -> None:
        """Insert rows, as with `defer_each`; each holds its values in the order of the statement's columns."""
        ready = statement.for_dialect(self._dialect)
        assert ready.is_in_order  # noqa: S101 - how the statement is written, whatever the rows
        self._keep_rows(ready, rows)

    def flush(self) -> None:
        """Have everything that was changed told to the database."""
        self._tell()
        if "session" in self.__dict__:
            self.session.flush()

    def close(self) -> None:
        """Let go of the driver's line."""
        self._line.close()

    def _keep(self, one: Deferred) -> None:
        self._deferred.append(one)
        if "session" in self.__dict__:
            self._tell()  # whoever has the session may read with it at any moment

    def _keep_rows(self, ready: ReadyStatement, rows: Sequence[Sequence[object]]) -> None:
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[first : first + _ROWS_AT_ONCE]
            text, parameters = ready.for_rows(len(some)), ready.parameters_of_rows(some)
            self._keep(Deferred(ready.table, ready.is_insert, text, parameters))

    def _tell(self) -> None:
        if not self._deferred:
            return
        waiting, self._deferred = self._deferred, []
        for one in together(waiting) if self.is_postgresql else waiting:
            self._line.run(one.text, one.parameters)
            if one.or_else is not None and not self._line.changed:
                raise one.or_else
