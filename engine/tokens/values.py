"""The values variables hold: JSON, exact decimals, and FEEL's dates, times and durations.

Values are never changed in place: they are copied where they come in and go out, and everything between replaces them.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from bpmn.expressions import from_json
from bpmn.expressions.values import Date, DateTime, DayTimeDuration, Time, YearMonthDuration, Zone
from bpmn.language import Text
from engine.errors import DataRefusedError

__all__ = [
    "MOST_WEIGHT",
    "Json",
    "Stored",
    "Value",
    "accept",
    "decode",
    "decoded",
    "encode",
    "encoded",
    "given_out",
    "may_hold_tags",
    "weigh",
]

Json: TypeAlias = object
"""A JSON value: None, bool, int, float, Decimal, str, list, dict with string keys."""
Value: TypeAlias = object
"""A variable's value: JSON, or one of FEEL's dates, times and durations."""
Stored: TypeAlias = object
"""What `orjson` writes as it is."""
MOST_WEIGHT = 8
"""What `weigh` makes of a number, and so of one byte of encoded JSON at the most."""

_TAG = "$"
_NUMBERS: Mapping[str, Callable[[str], int | Decimal]] = {"int": int, "Decimal": Decimal}
_TEMPORAL = {kind.__name__: kind for kind in (Date, DateTime, DayTimeDuration, Time, YearMonthDuration, Zone)}
_PLAIN = (bool, str, type(None), Decimal, *_TEMPORAL.values())
_PYTHON_TEMPORAL = (date, time, timedelta)
_JSON_WITH_PARTS = frozenset({list, dict})
_WRITTEN_AS_THEY_ARE = frozenset({str, bool, type(None)})
_TAG_IN_JSON = b'"$"'
_NUMBER_TYPES = frozenset({int, float, Decimal, bool, type(None)})
_MAX_DEPTH = 100
_INT64 = 2**63


def accept(data: Mapping[str, Json]) -> dict[str, Value]:
    """Return a copy of data from outside that shares nothing with it.

    Raises:
        DataRefusedError: If it holds what is no JSON value: a key that is no text, a number that is none, an object.
    """
    return {_key(name, name): _accept(value, str(name), 0) for name, value in data.items()}


def _key(key: object, where: str) -> str:
    if not isinstance(key, str):
        raise DataRefusedError(Text("In {where} a key is not a text.", where=where))
    return key


def _accept(value: object, where: str, depth: int) -> Value:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) and math.isfinite(value):
        return value
    if depth > _MAX_DEPTH:
        raise DataRefusedError(Text("The value of {where} is nested too deeply.", where=where))
    if isinstance(value, Mapping):
        return {_key(key, where): _accept(item, where, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_accept(item, where, depth + 1) for item in value]
    if isinstance(value, _PYTHON_TEMPORAL):
        return from_json(value)
    raise DataRefusedError(
        Text("The value of {where} cannot be kept: {kind} is no JSON value.", where=where, kind=type(value).__name__)
    )


def given_out(variables: Mapping[str, Value]) -> dict[str, Value]:
    """Return a copy of variables as FEEL's values, every number a decimal (`to_json` makes JSON of them)."""
    return {name: from_json(value) for name, value in variables.items()}


def weigh(value: Value) -> int:
    """Return the approximate size of a value in bytes, as JSON."""
    if type(value) in _NUMBER_TYPES:  # as most are
        return MOST_WEIGHT
    total, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            total += len(one) + 2
        elif isinstance(one, dict):
            total += 2 + sum(len(key) + 4 for key in one)
            waiting.extend(one.values())
        elif isinstance(one, list):
            total += 2 + len(one)
            waiting.extend(one)
        else:
            total += MOST_WEIGHT
    return total


def encode(value: Value) -> Stored:
    """Return a value as JSON that `decode` turns back into the same value.

    What JSON has no type for becomes an object whose first key is "$"; an object of the user's with such a key is
    wrapped, so that no name or content of a variable can make a case unreadable.
    """
    if type(value) in _WRITTEN_AS_THEY_ARE or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return {_TAG: "Decimal", "v": str(value)}
    if isinstance(value, int | float):
        return _encode_number(value)
    if isinstance(value, dict):
        inner = encoded(value)
        return {_TAG: "dict", "v": inner} if _TAG in inner else inner
    if isinstance(value, list):
        return [item if type(item) in _WRITTEN_AS_THEY_ARE else encode(item) for item in value]
    kind = type(value)
    return {_TAG: kind.__name__, "v": [encode(getattr(value, part.name)) for part in fields(kind)]}  # type: ignore[arg-type]  # only dataclasses are left


def _encode_number(value: float) -> Stored:
    if isinstance(value, int):
        return value if -_INT64 <= value < _INT64 else {_TAG: "int", "v": str(value)}
    if math.isfinite(value):
        return value
    message = f"JSON has no {value}"
    raise ValueError(message)


def decode(stored: Stored) -> Value:
    """Return the value that `encode` wrote."""
    if isinstance(stored, list):
        return [decode(item) if type(item) in _JSON_WITH_PARTS else item for item in stored]
    if not isinstance(stored, dict):
        return stored
    return _decode_tagged(stored[_TAG], stored["v"]) if _TAG in stored else decoded(stored)


def _decode_tagged(tag: str, inner: Any) -> Value:  # noqa: ANN401  # JSON
    if tag == "dict":
        return decoded(inner)
    if tag in _NUMBERS:
        return _NUMBERS[tag](inner)
    kind = _TEMPORAL[tag]
    parts: dict[str, Any] = {part.name: decode(item) for part, item in zip(fields(kind), inner, strict=True)}
    return kind(**parts)


def decoded(stored: Mapping[str, Stored]) -> dict[str, Value]:
    """Return variables that were encoded one by one."""
    return {name: decode(value) if type(value) in _JSON_WITH_PARTS else value for name, value in stored.items()}


def encoded(variables: Mapping[str, Value]) -> dict[str, Stored]:
    """Return variables encoded one by one."""
    return {name: value if type(value) in _WRITTEN_AS_THEY_ARE else encode(value) for name, value in variables.items()}


def may_hold_tags(stored: bytes) -> bool:
    """Return whether a text of JSON may hold an object with the key "$"; if not, what it holds needs no decoding."""
    return _TAG_IN_JSON in stored
