"""The arithmetic of FEEL's values: numbers, texts, dates and durations (DMN 1.5 §10.3.2.15, tables 56 to 60)."""

from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, Decimal
from typing import TypeAlias

from bpmn.expressions.numbers import CONTEXT, power, whole
from bpmn.expressions.run import Run
from bpmn.expressions.values import (
    Date,
    DateTime,
    DayTimeDuration,
    Time,
    Value,
    YearMonthDuration,
    Zone,
    kind_of,
)
from bpmn.expressions.values.temporal import MAX_YEAR, NANOS_PER_DAY, date_from_days

__all__ = ["OPERATIONS", "difference_of_moments"]

_Binary: TypeAlias = Callable[..., Value]
_Table: TypeAlias = Mapping[tuple[type, type], _Binary]


def _operation(symbol: str, of_numbers: Callable[[Decimal, Decimal], Decimal], table: _Table) -> _Binary:
    """Make an operator: numbers first, since nearly all are; then by the kinds of both sides."""

    def operate(run: Run, left: Value, right: Value) -> Value:
        try:
            if type(left) is Decimal and type(right) is Decimal:
                return of_numbers(left, right)
            handler = table.get((type(left), type(right)))
            result = None if handler is None else handler(run, left, right)
        except ArithmeticError:
            result = None
        if result is None:
            run.note("{left} {symbol} {right} has no value.", left=kind_of(left), symbol=symbol, right=kind_of(right))
        return result

    return operate


def _within_years(day: Date) -> Date | None:
    return day if -MAX_YEAR <= day.year <= MAX_YEAR else None


# Addition.


def _join_texts(run: Run, left: str, right: str) -> Value:
    run.spend_text(len(left) + len(right))
    return left + right


def _add_days(_run: Run, left: DayTimeDuration, right: DayTimeDuration) -> Value:
    return DayTimeDuration(nanoseconds=left.nanoseconds + right.nanoseconds)


def _add_months(_run: Run, left: YearMonthDuration, right: YearMonthDuration) -> Value:
    return YearMonthDuration(months=left.months + right.months)


def _date_plus_months(_run: Run, day: Date, duration: YearMonthDuration) -> Value:
    return _within_years(day.plus_months(duration.months))


def _date_plus_days(_run: Run, day: Date, duration: DayTimeDuration) -> Value:
    return _within_years(date_from_days(day.days + duration.nanoseconds // NANOS_PER_DAY))


def _moment_plus_months(_run: Run, moment: DateTime, duration: YearMonthDuration) -> Value:
    day = _within_years(moment.date.plus_months(duration.months))
    return DateTime(date=day, time=moment.time) if day else None


def _moment_plus_days(_run: Run, moment: DateTime, duration: DayTimeDuration) -> Value:
    later = moment.plus(duration.nanoseconds)
    return later if _within_years(later.date) else None


def _time_plus_days(_run: Run, time: Time, duration: DayTimeDuration) -> Value:
    return Time.from_nanoseconds((time.nanoseconds + duration.nanoseconds) % NANOS_PER_DAY, time.zone)


def _swapped(handler: _Binary) -> _Binary:
    def swapped(run: Run, left: Value, right: Value) -> Value:
        return handler(run, right, left)

    return swapped


_SHIFTS: _Table = {
    (Date, YearMonthDuration): _date_plus_months,
    (Date, DayTimeDuration): _date_plus_days,
    (DateTime, YearMonthDuration): _moment_plus_months,
    (DateTime, DayTimeDuration): _moment_plus_days,
    (Time, DayTimeDuration): _time_plus_days,
}
_SUMS: _Table = {
    (str, str): _join_texts,
    (DayTimeDuration, DayTimeDuration): _add_days,
    (YearMonthDuration, YearMonthDuration): _add_months,
    **_SHIFTS,
    **{(right, left): _swapped(handler) for (left, right), handler in _SHIFTS.items()},
}

# Subtraction.


def _opposite(duration: Value) -> Value:
    if isinstance(duration, DayTimeDuration):
        return DayTimeDuration(nanoseconds=-duration.nanoseconds)
    if isinstance(duration, YearMonthDuration):
        return YearMonthDuration(months=-duration.months)
    return None


def _shift_back(handler: _Binary) -> _Binary:
    def back(run: Run, left: Value, right: Value) -> Value:
        return handler(run, left, _opposite(right))

    return back


def _as_moment(value: Date | DateTime) -> DateTime:
    if isinstance(value, DateTime):
        return value
    return DateTime(date=value, time=Time(hour=0, minute=0, second=0, zone=Zone()))


def difference_of_moments(_run: Run, left: Date | DateTime, right: Date | DateTime) -> Value:
    """Return the time between two dates; a date alone is its midnight in UTC."""
    later, earlier = _as_moment(left), _as_moment(right)
    if (later.time.zone is None) != (earlier.time.zone is None):
        return None
    return DayTimeDuration(nanoseconds=later.instant - earlier.instant)


def _difference_of_times(_run: Run, left: Time, right: Time) -> Value:
    if (left.zone is None) != (right.zone is None):
        return None
    return DayTimeDuration(nanoseconds=left.instant - right.instant)


_DIFFERENCES: _Table = {
    (DayTimeDuration, DayTimeDuration): _shift_back(_add_days),
    (YearMonthDuration, YearMonthDuration): _shift_back(_add_months),
    **{kinds: _shift_back(handler) for kinds, handler in _SHIFTS.items()},
    **{(one, other): difference_of_moments for one in (Date, DateTime) for other in (Date, DateTime)},
    (Time, Time): _difference_of_times,
}

# Multiplication and division.


def _scale_days(_run: Run, duration: DayTimeDuration, factor: Decimal) -> Value:
    return DayTimeDuration(nanoseconds=whole(CONTEXT.multiply(Decimal(duration.nanoseconds), factor)))


def _scale_months(_run: Run, duration: YearMonthDuration, factor: Decimal) -> Value:
    return YearMonthDuration(months=whole(CONTEXT.multiply(Decimal(duration.months), factor)))


def _divide_days(_run: Run, duration: DayTimeDuration, divisor: Decimal) -> Value:
    return DayTimeDuration(nanoseconds=whole(CONTEXT.divide(Decimal(duration.nanoseconds), divisor)))


def _divide_months(_run: Run, duration: YearMonthDuration, divisor: Decimal) -> Value:
    quotient = CONTEXT.divide(Decimal(duration.months), divisor).to_integral_value(rounding=ROUND_DOWN)
    return YearMonthDuration(months=whole(quotient))


def _ratio_of_days(_run: Run, left: DayTimeDuration, right: DayTimeDuration) -> Value:
    return CONTEXT.divide(Decimal(left.nanoseconds), Decimal(right.nanoseconds))


def _ratio_of_months(_run: Run, left: YearMonthDuration, right: YearMonthDuration) -> Value:
    return CONTEXT.divide(Decimal(left.months), Decimal(right.months))


_PRODUCTS: _Table = {
    (DayTimeDuration, Decimal): _scale_days,
    (Decimal, DayTimeDuration): _swapped(_scale_days),
    (YearMonthDuration, Decimal): _scale_months,
    (Decimal, YearMonthDuration): _swapped(_scale_months),
}
_QUOTIENTS: _Table = {
    (DayTimeDuration, Decimal): _divide_days,
    (YearMonthDuration, Decimal): _divide_months,
    (DayTimeDuration, DayTimeDuration): _ratio_of_days,
    (YearMonthDuration, YearMonthDuration): _ratio_of_months,
}


def _negate(run: Run, value: Value) -> Value:
    if type(value) is Decimal:
        return CONTEXT.minus(value)
    result = _opposite(value)
    return run.note("-{value} has no value.", value=kind_of(value)) if result is None else result


OPERATIONS: Mapping[str, Callable[..., Value]] = {
    "feel_add": _operation("+", CONTEXT.add, _SUMS),
    "feel_subtract": _operation("-", CONTEXT.subtract, _DIFFERENCES),
    "feel_multiply": _operation("*", CONTEXT.multiply, _PRODUCTS),
    "feel_divide": _operation("/", CONTEXT.divide, _QUOTIENTS),
    "feel_power": _operation("**", power, {}),
    "feel_negate": _negate,
}
