"""The operators of the Python subset: two-valued, counted from 0, and an error where Python has one.

Two differences are meant. Numbers are decimals, so that 0.1 + 0.2 == 0.3; and entries of a dict may be read as
attributes (`applicant.age`), as the script tasks of other engines do.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from bpmn.expressions.errors import ExpressionEvaluationError
from bpmn.expressions.feel.access import nearest_name
from bpmn.expressions.feel.arithmetic import OPERATIONS as FEEL_ARITHMETIC
from bpmn.expressions.feel.logic import equal, greater, less
from bpmn.expressions.numbers import CONTEXT, floor_quotient, modulo, power, whole
from bpmn.expressions.run import Run
from bpmn.expressions.values import Value, kind_of
from bpmn.language import Text

__all__ = ["OPERATIONS", "error", "is_true", "number_of", "same"]


def error(template: str, /, **values: object) -> ExpressionEvaluationError:
    """Return the error that says why there is no value."""
    return ExpressionEvaluationError(Text(template, **values))


def missing(run: Run, name: str, _otherwise: Value) -> Value:
    """Say that a name has no value.

    Raises:
        ExpressionEvaluationError: Always.
    """
    near = nearest_name(name, run.names)
    if near is None:
        raise error("There is no value called {name}.", name=name)
    raise error("There is no value called {name}. Is {near} meant?", name=name, near=near)


def is_true(_run: Run, value: Value) -> bool:
    """Return the truth of a value as Python has it: empty, zero and None are false."""
    if isinstance(value, bool):
        return value
    return value is not None and value not in (Decimal(0), "", [], {})


def number_of(value: Value) -> Decimal | None:
    """Return a number, also of a boolean, as Python counts those; None for everything else."""
    if isinstance(value, bool):
        return Decimal(int(value))
    return value if isinstance(value, Decimal) else None


def same(run: Run, left: Value, right: Value) -> bool:
    """Return whether two values are equal; values of different kinds are not."""
    one, other = number_of(left), number_of(right)
    if one is not None and other is not None:
        return one == other
    if isinstance(left, list) != isinstance(right, list):
        return False
    if isinstance(left, list) and isinstance(right, list):
        run.spend(len(left))
        return len(left) == len(right) and all(same(run, one, two) for one, two in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        run.spend(len(left))
        return left.keys() == right.keys() and all(same(run, item, right[key]) for key, item in left.items())
    return equal(left, right, run) is True


def _no_operation(symbol: str, left: Value, right: Value) -> ExpressionEvaluationError:
    return error("{left} {symbol} {right} has no value.", left=kind_of(left), symbol=symbol, right=kind_of(right))


def _arithmetic(
    symbol: str, compute: Callable[[Decimal, Decimal], Decimal], of_others: Callable[..., Value] | None = None
) -> Callable[..., Value]:
    """Make an operator: numbers as decimals, dates and durations as FEEL has them."""

    def operate(run: Run, left: Value, right: Value) -> Value:
        one = left if type(left) is Decimal else number_of(left)
        other = right if type(right) is Decimal else number_of(right)
        try:
            if one is not None and other is not None:
                return compute(one, other)
        except ArithmeticError:
            raise error("The calculation has no result: is it a division by zero?") from None
        result = None if of_others is None else of_others(run, left, right)
        if result is None:
            raise _no_operation(symbol, left, right)
        return result

    return operate


def _add_others(run: Run, left: Value, right: Value) -> Value:
    if isinstance(left, list) and isinstance(right, list):
        run.spend_list(len(left) + len(right))
        return left + right
    return FEEL_ARITHMETIC["feel_add"](run, left, right)


def _negate(run: Run, value: Value) -> Value:
    number = number_of(value)
    result = FEEL_ARITHMETIC["feel_negate"](run, value if number is None else number)
    if result is None:
        raise error("-{value} has no value.", value=kind_of(value))
    return result


def _ordering(symbol: str, accepts: tuple[int, ...]) -> Callable[..., Value]:
    """Make a comparison that accepts some of less (-1), equal (0) and greater (1)."""

    def ordered(_run: Run, left: Value, right: Value) -> Value:
        one, other = number_of(left), number_of(right)
        if one is not None and other is not None:
            return (one > other) - (one < other) in accepts
        smaller, larger = less(left, right), greater(left, right)
        if smaller is None or larger is None:
            raise _no_operation(symbol, left, right)
        return larger - smaller in accepts

    return ordered


def contains(run: Run, item: Value, container: Value) -> bool:
    """Return Python's `item in container`.

    Raises:
        ExpressionEvaluationError: If nothing can be in it.
    """
    if isinstance(container, str) and isinstance(item, str):
        run.spend_text(len(container))
        return item in container
    if isinstance(container, list):
        run.spend(len(container))
        return any(same(run, item, one) for one in container)
    if isinstance(container, dict):
        return item in container if isinstance(item, str) else False
    raise _no_operation("in", item, container)


def _is_none(_run: Run, value: Value) -> bool:
    return value is None


def attribute(_run: Run, name: str, owner: Value) -> Value:
    """Return an entry of a dict that is written as an attribute.

    Raises:
        ExpressionEvaluationError: If there is none.
    """
    if isinstance(owner, dict):
        return _entry(owner, name)
    raise error("{kind} has no {name}.", kind=kind_of(owner), name=name)


def _entry(owner: Mapping[str, Value], name: str) -> Value:
    if name in owner:
        return owner[name]
    near = nearest_name(name, owner)
    if near is None:
        raise error("The context has no entry {name}.", name=name)
    raise error("The context has no entry {name}. Is {near} meant?", name=name, near=near)


def index_of(position: Value) -> int:
    """Return a position in a list or text.

    Raises:
        ExpressionEvaluationError: If it is no whole number.
    """
    number = number_of(position)
    if number is None or number.adjusted() > 12 or number != number.to_integral_value():
        raise error("{value} is no position in a list.", value=kind_of(position))
    return whole(number)


def item(run: Run, owner: Value, key: Value) -> Value:
    """Return `owner[key]`.

    Raises:
        ExpressionEvaluationError: If there is nothing there.
    """
    if isinstance(owner, dict) and isinstance(key, str):
        return _entry(owner, key)
    if not isinstance(owner, list | str):
        raise error("{kind} has no {name}.", kind=kind_of(owner), name=kind_of(key))
    run.spend()
    index = index_of(key)
    if not -len(owner) <= index < len(owner):
        raise error("There is no item {position} in a list of {length}.", position=index, length=len(owner))
    return owner[index]


def part(run: Run, owner: Value, start: Value, end: Value) -> Value:
    """Return `owner[start:end]`.

    Raises:
        ExpressionEvaluationError: If it is neither a list nor a text.
    """
    if not isinstance(owner, list | str):
        raise error("{kind} has no {name}.", kind=kind_of(owner), name="[:]")
    run.spend(1 + len(owner))
    first = None if start is None else index_of(start)
    return owner[first : None if end is None else index_of(end)]


def items_of(run: Run, value: Value) -> list[Value]:
    """Return what a `for` goes through.

    Raises:
        ExpressionEvaluationError: If the value cannot be gone through.
    """
    if not isinstance(value, list | dict | str):
        raise error("{kind} cannot be gone through.", kind=kind_of(value))
    run.spend_list(len(value))
    return list(value)


def _joined(run: Run, lists: list[list[Value]]) -> Value:
    run.spend_list(sum(map(len, lists)))
    return [one for inner in lists for one in inner]


OPERATIONS: Mapping[str, Callable[..., Value]] = {
    "python_missing": missing,
    "python_truth": is_true,
    "python_not": lambda run, value: not is_true(run, value),
    "python_and": lambda _run, left, right: left and right,
    "python_eq": same,
    "python_ne": lambda run, left, right: not same(run, left, right),
    "python_lt": _ordering("<", (-1,)),
    "python_le": _ordering("<=", (-1, 0)),
    "python_gt": _ordering(">", (1,)),
    "python_ge": _ordering(">=", (0, 1)),
    "python_in": contains,
    "python_not_in": lambda run, left, right: not contains(run, left, right),
    "python_is_none": _is_none,
    "python_is_not_none": lambda _run, value: value is not None,
    "python_add": _arithmetic("+", CONTEXT.add, _add_others),
    "python_subtract": _arithmetic("-", CONTEXT.subtract, FEEL_ARITHMETIC["feel_subtract"]),
    "python_multiply": _arithmetic("*", CONTEXT.multiply),
    "python_divide": _arithmetic("/", CONTEXT.divide),
    "python_floor_divide": _arithmetic("//", floor_quotient),
    "python_modulo": _arithmetic("%", modulo),
    "python_power": _arithmetic("**", power),
    "python_negate": _negate,
    "python_attribute": attribute,
    "python_item": item,
    "python_part": part,
    "python_items": items_of,
    "python_joined": _joined,
}
