"""Rules answered for many cases at once, with numpy instead of one case after the other.

Numbers are floats with a bound on what rounding may have done to them. Where a comparison lies within it the answer is
not given, and FEEL's own exact evaluation is asked: so every answer is FEEL's. Source of such a filter: Shewchuk,
Adaptive precision floating-point arithmetic and fast robust geometric predicates, 1997, §2.

What operators mean is as in the simulator: `analysis.simulation.rules`.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.scenario.attributes import Scalar
from analysis.simulation import rule_codes as codes
from analysis.simulation.domains import Domain, Step, UnsupportedError, domain_of
from analysis.simulation.rule_codes import IS_BOOLEAN, IS_NULL, IS_NUMBER, IS_TEXT
from bpmn.frozen import dataclass
from bpmn.model import Expression

__all__ = ["answers_at_once"]

_Floats = NDArray[np.float64]
_Truths = NDArray[np.bool_]
# Four times the unit roundoff of an operation: room for what the operands' decimal digits were rounded by.
_ROUNDING = 4 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A value of every case.

    Attributes:
        kinds: What it is: one of the codes of the simulator's machine.
        numbers: Which one: the number, 0 or 1, or the place of a text among all texts.
        errors: By how much a number may be off.
        is_computed: Whether a number was calculated, and so may be off.
    """

    kinds: NDArray[np.int8]
    numbers: _Floats
    errors: _Floats
    is_computed: bool = False


def answers_at_once(
    rule: Expression, columns: Mapping[str, Sequence[Scalar]], exactly: Callable[[int], Scalar]
) -> list[Scalar] | None:
    """Return what a rule comes to for each case, or None where it is not only true, false or null, or too much.

    Args:
        rule: The rule.
        columns: The values of all cases, by attribute.
        exactly: Answers the rule for one case, by its number.
    """
    # Not at the top: parsing is not imported where nothing is evaluated.
    from analysis.simulation.rule_code import code_of
    from bpmn.expressions import ExpressionError, Language
    from bpmn.expressions.compile import parse

    try:
        domains = {name: _domain(column) for name, column in columns.items()}
        steps, _ = code_of(parse(rule.text, Language(rule.language), frozenset(columns)), domains)
        machine = _Machine(columns, steps)
        answer = machine.run(steps)
    except (ExpressionError, UnsupportedError, ValueError):
        return None
    if np.any(answer.kinds > IS_BOOLEAN):
        return None
    meanings = (None, False, True)
    places = np.where(answer.kinds == IS_BOOLEAN, 1 + answer.numbers.astype(np.int64), 0)
    found: list[Scalar] = [meanings[place] for place in places.tolist()]
    for doubtful in np.flatnonzero(machine.is_doubtful).tolist():
        found[doubtful] = exactly(doubtful)
    return found


def _domain(column: Sequence[Scalar]) -> Domain:
    """Return enough of what an attribute can be for its kinds to be known."""
    return domain_of({type(value): value for value in column}.values())


def _loads(steps: Sequence[Step]) -> list[str]:
    return sorted({str(argument) for operator, argument in steps if operator == codes.LOAD})


class _Machine:
    """The stack machine of rules, with a column of values in each place.

    Attributes:
        is_doubtful: The cases in which rounding may have decided.
    """

    def __init__(self, columns: Mapping[str, Sequence[Scalar]], steps: Sequence[Step]) -> None:
        self._count = len(next(iter(columns.values()), ()))
        self._given = columns
        pushed = [argument for operator, argument in steps if operator == codes.PUSH]
        values = (*pushed, *(value for name in _loads(steps) for value in columns[name]))
        texts = sorted({value for value in values if isinstance(value, str)})
        self._texts = {text: float(place) for place, text in enumerate(texts)}
        self._columns: dict[str, _Column] = {}
        self.is_doubtful = np.zeros(self._count, dtype=np.bool_)

    def run(self, steps: Sequence[Step]) -> _Column:
        """Return the value that the steps come to.

        Raises:
            UnsupportedError: If one of them is not for many cases at once.
        """
        stack: list[_Column] = []
        for operator, argument in steps:
            if operator == codes.PUSH:
                stack.append(self._column([argument] * self._count))
            elif operator == codes.LOAD:
                stack.append(self._loaded(str(argument)))
            elif operator in _ONE:
                stack.append(_ONE[operator](stack.pop()))
            elif operator in _TWO:
                right, left = stack.pop(), stack.pop()
                stack.append(_TWO[operator](self, operator, left, right))
            else:
                raise UnsupportedError
        return stack[0]

    def _loaded(self, name: str) -> _Column:
        if name not in self._columns:
            self._columns[name] = self._column(self._given[name])
        return self._columns[name]

    def _column(self, values: Sequence[Scalar]) -> _Column:
        errors = np.zeros(len(values))
        if {type(value) for value in values} == {float}:
            return _Column(
                kinds=np.full(len(values), IS_NUMBER, dtype=np.int8), numbers=np.array(values), errors=errors
            )
        kinds = np.array([_KINDS[type(value)] for value in values], dtype=np.int8)
        numbers = np.array([self._texts[value] if isinstance(value, str) else float(value or 0.0) for value in values])
        return _Column(kinds=kinds, numbers=numbers, errors=errors)

    def compare(self, operator: int, left: _Column, right: _Column) -> _Column:
        """Compare; null where the kinds have no order or equality (DMN 1.5, tables 53 and 54)."""
        same = left.kinds == right.kinds
        if left.is_computed or right.is_computed:
            gap = np.abs(left.numbers - right.numbers)
            self.is_doubtful |= same & (left.kinds == IS_NUMBER) & ~(gap > _from_digits(left) + _from_digits(right))
        if operator in {codes.EQUAL, codes.UNEQUAL}:
            is_null = left.kinds == IS_NULL
            has_null = is_null | (right.kinds == IS_NULL)
            is_equal = same & (is_null | (left.numbers == right.numbers))
            return _truths(is_equal == (operator == codes.EQUAL), same | has_null)
        has_order = same & ((left.kinds == IS_NUMBER) | (left.kinds == IS_TEXT))
        return _truths(_ORDERS[operator](left.numbers, right.numbers), has_order)

    def calculate(self, operator: int, left: _Column, right: _Column) -> _Column:
        """Calculate; null where there is something else than two numbers, and where it is divided by 0."""
        a, b, off_a, off_b = left.numbers, right.numbers, _from_digits(left), _from_digits(right)
        is_number = (left.kinds == IS_NUMBER) & (right.kinds == IS_NUMBER)
        with np.errstate(all="ignore"):
            if operator in {codes.ADD, codes.SUBTRACT}:
                numbers, errors = (a + b if operator == codes.ADD else a - b), off_a + off_b
            elif operator == codes.MULTIPLY:
                numbers, errors = a * b, np.abs(a) * off_b + np.abs(b) * off_a + off_a * off_b
            else:
                is_zero = b == 0
                self.is_doubtful |= is_number & ~is_zero & (np.abs(b) <= 2 * off_b)
                numbers = a / np.where(is_zero, 1.0, b)
                errors = 2 * (off_a + np.abs(numbers) * off_b) / np.where(is_zero, 1.0, np.abs(b))
                is_number &= ~is_zero
            errors = errors + _ROUNDING * np.abs(numbers)
        return _Column(kinds=np.where(is_number, IS_NUMBER, IS_NULL).astype(np.int8), numbers=numbers, errors=errors,
                       is_computed=True)  # fmt: skip

    def join(self, operator: int, left: _Column, right: _Column) -> _Column:
        """Conjunction and disjunction; what is not boolean counts as null (DMN 1.5, table 50)."""
        decisive = 0.0 if operator == codes.AND else 1.0
        sides = [(one.kinds == IS_BOOLEAN, one.numbers) for one in (left, right)]
        is_decided = np.logical_or(*(is_truth & (numbers == decisive) for is_truth, numbers in sides))
        is_known = is_decided | (sides[0][0] & sides[1][0])
        return _truths(is_decided == (decisive == 1.0), is_known)


def _from_digits(column: _Column) -> _Floats:
    """Return by how much numbers may be off, with what their decimal digits were rounded by when they were read."""
    return column.errors + _ROUNDING * np.abs(column.numbers)


def _truths(values: _Truths, is_known: _Truths) -> _Column:
    kinds = np.where(is_known, IS_BOOLEAN, IS_NULL).astype(np.int8)
    return _Column(kinds=kinds, numbers=values.astype(np.float64), errors=np.zeros(len(values)))


def _negated(column: _Column) -> _Column:
    return _truths(column.numbers == 0.0, column.kinds == IS_BOOLEAN)


def _told(column: _Column) -> _Column:
    return _truths(column.numbers != 0.0, column.kinds == IS_BOOLEAN)


def _opposite(column: _Column) -> _Column:
    kinds = np.where(column.kinds == IS_NUMBER, IS_NUMBER, IS_NULL).astype(np.int8)
    return _Column(kinds=kinds, numbers=-column.numbers, errors=column.errors, is_computed=column.is_computed)


_KINDS: Mapping[type, int] = {type(None): IS_NULL, bool: IS_BOOLEAN, float: IS_NUMBER, int: IS_NUMBER, str: IS_TEXT}
_ORDERS: Mapping[int, Callable[[_Floats, _Floats], _Truths]] = {
    codes.LESS: np.less,
    codes.AT_MOST: np.less_equal,
    codes.GREATER: np.greater,
    codes.AT_LEAST: np.greater_equal,
}
_ONE: Mapping[int, Callable[[_Column], _Column]] = {
    codes.NOT: _negated,
    codes.TRUTH: _told,
    codes.NEGATE: _opposite,
}
_TWO: Mapping[int, Callable[[_Machine, int, _Column, _Column], _Column]] = {
    **dict.fromkeys((codes.EQUAL, codes.UNEQUAL, *_ORDERS), _Machine.compare),
    **dict.fromkeys((codes.ADD, codes.SUBTRACT, codes.MULTIPLY, codes.DIVIDE), _Machine.calculate),
    **dict.fromkeys((codes.AND, codes.OR), _Machine.join),
}
