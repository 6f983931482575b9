"""The other values of FEEL, and what a value is called.

A value is exactly one of: None, bool, Decimal, str, the temporal types, list, dict (a context), `Range`, `Function`.
Dispatch is by exact type: what comes from outside is turned into these at the door (`bpmn.expressions.interchange`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from bpmn.expressions.values.temporal import Date, DateTime, DayTimeDuration, Time, YearMonthDuration

if TYPE_CHECKING:
    from bpmn.expressions.feel.types import Type

__all__ = ["KINDS", "Function", "Range", "Value", "kind_of"]

Value: TypeAlias = object


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """All values between two ends; an end that is None is open without limit.

    Attributes:
        start: Lower end.
        end: Upper end.
        has_start: Whether the lower end belongs to the range.
        has_end: Whether the upper end does.
        is_half: Whether it was written as a comparison, `(>= 18)`, whose missing end is no limit; the null end of
            `[18..null]` is unknown instead, and no such range is equal to the other (as the public test cases have it).
    """

    start: Value
    end: Value
    has_start: bool
    has_end: bool
    is_half: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Function:
    """Something that can be called.

    Attributes:
        parameters: For each way of calling it, the names of its parameters.
        call: Takes the run and the arguments, in order.
        types: The types of the parameters, where they are stated.
        text: How it is written.
        result: The type of what it gives, where that is known.
        is_builtin: Whether it is one of the language's own, which look after their arguments themselves.
        is_variadic: Whether it takes any number of arguments.
    """

    parameters: tuple[tuple[str, ...], ...]
    call: Callable[..., Value]
    types: tuple["Type | None", ...] = ()
    text: str = "function"
    result: "Type | None" = None
    is_builtin: bool = False
    is_variadic: bool = False


KINDS: Mapping[type, str] = {
    type(None): "Null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DayTimeDuration: "days and time duration",
    YearMonthDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}


def kind_of(value: Value) -> str:
    """Return the name of the type of a value, as in DMN 1.5 §10.3.2.

    >>> kind_of("a")
    'string'
    """
    return KINDS.get(type(value), type(value).__name__)
