"""Functions that make one value of many; they take a list, or the values one by one (DMN 1.5 §10.3.4.4)."""

from collections.abc import Callable
from decimal import Decimal

from bpmn.expressions.feel.builtins.registry import Registry
from bpmn.expressions.feel.logic import all_of, any_of, greater, less
from bpmn.expressions.numbers import CONTEXT
from bpmn.expressions.run import Run
from bpmn.expressions.values import Value

__all__ = ["REGISTRY"]

REGISTRY = Registry()


def _values(run: Run, arguments: tuple[Value, ...]) -> list[Value]:
    first = arguments[0]
    values = first if len(arguments) == 1 and isinstance(first, list) else list(arguments)
    run.spend(len(values))
    return values


def _numbers(run: Run, arguments: tuple[Value, ...]) -> list[Decimal]:
    values = _values(run, arguments)
    numbers = [value for value in values if isinstance(value, Decimal)]
    if len(numbers) != len(values):
        raise ValueError
    return numbers


def _extreme(is_better: Callable[[Value, Value], bool | None]) -> Callable[..., Value]:
    def extreme(run: Run, *arguments: Value) -> Value:
        values = _values(run, arguments)
        best = values[0] if values else None
        for value in values[1:]:
            better = is_better(value, best)
            if better is None:
                return None
            if better:
                best = value
        return best

    return extreme


REGISTRY.add("min", "list: list", variadic=True)(_extreme(less))
REGISTRY.add("max", "list: list", variadic=True)(_extreme(greater))


def _total(numbers: list[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = CONTEXT.add(total, number)
    return total


def _average(numbers: list[Decimal]) -> Decimal:
    return CONTEXT.divide(_total(numbers), Decimal(len(numbers)))


@REGISTRY.add("sum", "list: list", variadic=True)
def _sum(run: Run, *arguments: Value) -> Value:
    numbers = _numbers(run, arguments)
    return _total(numbers) if numbers else None


@REGISTRY.add("mean", "list: list", variadic=True)
def _mean(run: Run, *arguments: Value) -> Value:
    numbers = _numbers(run, arguments)
    return _average(numbers) if numbers else None


@REGISTRY.add("product", "list: list", variadic=True)
def _product(run: Run, *arguments: Value) -> Value:
    numbers = _numbers(run, arguments)
    product = Decimal(1)
    for number in numbers:
        product = CONTEXT.multiply(product, number)
    return product if numbers else None


@REGISTRY.add("median", "list: list", variadic=True)
def _median(run: Run, *arguments: Value) -> Value:
    numbers = sorted(_numbers(run, arguments))
    middle = len(numbers) // 2
    if not numbers:
        return None
    return numbers[middle] if len(numbers) % 2 else _average(numbers[middle - 1 : middle + 1])


@REGISTRY.add("stddev", "list: list", variadic=True)
def _stddev(run: Run, *arguments: Value) -> Value:
    """Return the standard deviation of a sample: the sum of squares is divided by one less than the count."""
    numbers = _numbers(run, arguments)
    if len(numbers) < 2:
        return None
    mean = _average(numbers)
    deviations = [CONTEXT.subtract(number, mean) for number in numbers]
    squares = _total([CONTEXT.multiply(deviation, deviation) for deviation in deviations])
    return CONTEXT.sqrt(CONTEXT.divide(squares, Decimal(len(numbers) - 1)))


@REGISTRY.add("mode", "list: list", variadic=True)
def _mode(run: Run, *arguments: Value) -> Value:
    numbers = _numbers(run, arguments)
    counts: dict[Decimal, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


def _all(run: Run, *arguments: Value) -> Value:
    return None if arguments == (None,) else all_of(_values(run, arguments))


def _any(run: Run, *arguments: Value) -> Value:
    return None if arguments == (None,) else any_of(_values(run, arguments))


for _name, _body in (("all", _all), ("and", _all), ("any", _any), ("or", _any)):
    REGISTRY.add(_name, "list: list", variadic=True)(_body)
