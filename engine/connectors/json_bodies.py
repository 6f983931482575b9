"""JSON as it goes over the wire: exact decimals stay exact both ways."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from bpmn.expressions import to_json
from engine.values import Json

__all__ = ["as_body", "from_body"]

# A number beyond it is no amount of anything (and Python reads no whole number of more than 4,300 digits). Written out
# digit by digit, a few characters such as 1e999999999 would be a gigabyte.
_MOST_DIGITS = 4_000


def as_body(value: Json) -> bytes:
    """Return a value as UTF-8 JSON; a decimal becomes a number with the same digits.

    >>> as_body({"fee": Decimal("0.10")})
    b'{"fee":0.10}'
    """
    return _text(value).encode("utf-8", "replace")


def from_body(body: bytes) -> Json:
    """Return what UTF-8 JSON says, numbers with a fraction as decimals.

    Raises:
        ValueError: If it is no JSON, is nested too deeply, or holds what is no JSON number or one that is too large.
    """
    try:
        return json.loads(body, parse_float=_number, parse_constant=_refuse)  # type: ignore[no-any-return]  # JSON
    except RecursionError as error:
        message = "the JSON is nested too deeply"
        raise ValueError(message) from error


def _number(written: str) -> Decimal:
    try:
        number = Decimal(written)
    except InvalidOperation:  # more than even a decimal's exponent may be
        number = Decimal("Infinity")
    if not _is_written_out(number):
        message = f"{written[:40]} has more digits than a number can have"
        raise ValueError(message)
    return number


def _is_written_out(number: Decimal) -> bool:
    """Return whether a number is of a size that is written out digit by digit."""
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and abs(number.adjusted()) < _MOST_DIGITS and abs(exponent) < 2 * _MOST_DIGITS


def _refuse(name: str) -> Json:
    message = f"{name} is no JSON number"
    raise ValueError(message)


def _digits(value: Decimal) -> str:
    if not value.is_finite():
        return "null"
    return format(value, "f") if _is_written_out(value) else str(value)  # 1E+999999999 is JSON too


def _text(value: Json) -> str:
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json.dumps(str(name))}:{_text(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, Decimal):
        return _digits(value)
    if value is None or isinstance(value, str | int | float):
        return json.dumps(value)
    return json.dumps(to_json(value))
