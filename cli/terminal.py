"""Text that fits a terminal: tables of at most eighty columns, sentences that are broken between words."""

import shutil
import textwrap
from collections.abc import Iterable, Sequence

import click

__all__ = ["WIDTH", "fitting_table", "print_fitting_table", "print_heading", "print_sentences", "terminal_width"]

WIDTH = 80
_GAP = 2
_LEAST = 12


def terminal_width() -> int:
    """Return how wide lines may be: as the terminal, at most a hundred, eighty where there is none."""
    return max(40, min(shutil.get_terminal_size(fallback=(WIDTH, 24)).columns, 100))


def print_heading(text: str) -> None:
    """Write a heading with a line under it and an empty one above."""
    click.echo(f"\n{text}\n{'=' * len(text)}")


def print_sentences(sentences: Iterable[str], *, bullet: str = "- ") -> None:
    """Write sentences one under the other, broken between words."""
    for sentence in sentences:
        for line in textwrap.wrap(
            sentence, terminal_width(), initial_indent=bullet, subsequent_indent=" " * len(bullet)
        ):
            click.echo(line)


def print_fitting_table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: Iterable[int] = ()) -> None:
    """Write a table that fits the terminal; see `fitting_table`."""
    for line in fitting_table(headings, rows, right=right, width=terminal_width()):
        click.echo(line)


def fitting_table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: Iterable[int] = (), width: int = WIDTH
) -> list[str]:
    """Return a table's lines, none longer than `width` where words allow it: the widest columns are broken.

    Args:
        headings: One a column.
        rows: As many cells a row.
        right: The columns that are set to the right.
        width: How wide it may be.
    """
    cells = [list(headings), *([str(cell) for cell in row] for row in rows)]
    widths = _widths(cells, width)
    to_right = set(right)
    head, *body = (_lines(row, widths, to_right) for row in cells)
    rule = "  ".join("-" * one for one in widths)
    return [*head, rule, *(line for row in body for line in row)]


def _widths(cells: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return each column's width: its widest cell, the widest columns made smaller until all fit."""
    widths = [max(1, *(len(row[column]) for row in cells)) for column in range(len(cells[0]))]
    least = [min(one, max(_LEAST, _longest_word(cells, column))) for column, one in enumerate(widths)]
    while sum(widths) + _GAP * (len(widths) - 1) > width:
        shrinkable = [column for column, one in enumerate(widths) if one > least[column]]
        if not shrinkable:
            break
        widths[max(shrinkable, key=lambda column: (widths[column], -column))] -= 1
    return widths


def _longest_word(cells: Sequence[Sequence[str]], column: int) -> int:
    return max((len(word) for row in cells for word in row[column].split()), default=0)


def _lines(row: Sequence[str], widths: Sequence[int], right: set[int]) -> list[str]:
    wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
    height = max(len(cell) for cell in wrapped)
    lines = []
    for number in range(height):
        parts = [cell[number] if number < len(cell) else "" for cell in wrapped]
        placed = (
            part.rjust(width) if column in right else part.ljust(width)
            for column, (part, width) in enumerate(zip(parts, widths, strict=True))
        )
        lines.append((" " * _GAP).join(placed).rstrip())
    return lines
