"""The values that expressions are about."""

from bpmn.expressions.values.kinds import KINDS, Function, Range, Value, kind_of
from bpmn.expressions.values.temporal import (
    Date,
    DateTime,
    DayTimeDuration,
    Time,
    YearMonthDuration,
    Zone,
)

__all__ = [
    "KINDS",
    "Date",
    "DateTime",
    "DayTimeDuration",
    "Function",
    "Range",
    "Time",
    "Value",
    "YearMonthDuration",
    "Zone",
    "kind_of",
]
