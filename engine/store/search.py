"""Finding by a text: what of a case's data can be found."""

from collections.abc import Mapping, Sequence

from engine.values import Json

__all__ = ["searchable"]

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
