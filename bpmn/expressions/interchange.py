"""The door between JSON outside and FEEL's values inside."""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias, cast

from bpmn.expressions.errors import BudgetExceededError
from bpmn.expressions.numbers import CONTEXT
from bpmn.expressions.run import LIMITS
from bpmn.expressions.sizes import check_size
from bpmn.expressions.values import Date, DateTime, DayTimeDuration, Range, Time, Value, YearMonthDuration, Zone
from bpmn.expressions.values.text import text_within
from bpmn.language import Text

__all__ = ["JsonValue", "from_json", "to_json", "values_from_json"]

JsonValue: TypeAlias = bool | int | float | Decimal | str | list["JsonValue"] | dict[str, "JsonValue"] | None
_SAFE_INTEGER = 2**53
_DEEPEST = 100


def from_json(value: object) -> Value:
    """Return a copy of a JSON value as a value of FEEL.

    Numbers become decimals (a float by its shortest text, so that 0.1 is 0.1; not-a-number, the infinities and what is
    larger than every number of Decimal128 are null). Python's own dates, times and durations become FEEL's, and tuples
    lists. Strings stay strings, whatever they look like. A value of FEEL stays as it is. Anything else is null.

    Raises:
        BudgetExceededError: If it is nested deeper than 100, or holds too long a text or list.

    >>> from_json(0.5)
    Decimal('0.5')
    """
    reader = _READERS.get(type(value))
    return _read(value, 0) if reader is None else reader(value)


def values_from_json(data: Mapping[str, object], names: Iterable[str]) -> dict[str, Value]:
    """Return copies of those of the JSON values that are asked for, by name, as values of FEEL.

    Raises:
        BudgetExceededError: As `from_json`.
    """
    values: dict[str, Value] = {}
    for name in names:
        if name in data:
            value = data[name]
            reader = _READERS.get(type(value))
            values[name] = _read(value, 0) if reader is None else reader(value)
    return values


def _read(value: object, depth: int) -> Value:
    """Read what has no reader of its own."""
    if depth > _DEEPEST:
        raise BudgetExceededError(Text("The data are nested more than {limit} deep.", limit=_DEEPEST))
    if isinstance(value, Mapping):
        return {
            str(key): _read(item, depth + 1) if (reader := _READERS.get(type(item))) is None else reader(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        if len(value) > LIMITS.list_items:
            raise BudgetExceededError(Text("A list would become longer than {limit} items.", limit=LIMITS.list_items))
        return [
            _read(item, depth + 1) if (reader := _READERS.get(type(item))) is None else reader(item) for item in value
        ]
    return _read_unusual(value)


def _read_unusual(value: object) -> Value:
    """Return what a subclass of a known type stands for: an enumeration of strings, a boolean of another library."""
    if isinstance(value, str):
        return str(value)
    return _read_int(int(value)) if isinstance(value, int) else None


def _read_text(value: str) -> str:
    if len(value) > LIMITS.text_characters:
        raise BudgetExceededError(
            Text("A text would become longer than {limit} characters.", limit=LIMITS.text_characters)
        )
    return value


def _read_float(value: float) -> Decimal | None:
    return Decimal(repr(value)) if math.isfinite(value) else None


def _read_int(value: int) -> Decimal | None:
    if -(2**53) < value < 2**53:
        return Decimal(value)
    # More digits than the largest number has would only cost time.
    return _within_range(Decimal(value)) if value.bit_length() < 21_000 else None


def _read_decimal(value: Decimal) -> Decimal | None:
    return _within_range(value) if value.is_finite() else None


def _within_range(value: Decimal) -> Decimal | None:
    try:
        return CONTEXT.plus(value)
    except ArithmeticError:
        return None


def _read_time(value: time) -> Time:
    offset = value.utcoffset()
    return Time(
        hour=value.hour,
        minute=value.minute,
        second=value.second,
        nanosecond=value.microsecond * 1000,
        zone=None if offset is None else Zone(offset_s=int(offset.total_seconds())),
    )


def _read_duration(value: timedelta) -> DayTimeDuration:
    microseconds = (value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds
    return DayTimeDuration(nanoseconds=microseconds * 1000)


def _keep(value: Value) -> Value:
    return value


_READERS: Mapping[type, Callable[..., Value]] = {
    type(None): _keep,
    bool: _keep,
    str: _read_text,
    int: _read_int,
    float: _read_float,
    Decimal: _read_decimal,
    date: lambda value: Date(year=value.year, month=value.month, day=value.day),
    datetime: DateTime.from_python,
    time: _read_time,
    timedelta: _read_duration,
    Date: _keep,
    DateTime: _keep,
    Time: _keep,
    DayTimeDuration: _keep,
    YearMonthDuration: _keep,
    Range: _keep,
}


def to_json(value: Value) -> JsonValue:
    """Return a value of FEEL as JSON.

    A whole number below 2**53 becomes an int; another number becomes a float where that float is exactly the same
    number by its shortest text, and stays a Decimal where it is not, so that nothing is rounded behind anyone's back.
    Dates, times, durations and ranges become the text that FEEL's `string()` gives. A function becomes null.

    Raises:
        BudgetExceededError: If it has more than 500,000 parts, or they are nested more than 100 deep.

    >>> to_json(Decimal("1.50"))
    1.5
    """
    if type(value) is Decimal:  # as most are
        return _write_number(value)
    if type(value) in _CONTAINERS:
        check_size(value)
    return _write(value)


def _write(value: Value) -> JsonValue:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return cast("str | bool | None", value)
    if kind is Decimal:
        return _write_number(cast("Decimal", value))
    if isinstance(value, list):
        return [_write(item) for item in value]
    if isinstance(value, dict):
        return {key: _write(item) for key, item in value.items()}
    return text_within(value) if kind in _WRITTEN else None


_CONTAINERS = frozenset({list, dict})
_AS_THEY_ARE = frozenset({str, bool, type(None)})
_WRITTEN = frozenset({Date, DateTime, Time, DayTimeDuration, YearMonthDuration, Range})


def _write_number(number: Decimal) -> int | float | Decimal:
    if -_SAFE_INTEGER < number < _SAFE_INTEGER:
        whole = int(number)
        if whole == number:
            return whole
    as_float = float(number)
    return as_float if math.isfinite(as_float) and Decimal(repr(as_float)) == number else number
