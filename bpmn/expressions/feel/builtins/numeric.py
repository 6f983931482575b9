"""Functions of numbers (DMN 1.5 §10.3.4.5)."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from bpmn.expressions.feel.builtins.registry import Registry
from bpmn.expressions.numbers import CONTEXT, WIDE, modulo, whole
from bpmn.expressions.run import Run
from bpmn.expressions.values import DayTimeDuration, Value, YearMonthDuration

__all__ = ["REGISTRY"]

REGISTRY = Registry()
_SCALES = (-6111, 6176)
_TWO = Decimal(2)


def _scaled(number: Decimal, scale: Decimal, rounding: str) -> Value:
    places = whole(scale)
    if not _SCALES[0] <= places <= _SCALES[1]:
        return None
    rounded = number.quantize(Decimal(1).scaleb(-places, context=WIDE), rounding=rounding, context=WIDE)
    # Thousands of zeros behind the point are no digits of the number, but would be kept in memory.
    return CONTEXT.plus(rounded)


def _rounding(rounding: str) -> Callable[..., Value]:
    def scaled(_run: Run, number: Decimal, scale: Decimal | None = None) -> Value:
        return _scaled(number, Decimal(0) if scale is None else scale, rounding)

    return scaled


for _name, _signature, _mode in (
    ("decimal", "n: number, scale: number", ROUND_HALF_EVEN),
    ("floor", "n: number, scale: number?", ROUND_FLOOR),
    ("ceiling", "n: number, scale: number?", ROUND_CEILING),
    ("round up", "n: number, scale: number", ROUND_UP),
    ("round down", "n: number, scale: number", ROUND_DOWN),
    ("round half up", "n: number, scale: number", ROUND_HALF_UP),
    ("round half down", "n: number, scale: number", ROUND_HALF_DOWN),
):
    REGISTRY.add(_name, _signature)(_rounding(_mode))


@REGISTRY.add("abs", "n: number|days and time duration|years and months duration")
def _abs(_run: Run, value: Value) -> Value:
    if isinstance(value, DayTimeDuration):
        return DayTimeDuration(nanoseconds=abs(value.nanoseconds))
    if isinstance(value, YearMonthDuration):
        return YearMonthDuration(months=abs(value.months))
    return CONTEXT.abs(value) if isinstance(value, Decimal) else None


@REGISTRY.add("modulo", "dividend: number, divisor: number")
def _modulo(_run: Run, dividend: Decimal, divisor: Decimal) -> Value:
    return modulo(dividend, divisor)


@REGISTRY.add("sqrt", "number: number")
def _sqrt(_run: Run, number: Decimal) -> Value:
    return CONTEXT.sqrt(number) if number >= 0 else None


@REGISTRY.add("log", "number: number")
def _log(_run: Run, number: Decimal) -> Value:
    return CONTEXT.ln(number) if number > 0 else None


@REGISTRY.add("exp", "number: number")
def _exp(_run: Run, number: Decimal) -> Value:
    return CONTEXT.exp(number)


@REGISTRY.add("odd", "number: number")
def _odd(_run: Run, number: Decimal) -> Value:
    return WIDE.remainder(WIDE.abs(number), _TWO) == 1


@REGISTRY.add("even", "number: number")
def _even(_run: Run, number: Decimal) -> Value:
    return WIDE.remainder(number, _TWO) == 0
