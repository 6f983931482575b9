"""Sheets as values: every sheet has one table at the same place, so that formulas elsewhere know its addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["FIRST_ROW", "Cell", "Column", "Form", "Formula", "Lead", "Sheet", "address", "column_letters", "span"]

FIRST_ROW = 5
"""The row of a table's first line, counted from 1 as spreadsheets do: title, note, a blank row and headers precede."""

Form = Literal["text", "count", "exact", "number", "probability", "per_cent"]
"""How a column's cells are shown: sentences; whole numbers; all digits; two decimals; four; a share as per cent."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula.

    Attributes:
        expression: The formula without its equals sign, function names in English as the file format has them.
        value: What it comes to, worked out by us: readers that do not compute show this.
    """

    expression: str
    value: float


@dataclass(frozen=True, slots=True)
class Lead:
    """A text that leads to a cell of another sheet.

    Attributes:
        text: What it says.
        to: The cell's address with its sheet.
    """

    text: str
    to: str


Cell = str | float | Formula | Lead | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, how its cells are shown, its width in characters."""

    header: str
    form: Form = "number"
    width: int = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet with one table.

    Attributes:
        name: What its tab says: at most 31 characters, no brackets, colons, asterisks, question marks or
            slashes, as readers ask.
        title: What the table shows.
        note: How to read it.
        columns: The columns; the first names what a row is about.
        rows: The cells, each row as long as `columns`.
        totals: How many of the last rows are totals.
    """

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    totals: int = 0


def column_letters(column: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(column: int, row: int, sheet: str = "") -> str:
    """Return the address of a table's cell: row and column counted from 0 inside the table.

    >>> address(1, 0), address(1, 0, "Work of all")
    ('B5', "'Work of all'!B5")
    """
    cell = f"{column_letters(column)}{FIRST_ROW + row}"
    return f"'{sheet}'!{cell}" if sheet else cell


def span(column: int, first: int, last: int) -> str:
    """Return the cells of a column from one row of the table to another, both included."""
    return f"{address(column, first)}:{address(column, last)}"
