"""Names without values, paths, filters, iterations and calls (DMN 1.5 §10.3.2.5, §10.3.2.6, §10.3.2.14)."""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from bpmn.expressions.feel.logic import all_of, any_of, contains, greater
from bpmn.expressions.feel.types import Type, conforms, convert
from bpmn.expressions.numbers import whole
from bpmn.expressions.run import LIMITS, Run
from bpmn.expressions.values import (
    Date,
    DateTime,
    DayTimeDuration,
    Function,
    Range,
    Time,
    Value,
    YearMonthDuration,
    kind_of,
)
from bpmn.expressions.values.temporal import NANOS, date_from_days

__all__ = ["OPERATIONS", "call", "call_named", "item_at", "nearest_name"]


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like a misspelt one, or None; capital letters are the least difference."""
    names = list(islice(known, 200))
    folded = name.casefold()
    same = next((one for one in names if one.casefold() == folded), None)
    if same is not None:
        return same
    found = difflib.get_close_matches(name, names, n=1, cutoff=0.75)
    return found[0] if found else None


@lru_cache(maxsize=1024)
def _nearest_builtin(name: str) -> str | None:
    # The functions themselves need this module.
    from bpmn.expressions.feel.builtins import BUILTINS

    return nearest_name(name, BUILTINS)


def missing(run: Run, name: str, otherwise: Value) -> Value:
    """Return what a name without a value means: the built-in function of that name, or null and the reason."""
    if otherwise is not None:
        return otherwise
    near = (nearest_name(name, run.names) or _nearest_builtin(name)) if run.takes_reasons else None
    if near is None:
        return run.note("There is no value called {name}.", name=name)
    return run.note("There is no value called {name}. Is {near} meant?", name=name, near=near)


# Paths.


def path(run: Run, name: str, value: Value) -> Value:
    """Return the entry of a context, the property of a temporal value, or that of each item of a list."""
    if type(value) is dict:
        if name in value:
            return value[name]
        near = nearest_name(name, value) if run.takes_reasons else None
        if near is None:
            return run.note("The context has no entry {name}.", name=name)
        return run.note("The context has no entry {name}. Is {near} meant?", name=name, near=near)
    if type(value) is list:
        run.spend_list(len(value))
        return [path(run, name, item) for item in value]
    read = _PROPERTIES.get((type(value), name))
    if read is None:
        return run.note("{kind} has no {name}.", kind=kind_of(value), name=name)
    return read(value)


def _signed(part: int, whole_value: int) -> Decimal:
    return Decimal(-part if whole_value < 0 else part)


def _offset(value: Time | DateTime) -> Value:
    zone = value.zone if isinstance(value, Time) else value.time.zone
    if zone is None or (isinstance(value, Time) and zone.name is not None):
        return None
    offset_s = value.offset_s if isinstance(value, DateTime) else zone.offset_s
    return None if offset_s is None else DayTimeDuration(nanoseconds=offset_s * NANOS)


def _zone_name(value: Time | DateTime) -> Value:
    zone = value.zone if isinstance(value, Time) else value.time.zone
    return zone.name if zone else None


def _seconds(value: DayTimeDuration) -> int:
    return abs(value.nanoseconds) // NANOS


_PROPERTIES: Mapping[tuple[type, str], Callable[..., Value]] = {
    (Date, "year"): lambda value: Decimal(value.year),
    (Date, "month"): lambda value: Decimal(value.month),
    (Date, "day"): lambda value: Decimal(value.day),
    (Date, "weekday"): lambda value: Decimal(value.weekday),
    (DateTime, "year"): lambda value: Decimal(value.date.year),
    (DateTime, "month"): lambda value: Decimal(value.date.month),
    (DateTime, "day"): lambda value: Decimal(value.date.day),
    (DateTime, "weekday"): lambda value: Decimal(value.date.weekday),
    (DateTime, "hour"): lambda value: Decimal(value.time.hour),
    (DateTime, "minute"): lambda value: Decimal(value.time.minute),
    (DateTime, "second"): lambda value: Decimal(value.time.second),
    (DateTime, "time offset"): _offset,
    (DateTime, "timezone"): _zone_name,
    (Time, "hour"): lambda value: Decimal(value.hour),
    (Time, "minute"): lambda value: Decimal(value.minute),
    (Time, "second"): lambda value: Decimal(value.second),
    (Time, "time offset"): _offset,
    (Time, "timezone"): _zone_name,
    (YearMonthDuration, "years"): lambda value: _signed(abs(value.months) // 12, value.months),
    (YearMonthDuration, "months"): lambda value: _signed(abs(value.months) % 12, value.months),
    (DayTimeDuration, "days"): lambda value: _signed(_seconds(value) // 86_400, value.nanoseconds),
    (DayTimeDuration, "hours"): lambda value: _signed(_seconds(value) // 3600 % 24, value.nanoseconds),
    (DayTimeDuration, "minutes"): lambda value: _signed(_seconds(value) // 60 % 60, value.nanoseconds),
    (DayTimeDuration, "seconds"): lambda value: _signed(_seconds(value) % 60, value.nanoseconds),
    (Range, "start"): lambda value: value.start,
    (Range, "end"): lambda value: value.end,
    (Range, "start included"): lambda value: value.has_start,
    (Range, "end included"): lambda value: value.has_end,
}


# Filters.


def item_at(run: Run, items: Value, position: Decimal) -> Value:
    """Return the item at a position, 1 for the first and -1 for the last, or null; a fraction is no position."""
    values = items if isinstance(items, list) else [] if items is None else [items]
    if position != position.to_integral_value():
        return run.note("{number} is no position in a list: positions are whole numbers.", number=position)
    index = whole(position) if position.adjusted() < 9 else LIMITS.list_items + 1
    if 1 <= index <= len(values):
        return values[index - 1]
    if -len(values) <= index <= -1:
        return values[index]
    return run.note("There is no item {position} in a list of {length}.", position=index, length=len(values))


def keep(run: Run, items: Value, test: Callable[[Value], Value]) -> Value:
    """Return the items for which the test is true, or the item at the position that it gives."""
    values = items if isinstance(items, list) else [] if items is None else [items]
    if not values:
        return [] if type(test(None)) is not Decimal else item_at(run, [], Decimal(1))
    run.spend(len(values))
    first = test(values[0])
    if type(first) is Decimal:
        return item_at(run, values, first)
    kept = [values[0]] if first is True else []
    for value in values[1:]:
        run.spend()
        if test(value) is True:
            kept.append(value)
    return kept


# Iterations.


def items_of(run: Run, value: Value) -> list[Value] | None:
    """Return what is iterated over: the items of a list, the whole numbers or days of a range, or the one value."""
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        if value.start is None or value.end is None:
            run.note("A range without an end cannot be gone through.")
            return None
        if greater(value.start, value.end) is True:
            run.note("A range that ends before it begins cannot be gone through.")
            return None
        steps = sequence(run, value.start, value.end)
        return None if steps is None else [step for step in steps if contains(value, step) is True]
    if value is None:
        run.note("Null cannot be gone through.")
        return None
    return [value]


def sequence(run: Run, start: Value, end: Value) -> list[Value] | None:
    """Return the whole numbers, or the days, from one to the other, downwards where the end is less."""
    if isinstance(start, Date) and isinstance(end, Date):
        return [date_from_days(day) for day in _count(run, start.days, end.days)]
    if type(start) is Decimal and type(end) is Decimal and max(start.adjusted(), end.adjusted()) < 30:
        return [Decimal(number) for number in _count(run, int(start), int(end))]
    run.note("There is nothing to count from {start} to {end}.", start=kind_of(start), end=kind_of(end))
    return None


def _count(run: Run, start: int, end: int) -> range:
    run.spend_list(min(abs(end - start) + 1, LIMITS.list_items + 1))
    return range(start, end + 1) if start <= end else range(start, end - 1, -1)


def gather(_run: Run, loop: Callable[[list[Value]], bool]) -> Value:
    """Return the list that a `for` makes: the loop appends to it."""
    results: list[Value] = []
    return results if loop(results) else None


def each(run: Run, items: list[Value] | None, visit: Callable[[Value], object]) -> bool:
    """Visit every item; return whether there was a list at every level."""
    if items is None:
        return False
    for item in items:
        run.spend()
        if visit(item) is False:
            return False
    return True


def append(results: list[Value], value: Value) -> None:
    """Add one result of a `for`."""
    results.append(value)


def copy_of(run: Run, results: list[Value]) -> Value:
    """Return the results of a `for` until now; the list itself still grows, and must not come to hold itself."""
    run.spend_list(len(results))
    return list(results)


def some(run: Run, items: list[Value] | None, test: Callable[[Value], Value]) -> Value:
    """Return whether the test holds for some item; what comes after that is not looked at."""
    if items is None:
        return None
    results: list[Value] = []
    for item in items:
        run.spend()
        result = test(item)
        if result is True:
            return True
        results.append(result)
    return any_of(results)


def every(run: Run, items: list[Value] | None, test: Callable[[Value], Value]) -> Value:
    """Return whether the test holds for every item."""
    if items is None:
        return None
    results: list[Value] = []
    for item in items:
        run.spend()
        result = test(item)
        if result is False:
            return False
        results.append(result)
    return all_of(results)


# Functions.


def make_function(
    _run: Run,
    parameters: tuple[str, ...],
    types: tuple[Type | None, ...],
    text: str,
    result: Type | None,
    body: Callable[..., Value],
) -> Function:
    """Return a function of FEEL around its compiled body."""

    def invoke(_run: Run, *arguments: Value) -> Value:
        return body(*arguments)

    return Function(parameters=(parameters,), call=invoke, types=types, text=text, result=result)


def call(run: Run, function: Value, *arguments: Value) -> Value:
    """Call a function by position; null where it cannot be."""
    if not isinstance(function, Function):
        return run.note("{kind} cannot be called as a function.", kind=kind_of(function))
    if function.is_builtin:
        return function.call(run, *arguments)
    if len(arguments) != len(function.parameters[0]):
        return run.note(
            "The function takes {expected} arguments and was given {given}.",
            expected=len(function.parameters[0]),
            given=len(arguments),
        )
    converted = list(arguments)
    for index, expected in enumerate(function.types):
        fits, converted[index] = convert(run, arguments[index], expected)
        if not fits:
            return run.note("Argument {name} is of the wrong type.", name=function.parameters[0][index])
    run.enter()
    try:
        return function.call(run, *converted)
    finally:
        run.leave()


def call_named(run: Run, names: Sequence[str], function: Value, *arguments: Value) -> Value:
    """Call a function with arguments by name; null where the names are not its parameters.

    A parameter that is not named is null (as the public test case `is(value1: …)` has it).
    """
    if not isinstance(function, Function):
        return run.note("{kind} cannot be called as a function.", kind=kind_of(function))
    given = dict(zip(names, arguments, strict=True))
    fitting = [parameters for parameters in function.parameters if given.keys() <= set(parameters)]
    if fitting:
        # before(point, range) and before(range, point) have the same names: the order that is written decides.
        ordered = list(next((one for one in fitting if one[: len(names)] == tuple(names)), fitting[0]))
        while function.is_variadic and ordered and ordered[-1] not in given:
            ordered.pop()
        return call(run, function, *(given.get(name) for name in ordered))
    known = [name for parameters in function.parameters for name in parameters]
    unknown = next((name for name in names if name not in known), ", ".join(names))
    near = nearest_name(unknown, known)
    if near is None:
        return run.note("The function has no parameter called {name}.", name=unknown)
    return run.note("The function has no parameter called {name}. Is {near} meant?", name=unknown, near=near)


def instance_of(run: Run, expected: Type, value: Value) -> Value:
    """Return whether a value is an instance of a type; null is one of `Null` only."""
    return conforms(run, value, expected)


OPERATIONS: Mapping[str, Callable[..., Value]] = {
    "feel_missing": missing,
    "feel_path": path,
    "feel_index": item_at,
    "feel_filter": keep,
    "feel_items": items_of,
    "feel_sequence": sequence,
    "feel_for": gather,
    "feel_each": each,
    "feel_append": append,
    "feel_copy": copy_of,
    "feel_some": some,
    "feel_every": every,
    "feel_function": make_function,
    "feel_call": call,
    "feel_call_named": call_named,
    "feel_instance_of": instance_of,
}
