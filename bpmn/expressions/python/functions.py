"""The functions and methods of the Python subset: those of Python's that change nothing and stay in their bounds."""

import functools
from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from bpmn.expressions.feel.logic import less
from bpmn.expressions.numbers import CONTEXT, WIDE
from bpmn.expressions.python.operators import error, index_of, is_true, items_of, number_of, same
from bpmn.expressions.run import LIMITS, Run
from bpmn.expressions.sizes import pay_for_text
from bpmn.expressions.values import DateTime, Value, kind_of
from bpmn.expressions.values.text import text_of

__all__ = ["FUNCTIONS", "METHODS", "OPERATIONS"]


def _number(value: Value) -> Decimal:
    number = number_of(value)
    if number is None:
        raise error("{value} is not a number.", value=kind_of(value))
    return number


def _to_number(value: Value) -> Decimal:
    if isinstance(value, str):
        try:
            number = CONTEXT.create_decimal(value.strip())
        except ArithmeticError:
            number = Decimal("NaN")
        if not number.is_finite():
            raise error("{value} is not a number.", value=value[:40])
        return number
    return _number(value)


def _int(_run: Run, value: Value) -> Value:
    return _to_number(value).to_integral_value(rounding=ROUND_DOWN)


def _float(_run: Run, value: Value) -> Value:
    return _to_number(value)


def text(run: Run, value: Value) -> str:
    """Return `str(value)`."""
    if value is None or isinstance(value, bool):
        return str(value)
    pay_for_text(run, value)
    return text_of(value) or ""


def _len(_run: Run, value: Value) -> Value:
    if isinstance(value, list | dict | str):
        return Decimal(len(value))
    raise error("{kind} has no {name}.", kind=kind_of(value), name="len")


def _round(_run: Run, value: Value, digits: Value = None) -> Value:
    places = 0 if digits is None else index_of(digits)
    if abs(places) > 6000:
        raise error("{value} is no position in a list.", value=kind_of(digits))
    number = _number(value)
    return CONTEXT.plus(
        number.quantize(Decimal(1).scaleb(-places, context=WIDE), rounding=ROUND_HALF_EVEN, context=WIDE)
    )


def _is_less(left: Value, right: Value) -> bool:
    one, other = number_of(left), number_of(right)
    result = one < other if one is not None and other is not None else less(left, right)
    if result is None:
        raise error("{left} and {right} cannot be compared.", left=kind_of(left), right=kind_of(right))
    return result


def _many(run: Run, arguments: tuple[Value, ...]) -> list[Value]:
    values = items_of(run, arguments[0]) if len(arguments) == 1 else list(arguments)
    if not values:
        raise error("There is nothing to choose from.")
    return values


def _min(run: Run, *arguments: Value) -> Value:
    return functools.reduce(lambda best, value: value if _is_less(value, best) else best, _many(run, arguments))


def _max(run: Run, *arguments: Value) -> Value:
    return functools.reduce(lambda best, value: value if _is_less(best, value) else best, _many(run, arguments))


def _sum(run: Run, values: Value, start: Value = Decimal(0)) -> Value:
    total = _number(start)
    for value in items_of(run, values):
        total = CONTEXT.add(total, _number(value))
    return total


def _sorted(run: Run, values: Value) -> Value:
    def compare(left: Value, right: Value) -> int:
        run.spend()
        return -1 if _is_less(left, right) else int(_is_less(right, left))

    return sorted(items_of(run, values), key=functools.cmp_to_key(compare))


def _range(run: Run, *arguments: Value) -> Value:
    numbers = range(*map(index_of, arguments)) if not any(index_of(one) == 0 for one in arguments[2:]) else range(0)
    run.spend_list(min(len(numbers), LIMITS.list_items + 1))
    return [Decimal(number) for number in numbers]


def _now(run: Run) -> Value:
    return DateTime.from_python(run.now)


def _today(run: Run) -> Value:
    return DateTime.from_python(run.now).date


# How many arguments each takes: at least, at most.
FUNCTIONS: Mapping[str, tuple[int, int, Callable[..., Value]]] = {
    "abs": (1, 1, lambda _run, value: CONTEXT.abs(_number(value))),
    "all": (1, 1, lambda run, values: all(is_true(run, value) for value in items_of(run, values))),
    "any": (1, 1, lambda run, values: any(is_true(run, value) for value in items_of(run, values))),
    "bool": (1, 1, is_true),
    "float": (1, 1, _float),
    "int": (1, 1, _int),
    "len": (1, 1, _len),
    "list": (1, 1, items_of),
    "max": (1, 100, _max),
    "min": (1, 100, _min),
    "now": (0, 0, _now),
    "range": (1, 3, _range),
    "round": (1, 2, _round),
    "sorted": (1, 1, _sorted),
    "str": (1, 1, text),
    "sum": (1, 2, _sum),
    "today": (0, 0, _today),
}


def _text_of(value: Value) -> str:
    if not isinstance(value, str):
        raise error("{kind} is not a text.", kind=kind_of(value))
    return value


def _text_method(apply: Callable[..., Value]) -> Callable[..., Value]:
    def method(run: Run, owner: Value, *arguments: Value) -> Value:
        run.spend_text(3 * len(_text_of(owner)))
        return apply(owner, *map(_text_of, arguments))

    return method


def _split(run: Run, owner: Value, separator: Value = None) -> Value:
    source = _text_of(owner)
    if separator == "":
        raise error("A text cannot be split at nothing.")
    run.spend_list(1 + len(source) // 2)
    return list(source.split(None if separator is None else _text_of(separator)))


def _join(run: Run, owner: Value, parts: Value) -> Value:
    texts = [_text_of(part) for part in items_of(run, parts)]
    separator = _text_of(owner)
    run.spend_text(sum(map(len, texts)) + len(separator) * len(texts))
    return separator.join(texts)


def _get(_run: Run, owner: Value, key: Value, otherwise: Value = None) -> Value:
    if not isinstance(owner, dict):
        raise error("{kind} has no {name}.", kind=kind_of(owner), name="get")
    return owner.get(key, otherwise) if isinstance(key, str) else otherwise


def _entries(run: Run, owner: Value) -> dict[str, Value]:
    if not isinstance(owner, dict):
        raise error("{kind} has no {name}.", kind=kind_of(owner), name="keys")
    run.spend_list(len(owner))
    return owner


def _count(run: Run, owner: Value, wanted: Value) -> Value:
    return Decimal(sum(same(run, item, wanted) for item in items_of(run, owner)))


METHODS: Mapping[str, tuple[int, int, Callable[..., Value]]] = {
    "count": (1, 1, _count),
    "endswith": (1, 1, _text_method(str.endswith)),
    "get": (1, 2, _get),
    "items": (0, 0, lambda run, owner: [[key, value] for key, value in _entries(run, owner).items()]),
    "join": (1, 1, _join),
    "keys": (0, 0, lambda run, owner: list(_entries(run, owner))),
    "lower": (0, 0, _text_method(str.lower)),
    "split": (0, 1, _split),
    "startswith": (1, 1, _text_method(str.startswith)),
    "strip": (0, 0, _text_method(str.strip)),
    "upper": (0, 0, _text_method(str.upper)),
    "values": (0, 0, lambda run, owner: list(_entries(run, owner).values())),
}


def _call(table: Mapping[str, tuple[int, int, Callable[..., Value]]]) -> Callable[..., Value]:
    def call(run: Run, name: str, *arguments: Value) -> Value:
        run.spend()
        try:
            return table[name][2](run, *arguments)
        except ArithmeticError:
            raise error("The calculation has no result: is it a division by zero?") from None

    return call


def _formatted(run: Run, *parts: Value) -> Value:
    texts = [text(run, part) for part in parts]
    run.spend_text(sum(map(len, texts)))
    return "".join(texts)


OPERATIONS: Mapping[str, Callable[..., Value]] = {
    "python_function": _call(FUNCTIONS),
    "python_method": _call(METHODS),
    "python_formatted": _formatted,
}
