"""Statements that are made ready once and then run as they are.

A statement is written in SQLAlchemy's words on the tables, which are the one source of truth. To put it into a
database's words takes SQLAlchemy 0.2 to 0.6 ms each time, even where it finds it among those it knows; SQLite answers
most of them in 5 us and PostgreSQL in 25 (measured). What a case needs at each of its steps is therefore made ready
at its first use: its text, the order of its parameters, and what turns values into the database's and back.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Delete, Dialect, Insert, Select, TextClause, Update
from sqlalchemy.sql.compiler import SQLCompiler

__all__ = ["Prepared", "ReadyStatement"]

_Convert: TypeAlias = Callable[[Any], Any] | None
_Statement: TypeAlias = Select[*tuple[Any, ...]] | Insert | Update | Delete | TextClause


class ReadyStatement:
    """A statement in the words of one kind of database.

    Attributes:
        text: The words, each parameter marked at its place.
        is_insert: Whether it writes a row, so that it can be made to write several.
    """

    def __init__(self, statement: _Statement, columns: Sequence[str] | None, dialect: Dialect) -> None:
        kind: Any = type(dialect)
        in_order = kind(paramstyle="qmark" if dialect.name == "sqlite" else "format")
        compiled = statement.compile(dialect=in_order, column_keys=columns)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - what a statement is compiled to
        self.text = str(compiled)
        self.is_insert = isinstance(statement, Insert)
        types = {name: parameter.type for parameter, name in compiled.bind_names.items()}
        self._binds: list[tuple[str, _Convert]] = [
            (name, types[name].dialect_impl(dialect).bind_processor(dialect)) for name in compiled.positiontup or ()
        ]
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}
        answered = [] if isinstance(statement, TextClause) else list(statement.exported_columns)
        self._make_row: Callable[[Iterable[Any]], Any] = _row_type([str(column.key) for column in answered])._make
        self._results: list[_Convert] = [
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in answered
        ]

    def parameters(self, given: Mapping[str, object]) -> list[Any]:
        """Return the parameters as the driver takes them, in their order."""
        values = {**self._constants, **given} if self._constants else given
        return [values[name] if convert is None else convert(values[name]) for name, convert in self._binds]

    def for_rows(self, number: int) -> str:
        """Return the words of an insert for so many rows at once."""
        head, values, row = self.text.partition(" VALUES ")
        return head + values + ", ".join([row] * number)

    def rows(self, answered: Iterable[Sequence[Any]]) -> list[Any]:
        """Return the driver's rows with every value as Python has it, each known by its column's name."""
        make, converts = self._make_row, self._results
        return [
            make([value if convert is None else convert(value) for convert, value in zip(converts, row, strict=True)])
            for row in answered
        ]


def _row_type(names: Sequence[str]) -> Any:  # noqa: ANN401 - a tuple whose values have these names
    make: Callable[..., Any] = namedtuple  # noqa: PYI024 - the names are not known before
    return make("Row", names)


class Prepared:
    """A statement that is made ready once for each kind of database.

    Values it is run with go by the names of its parameters; in an insert, and in what an update sets, those are the
    columns' names. So a parameter of a condition is never named as a column that is set.
    """

    def __init__(self, statement: _Statement, *, columns: Sequence[str] | None = None) -> None:
        """Keep a statement to be made ready.

        Args:
            statement: The statement; what changes from run to run is a `bindparam` of it.
            columns: The columns that an insert or update writes, each from the value of its name.
        """
        self._statement = statement
        self._columns = columns
        self._ready: dict[str, ReadyStatement] = {}

    def for_dialect(self, dialect: Dialect) -> ReadyStatement:
        """Return the statement in the words of a database."""
        ready = self._ready.get(dialect.name)
        if ready is None:
            # Two threads may both make it: what they make is the same.
            ready = self._ready[dialect.name] = ReadyStatement(self._statement, self._columns, dialect)
        return ready
