"""What a request's JSON says, read strictly: what is not as the protocol has it is refused with its name."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NoReturn

from flask import request
from werkzeug.exceptions import BadRequest

__all__ = ["Body", "read_body", "read_json", "read_time"]

_LONGEST_MS = 366 * 24 * 3600 * 1000


class Body:
    """A JSON object of a request, asked for its parts by name; a part that is null counts as missing."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}

    def text(self, name: str, otherwise: str | None = None) -> str:
        """Return a text; without `otherwise` it has to be there."""
        value = self.values.get(name, otherwise)
        if not isinstance(value, str):
            _refuse(name, "a text")
        return value

    def optional_text(self, name: str) -> str | None:
        """Return a text, or None where there is none."""
        return self.text(name) if name in self.values else None

    def texts(self, name: str) -> frozenset[str] | None:
        """Return a list of texts as a set, or None where there is none."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            _refuse(name, "a list of texts")
        return frozenset(value)

    def number(self, name: str, otherwise: int | None = None, *, at_least: int = 0) -> int:
        """Return a whole number; without `otherwise` it has to be there."""
        value = self.values.get(name, otherwise)
        if not isinstance(value, int) or isinstance(value, bool) or not at_least <= value <= _LONGEST_MS:
            _refuse(name, f"a whole number from {at_least}")
        return value

    def duration(self, name: str, otherwise: int | None = None, *, at_least: int = 0) -> timedelta:
        """Return a time given in milliseconds."""
        return timedelta(milliseconds=self.number(name, otherwise, at_least=at_least))

    def flag(self, name: str) -> bool:
        """Return whether something is true; false where it is missing."""
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            _refuse(name, "true or false")
        return value

    def object(self, name: str) -> Mapping[str, Any]:
        """Return an object; an empty one where it is missing."""
        value = self.values.get(name, {})
        if not isinstance(value, dict):
            _refuse(name, "an object")
        return value

    def objects(self, name: str) -> Sequence["Body"]:
        """Return a list of objects; an empty one where it is missing."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            _refuse(name, "a list of objects")
        return [Body(one) for one in value]

    def require_only(self, *known: str) -> None:
        """Refuse parts that would change what is asked for and that are not understood here."""
        unknown = sorted(set(self.values) - set(known))
        if unknown:
            raise BadRequest(f"Not understood here: {', '.join(unknown)}.")


def read_body() -> Body:
    """Return the request's JSON object; an empty one where it has no body."""
    given = request.get_data()
    try:
        value = read_json(given.decode()) if given.strip() else {}
    except ValueError as error:
        raise BadRequest("The body is no JSON.") from error
    if not isinstance(value, dict):
        raise BadRequest("The body is no JSON object.")
    return Body(value)


def read_json(text: str) -> Any:  # noqa: ANN401 - JSON is whatever it is
    """Return what a JSON text holds, decimals exactly.

    Raises:
        ValueError: If it is no JSON, holds NaN or infinity, or goes too deep.
    """
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError(text[:20]) from error


def read_time(name: str, text: str) -> datetime:
    """Return a time in the protocol's form, as 2026-01-31T12:00:00.000+0800."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    return at if at is not None and at.tzinfo is not None else _refuse(name, "a time as 2026-01-31T12:00:00.000+0800")


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


def _refuse(name: str, wanted: str) -> NoReturn:
    raise BadRequest(f"{name} has to be {wanted}.")
