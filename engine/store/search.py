"""Finding by a text: what of a case's data can be found."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from engine.values import Json

__all__ = ["searchable"]

_LONGEST = 2_000
_LONGEST_WORD = 200
_NUMBERS_FROM, _NUMBERS_TO = 10**3, 10**20
_WITHOUT_WORDS = frozenset({bool, float, type(None)})


def searchable(data: Mapping[str, Json]) -> str:
    """Return the texts and whole numbers in `data`, in small letters: lower() of SQLite knows only ASCII.

    Numbers are those of 4 to 20 digits, as on invoices and certificates: smaller ones are counts, which change
    at many a step and by which nobody looks for a case. No more than 2,000 characters in all; what lies behind is not
    even looked at.
    """
    words: list[str] = []
    length = 0
    waiting: list[Json] = [data]
    while waiting and length < _LONGEST:
        value = waiting.pop()
        if type(value) in _WITHOUT_WORDS:
            continue
        if isinstance(value, str):
            words.append(value[:_LONGEST_WORD].lower())
            length += len(words[-1]) + 1
        elif isinstance(value, int | Decimal):
            number = Decimal(value)
            if _NUMBERS_FROM <= abs(number) < _NUMBERS_TO and number == int(number):
                words.append(str(int(number)))
                length += len(words[-1]) + 1
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, Mapping):
            waiting.extend(value.values())
        elif isinstance(value, Sequence):
            waiting.extend(value)
    return "\n".join(words)[:_LONGEST]
