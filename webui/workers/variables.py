"""Variables as the protocol writes them: {"value": …, "type": …, "valueInfo": {…}} by name.

Source: Camunda 7.23 manual, REST reference, "Variables in the REST API". Ortoo keeps JSON: a Date becomes a text as
FEEL writes it, an Object only comes as JSON; what Java alone can read is refused.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NoReturn

from werkzeug.exceptions import BadRequest

from engine import Json
from webui.workers.bodies import read_json, read_time

__all__ = ["is_transient", "read_variables", "write_variables"]

_INTEGER = range(-(2**31), 2**31)
_LONG = range(-(2**63), 2**63)


def read_variables(given: Mapping[str, Any]) -> dict[str, Json]:
    """Return the values that a request sets.

    Raises:
        BadRequest: If one is not of the type it says, or of one that is not understood.
    """
    return {name: _value(name, typed) for name, typed in given.items()}


def is_transient(typed: object) -> bool:
    """Return whether a variable is not to be kept beyond the step that takes it."""
    info = typed.get("valueInfo") if isinstance(typed, dict) else None
    return isinstance(info, dict) and info.get("transient") is True


def write_variables(values: Mapping[str, Json]) -> dict[str, dict[str, object]]:
    """Return values as the protocol writes them."""
    return {name: _typed(value) for name, value in values.items()}


def _value(name: str, typed: object) -> Json:
    if not isinstance(typed, dict):
        _refuse(name, 'an object with "value" and "type"')
    value, kind = typed.get("value"), typed.get("type")
    if value is None:
        return None
    if kind is None:
        return value  # type: ignore[no-any-return]  # JSON, as it was read
    reader = _READERS.get(str(kind).lower())
    if reader is None:
        raise BadRequest(f"{name}: values of the type {kind} are not taken here.")
    return reader(name, value, typed.get("valueInfo"))


def _string(name: str, value: object, _info: object) -> Json:
    return value if isinstance(value, str) else _refuse(name, "a text")


def _whole(name: str, value: object, _info: object) -> Json:
    return value if isinstance(value, int) and not isinstance(value, bool) else _refuse(name, "a whole number")


def _double(name: str, value: object, _info: object) -> Json:
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return value if is_number else _refuse(name, "a number")  # type: ignore[return-value]  # what was just asked


def _boolean(name: str, value: object, _info: object) -> Json:
    return value if isinstance(value, bool) else _refuse(name, "true or false")


def _date(name: str, value: object, _info: object) -> Json:
    return read_time(name, value).isoformat() if isinstance(value, str) else _refuse(name, "a time as a text")


def _json(name: str, value: object, _info: object) -> Json:
    try:
        return read_json(value) if isinstance(value, str) else _refuse(name, "JSON as a text")  # type: ignore[no-any-return]  # JSON
    except ValueError:
        _refuse(name, "JSON as a text")


def _object(name: str, value: object, info: object) -> Json:
    form = info.get("serializationDataFormat") if isinstance(info, dict) else None
    if form not in {"application/json", None}:
        raise BadRequest(f"{name}: an Object is only taken as application/json, not as {form}.")
    return _json(name, value, info)


def _null(_name: str, _value: object, _info: object) -> Json:
    return None


_READERS: Mapping[str, Callable[[str, object, object], Json]] = {
    "string": _string,
    "xml": _string,
    "short": _whole,
    "integer": _whole,
    "long": _whole,
    "double": _double,
    "boolean": _boolean,
    "date": _date,
    "json": _json,
    "object": _object,
    "null": _null,
}


def _typed(value: Json) -> dict[str, object]:
    plain = _number(value) if isinstance(value, Decimal) else value
    kind = _kind(plain)
    shown = json.dumps(plain, ensure_ascii=False, default=_number) if kind == "Json" else plain
    return {"type": kind, "value": shown, "valueInfo": {}}


def _number(value: Decimal) -> int | float | str:
    """Return a number as JavaScript and Java have it: a whole one, else a double; as a text beyond its range."""
    if value == value.to_integral_value() and value.as_tuple().exponent == 0:
        return int(value)
    double = float(value)
    return double if math.isfinite(double) else str(value)


def _kind(value: Json) -> str:
    if value is None:
        return "Null"
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, str):
        return "String"
    if isinstance(value, int) and value in _LONG:
        return "Integer" if value in _INTEGER else "Long"
    is_other = isinstance(value, int | Mapping | Sequence)
    return "Json" if is_other else "Double"


def _refuse(name: str, wanted: str) -> NoReturn:
    raise BadRequest(f"{name} has to be {wanted}.")
