"""Finding by a text: what of a case's data can be found, and the condition that finds it."""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from engine.references import read_reference
from engine.values import Json

__all__ = ["begins", "contains", "is_reference", "searchable"]

_BEGINNING = re.compile(r"(?=.*[2-9])[2-9A-Z]{4}-[2-9A-Z-]*")  # at least one block of a reference, and a digit
# What no reference sorts behind, by the bytes and by any language's order, which may not count hyphens at first.
_LAST = "Z" * 20
_LONGEST = 2_000
_LONGEST_WORD = 200


def searchable(data: Mapping[str, Json]) -> str:
    """Return the texts and whole numbers in `data`, in small letters: lower() of SQLite knows only ASCII."""
    words: list[str] = []
    waiting: list[Json] = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            words.append(value[:_LONGEST_WORD].lower())
        elif isinstance(value, int) and not isinstance(value, bool):
            words.append(str(value)[:_LONGEST_WORD])
        elif isinstance(value, Mapping):
            waiting.extend(value.values())
        elif isinstance(value, Sequence):
            waiting.extend(value)
    return "\n".join(words)[:_LONGEST]


def contains(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Return the condition that `column` holds `text`, whose letters are as large or small as the column's."""
    return column.contains(text.strip(), autoescape=True)


def is_reference(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool] | None:
    """Return the condition that `column` is the reference that `text` is or begins; None where it is no reference.

    An index answers it, whatever else there is; so a text that can only be a reference is looked for nowhere else.
    """
    whole = read_reference(text)
    if whole is not None:
        return column == whole
    return begins(column, text.upper()) if _BEGINNING.fullmatch(text.strip().upper()) else None


def begins(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Return the condition that `column`, of references, begins with `text`, in a form that an index answers."""
    beginning = text.strip()
    in_range = (column >= beginning) & (column <= beginning + _LAST)
    return in_range & column.startswith(beginning, autoescape=True)
