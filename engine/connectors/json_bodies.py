"""JSON as it goes over the wire: exact decimals stay exact both ways."""

import json
from collections.abc import Mapping
from decimal import Decimal

from bpmn.expressions import to_json
from engine.values import Json

__all__ = ["as_body", "from_body"]


def as_body(value: Json) -> bytes:
    """Return a value as UTF-8 JSON; a decimal becomes a number with the same digits.

    >>> as_body({"fee": Decimal("0.10")})
    b'{"fee":0.10}'
    """
    return _text(value).encode("utf-8", "replace")


def from_body(body: bytes) -> Json:
    """Return what UTF-8 JSON says, numbers with a fraction as decimals.

    Raises:
        ValueError: If it is no JSON, is nested too deeply or holds what is no JSON number.
    """
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_refuse)  # type: ignore[no-any-return]  # JSON
    except RecursionError as error:
        message = "the JSON is nested too deeply"
        raise ValueError(message) from error


def _refuse(name: str) -> Json:
    message = f"{name} is no JSON number"
    raise ValueError(message)


def _text(value: Json) -> str:
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json.dumps(str(name))}:{_text(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else "null"
    if value is None or isinstance(value, str | int | float):
        return json.dumps(value)
    return json.dumps(to_json(value))
