"""Statements that are made ready once and then run as they are.

A statement is written in SQLAlchemy's words on the tables, which are the one source of truth. To put it into a
database's words takes SQLAlchemy 0.2 to 0.6 ms each time, even where it finds it among those it knows; SQLite answers
most of them in 5 us and PostgreSQL in 25 (measured). What a case needs at each of its steps is therefore made ready
at its first use: its text, the order of its parameters, and what turns values into the database's and back.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import Delete, Dialect, Insert, Select, TextClause, Update
from sqlalchemy.sql.compiler import SQLCompiler

from engine.store.types import are_clean, clean

__all__ = ["Prepared", "ReadyStatement"]

_Convert: TypeAlias = Callable[[Any], Any]
_Statement: TypeAlias = Select[*tuple[Any, ...]] | Insert | Update | Delete | TextClause


class ReadyStatement:
    """A statement in the words of one kind of database.

    Attributes:
        text: The words, each parameter marked at its place.
        is_insert: Whether it writes a row, so that it can be made to write several.
        is_in_order: Whether its parameters are its columns, in the order in which these were given.
        table: The table that it writes to, "" where it writes to none.
        row_type: What each row it answers is: a tuple whose values go by their columns' names.
    """

    def __init__(self, statement: _Statement, columns: Sequence[str] | None, dialect: Dialect) -> None:
        kind: Any = type(dialect)
        in_order = kind(paramstyle="qmark" if dialect.name == "sqlite" else "format")
        compiled = statement.compile(dialect=in_order, column_keys=columns)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - what a statement is compiled to
        self.text = str(compiled)
        self.is_insert = isinstance(statement, Insert)
        self.table = str(statement.table) if isinstance(statement, Insert | Update | Delete) else ""
        types = {name: parameter.type for parameter, name in compiled.bind_names.items()}
        names = list(compiled.positiontup or ())
        self.is_in_order = names == list(columns or ())
        self._pick = _picker(names)
        binds = [types[name].dialect_impl(dialect).bind_processor(dialect) for name in names]
        self._binds = _conversions(binds)
        # Texts are looked at together: of most nothing has to be changed.
        texts = [place for place, convert in enumerate(binds) if convert is clean]
        self._texts = _picker(texts)
        self._binds_but_texts = [(place, convert) for place, convert in self._binds if convert is not clean]
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}
        answered = [] if isinstance(statement, TextClause) else list(statement.exported_columns)
        self.row_type = _row_type([str(column.key) for column in answered])
        self._make_row: Callable[[Iterable[Any]], Any] = self.row_type._make
        self._results = _conversions(
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in answered
        )
        self._rows_at_once: dict[int, str] = {}

    def parameters(self, given: Mapping[str, object]) -> list[Any]:
        """Return the parameters as the driver takes them, in their order."""
        ready = [*self.in_order(given)]
        for place, convert in self._binds_but_texts if are_clean(self._texts(ready)) else self._binds:
            ready[place] = convert(ready[place])
        return ready

    def parameters_of_rows(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """Return the parameters of several rows, one row after the other; each row's are given in their order."""
        ready = [*chain.from_iterable(rows)]
        texts = chain.from_iterable(map(self._texts, rows))
        width = len(rows[0])
        for place, convert in self._binds_but_texts if are_clean(texts) else self._binds:
            for here in range(place, len(ready), width):
                ready[here] = convert(ready[here])
        return ready

    def in_order(self, given: Mapping[str, object]) -> Sequence[Any]:
        """Return values in the order of the parameters."""
        return self._pick({**self._constants, **given} if self._constants else given)

    def for_rows(self, number: int) -> str:
        """Return the words of an insert for so many rows at once."""
        text = self._rows_at_once.get(number)
        if text is None:
            head, values, row = self.text.partition(" VALUES ")
            text = self._rows_at_once[number] = head + values + ", ".join([row] * number)
        return text

    def rows(self, answered: Iterable[Sequence[Any]]) -> list[Any]:
        """Return the driver's rows with every value as Python has it, each known by its column's name."""
        return [self._make_row(self._read(row)) for row in answered]

    def _read(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, convert in self._results:
            values[place] = convert(values[place])
        return values


def _conversions(of_places: Iterable[_Convert | None]) -> list[tuple[int, _Convert]]:
    return [(place, convert) for place, convert in enumerate(of_places) if convert is not None]


def _picker(names: Sequence[Any]) -> Callable[[Any], Sequence[Any]]:
    """Return what takes values by their names or places, in an order, as quickly as C does it."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda given: [given[name] for name in names]


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
