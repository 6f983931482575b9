"""JSON as text, quickly: what the database keeps, and what is hashed.

`orjson` takes a fortieth of the time of Python's own `json`, which makes a new encoder for each text. It is not asked
where the two would say the same value otherwise and the text is hashed, nor where it would refuse.
"""

import json
from collections.abc import Sequence

import orjson

from engine.tokens.values import Stored

__all__ = ["canonical_json", "read_json", "write_json"]

_write = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_write_sorted = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode
_parse = json.JSONDecoder().decode
_DELETE = b"\x7f"  # the one ASCII character that `json` escapes and `orjson` does not
_TOLD_ALIKE = (str, int)


def write_json(value: Stored) -> str:
    """Return a value as JSON, in any form that reads as the same value.

    Half a letter (a lone surrogate), which is in no UTF-8, is escaped.
    """
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return _write(value)


def read_json(text: str) -> Stored:
    """Return the value that a JSON text holds."""
    try:
        found: Stored = orjson.loads(text)
    except orjson.JSONDecodeError:  # half a letter
        return _parse(text)
    return found


def canonical_json(told: Sequence[Stored]) -> bytes:
    """Return a list as the only JSON that stands for it: ASCII, keys sorted, no blanks. It is hashed, so it stays."""
    parts = [*told[:-1], *last.values()] if isinstance(last := told[-1], dict) else told
    if all(type(part) in _TOLD_ALIKE for part in parts):  # floats are told otherwise
        try:
            written = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
        except TypeError:
            return _write_sorted(told).encode()
        if written.isascii() and _DELETE not in written:
            return written
    return _write_sorted(told).encode()
