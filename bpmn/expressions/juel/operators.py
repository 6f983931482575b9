"""JUEL's operators, with its coercions: `"5" > 3` is true, null counts as false, 0 or "" (EL 2.2 §1.5 to §1.18).

Two-valued: where there is no value, there is an error, never null. Numbers are decimals here, so that 0.1 + 0.2 is 0.3.
"""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from bpmn.expressions.errors import ExpressionEvaluationError
from bpmn.expressions.feel.access import nearest_name
from bpmn.expressions.feel.logic import equal, greater, less
from bpmn.expressions.numbers import CONTEXT, whole
from bpmn.expressions.run import Run
from bpmn.expressions.sizes import pay_for_text
from bpmn.expressions.values import DateTime, Value, kind_of
from bpmn.expressions.values.text import text_of
from bpmn.language import Text

__all__ = ["METHODS", "OPERATIONS"]


def _error(template: str, /, **values: object) -> ExpressionEvaluationError:
    return ExpressionEvaluationError(Text(template, **values))


def missing(run: Run, name: str, _otherwise: Value) -> Value:
    """Say that a name has no value.

    Raises:
        ExpressionEvaluationError: Always.
    """
    near = nearest_name(name, run.names)
    if near is None:
        raise _error("There is no value called {name}.", name=name)
    raise _error("There is no value called {name}. Is {near} meant?", name=name, near=near)


def absent(_run: Run, _name: str, _otherwise: Value) -> Value:
    """Return null for a variable that may be missing."""
    return None


# Coercions (EL 2.2 §1.18).


def to_number(value: Value) -> Decimal:
    """Return a value as a number: null and the empty text are 0.

    Raises:
        ExpressionEvaluationError: If it is none.
    """
    if isinstance(value, Decimal):
        return value
    if value is None or value == "":
        return Decimal(0)
    if isinstance(value, str):
        try:
            number = CONTEXT.create_decimal(value.strip())
        except ArithmeticError:
            number = Decimal("NaN")
        if number.is_finite():
            return number
    raise _error("{value} is not a number.", value=_short(value))


def to_truth(_run: Run, value: Value) -> bool:
    """Return a value as true or false: null and the empty text are false.

    Raises:
        ExpressionEvaluationError: If it is neither.
    """
    if isinstance(value, bool):
        return value
    if value is None:
        return False
    if isinstance(value, str):
        return value.lower() == "true"
    raise _error("{value} is neither true nor false.", value=_short(value))


def to_text(run: Run, value: Value) -> str:
    """Return a value as text: null is empty.

    Raises:
        BudgetExceededError: If the text would be too long.
    """
    pay_for_text(run, value)
    return text_of(value) or ""


def _short(value: Value) -> str:
    text = kind_of(value) if isinstance(value, list | dict) else text_of(value) or ""
    return text if len(text) <= 40 else text[:39] + "…"


# Operators.


def _arithmetic(compute: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Run, Value, Value], Value]:
    def operate(_run: Run, left: Value, right: Value) -> Value:
        try:
            return compute(to_number(left), to_number(right))
        except ArithmeticError:
            raise _error("The calculation has no result: is it a division by zero?") from None

    return operate


def _negate(_run: Run, value: Value) -> Value:
    return CONTEXT.subtract(Decimal(0), to_number(value))


def _remainder(left: Decimal, right: Decimal) -> Decimal:
    return CONTEXT.remainder(left, right)


def _is_equal(run: Run, left: Value, right: Value) -> bool:
    if left is None or right is None:
        return left is right
    kinds = (type(left), type(right))
    if Decimal in kinds:
        return to_number(left) == to_number(right)
    if bool in kinds:
        return to_truth(run, left) == to_truth(run, right)
    if str in kinds:
        return to_text(run, left) == to_text(run, right)
    return equal(left, right, run) is True


def _is_unequal(run: Run, left: Value, right: Value) -> bool:
    return not _is_equal(run, left, right)


def _ordering(compare: Callable[[Any, Any], bool]) -> Callable[[Run, Value, Value], Value]:
    holds_for_equals = compare in {operator.le, operator.ge}

    def ordered(run: Run, left: Value, right: Value) -> Value:
        if left is None or right is None:
            return holds_for_equals and left is right
        kinds = (type(left), type(right))
        if Decimal in kinds:
            return compare(to_number(left), to_number(right))
        if str in kinds:
            return compare(to_text(run, left), to_text(run, right))
        smaller, larger = less(left, right), greater(left, right)
        if smaller is None or larger is None:
            raise _error("{left} and {right} cannot be compared.", left=kind_of(left), right=kind_of(right))
        run.spend()
        return compare(int(larger), int(smaller))

    return ordered


def _empty(_run: Run, value: Value) -> bool:
    return value is None or value in ("", [], {})


def path(run: Run, owner: Value, key: Value) -> Value:
    """Return an entry of a context or an item of a list, counted from 0; null where there is none (EL 2.2 §1.6).

    Raises:
        ExpressionEvaluationError: If the value has no parts.
    """
    if owner is None or key is None:
        return None
    if isinstance(owner, dict):
        return owner.get(to_text(run, key))
    if isinstance(owner, list):
        try:
            index = whole(to_number(key))
        except ArithmeticError:
            return None
        return owner[index] if 0 <= index < len(owner) else None
    raise _error("{kind} has no {name}.", kind=kind_of(owner), name=_short(key))


def _concatenate(run: Run, *parts: Value) -> Value:
    texts = [to_text(run, part) for part in parts]
    run.spend_text(sum(map(len, texts)))
    return "".join(texts)


def _now(run: Run) -> Value:
    return DateTime.from_python(run.now)


# Methods of strings, lists and maps that change nothing.


def _size(_run: Run, owner: Value) -> Value:
    if isinstance(owner, list | dict | str):
        return Decimal(len(owner))
    raise _error("{kind} has no {name}.", kind=kind_of(owner), name="size")


def _contains(run: Run, owner: Value, wanted: Value) -> Value:
    if isinstance(owner, str):
        return to_text(run, wanted) in owner
    if isinstance(owner, list):
        run.spend(len(owner))
        return any(equal(item, wanted, run) is True for item in owner)
    raise _error("{kind} has no {name}.", kind=kind_of(owner), name="contains")


def _contains_key(run: Run, owner: Value, key: Value) -> Value:
    return isinstance(owner, dict) and to_text(run, key) in owner


def _text_method(apply: Callable[..., Value]) -> Callable[..., Value]:
    def method(run: Run, owner: Value, *arguments: Value) -> Value:
        if not isinstance(owner, str):
            raise _error("{kind} is not a text.", kind=kind_of(owner))
        run.spend_text(3 * len(owner))
        return apply(owner, *(to_text(run, argument) for argument in arguments))

    return method


METHODS: Mapping[str, tuple[int, Callable[..., Value]]] = {
    "contains": (1, _contains),
    "containsKey": (1, _contains_key),
    "endsWith": (1, _text_method(str.endswith)),
    "equals": (1, lambda run, owner, other: equal(owner, other, run) is True),
    "equalsIgnoreCase": (1, _text_method(lambda text, other: text.lower() == other.lower())),
    "get": (1, path),
    "isEmpty": (0, _empty),
    "length": (0, _size),
    "size": (0, _size),
    "startsWith": (1, _text_method(str.startswith)),
    "toLowerCase": (0, _text_method(str.lower)),
    "toString": (0, to_text),
    "toUpperCase": (0, _text_method(str.upper)),
    "trim": (0, _text_method(str.strip)),
}


def _method(run: Run, name: str, owner: Value, *arguments: Value) -> Value:
    count, body = METHODS[name]
    if owner is None:
        raise _error("{name}() is asked of a value that is null.", name=name)
    if len(arguments) != count:
        raise _error("The function {name} has a different number of arguments.", name=name)
    return body(run, owner, *arguments)


OPERATIONS: Mapping[str, Callable[..., Value]] = {
    "juel_missing": missing,
    "juel_absent": absent,
    "juel_same": lambda _run, value: value,
    "juel_truth": to_truth,
    "juel_not": lambda run, value: not to_truth(run, value),
    "juel_and": lambda _run, left, right: left and right,
    "juel_or": lambda _run, left, right: left or right,
    "juel_empty": _empty,
    "juel_eq": _is_equal,
    "juel_ne": _is_unequal,
    "juel_lt": _ordering(operator.lt),
    "juel_gt": _ordering(operator.gt),
    "juel_le": _ordering(operator.le),
    "juel_ge": _ordering(operator.ge),
    "juel_add": _arithmetic(CONTEXT.add),
    "juel_subtract": _arithmetic(CONTEXT.subtract),
    "juel_multiply": _arithmetic(CONTEXT.multiply),
    "juel_divide": _arithmetic(CONTEXT.divide),
    "juel_modulo": _arithmetic(_remainder),
    "juel_negate": _negate,
    "juel_path": path,
    "juel_concatenate": _concatenate,
    "juel_method": _method,
    "juel_now": _now,
}
