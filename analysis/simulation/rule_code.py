"""FEEL's trees made into code for the machine of `analysis.simulation.rules`."""

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from decimal import Decimal

from analysis.scenario.attributes import Scalar
from analysis.simulation.domains import Domain, Step, UnsupportedError
from analysis.simulation.rule_codes import (
    AND,
    AT_LEAST,
    AT_MOST,
    EQUAL,
    GREATER,
    LESS,
    LOAD,
    OPERATORS,
    PUSH,
    SKIP,
    SKIP_UNLESS,
    TRUTH,
)
from bpmn.expressions.tree import Call, Choice, Constant, Let, Node, Operation, Shortcut, Variable
from bpmn.expressions.values import Value
from bpmn.frozen import dataclass

__all__ = ["code_of", "scalar_of"]

_TRUTH_VALUES = Domain(values=frozenset({True, False, None}))
_NUMBERS = Domain(values=frozenset({None}), has_numbers=True)


def scalar_of(value: Value) -> Scalar:
    """Return a value of FEEL as one of an attribute.

    Raises:
        UnsupportedError: If it is neither null, boolean, number nor text.
    """
    if isinstance(value, Decimal):
        return float(value)
    if value is None or isinstance(value, bool | str):
        return value
    raise UnsupportedError


def code_of(tree: Node, domains: Mapping[str, Domain]) -> tuple[list[Step], Domain]:
    """Return the steps that evaluate a tree, and what it can come to.

    Args:
        tree: The tree.
        domains: What each attribute can be; a name that is none of them is always null.

    Raises:
        UnsupportedError: If the machine has nothing for a part of it.
    """
    return _Coding(domains=domains).code(tree)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coding:
    """Names and what they stand for here; `?` and other local names stand for trees."""

    domains: Mapping[str, Domain]
    local: Mapping[str, Node] = field(default_factory=dict)

    def code(self, tree: Node) -> tuple[list[Step], Domain]:
        make = _MAKERS.get(type(tree))
        if make is None:
            raise UnsupportedError
        steps: tuple[list[Step], Domain] = make(self, tree)
        return steps

    def constant(self, tree: Constant) -> tuple[list[Step], Domain]:
        value = scalar_of(tree.value)
        return [(PUSH, value)], Domain(values=frozenset({value}))

    def variable(self, tree: Variable) -> tuple[list[Step], Domain]:
        if tree.name in self.local:
            return replace(self, local={}).code(self.local[tree.name])
        if tree.on_missing != "feel_missing" or tree.otherwise is not None:
            raise UnsupportedError
        if tree.name not in self.domains:
            return [(PUSH, None)], Domain(values=frozenset({None}))
        return [(LOAD, tree.name)], self.domains[tree.name]

    def let(self, tree: Let) -> tuple[list[Step], Domain]:
        if self.local or not isinstance(tree.value, Variable | Constant):
            raise UnsupportedError
        return replace(self, local={tree.name: tree.value}).code(tree.body)

    def shortcut(self, tree: Shortcut) -> tuple[list[Step], Domain]:
        steps, _ = self.code(tree.operands[0])
        for operand in tree.operands[1:]:
            steps = [*steps, *self.code(operand)[0], (OPERATORS[self._known(tree.operation)], 0)]
        return steps, _TRUTH_VALUES

    def choice(self, tree: Choice) -> tuple[list[Step], Domain]:
        test, _ = self.code(tree.test)
        then, first = self.code(tree.then)
        other, second = self.code(tree.otherwise)
        steps = [*test, (SKIP_UNLESS, len(then) + 1), *then, (SKIP, len(other)), *other]
        return steps, first.joined(second)

    def call(self, tree: Call) -> tuple[list[Step], Domain]:
        function = tree.function
        is_plain = isinstance(function, Variable) and function.otherwise is not None and not tree.named
        if not is_plain or len(tree.arguments) != 1 or not isinstance(function, Variable):
            raise UnsupportedError
        if function.name in self.domains:
            raise UnsupportedError
        steps, _ = self.code(tree.arguments[0])
        operator = OPERATORS[self._known(function.name)]
        return [*steps, (operator, 0)], _TRUTH_VALUES if function.name == "not" else _NUMBERS

    def operation(self, tree: Operation) -> tuple[list[Step], Domain]:
        special = _SPECIAL.get(tree.name)
        if special is not None:
            return special(self, tree), _TRUTH_VALUES
        operator = OPERATORS[self._known(tree.name)]
        parts = [self.code(operand) for operand in tree.operands]
        steps = [step for part, _ in parts for step in part]
        if operator < OPERATORS["feel_add"] or operator in {OPERATORS["feel_not"], TRUTH}:
            return [*steps, (operator, 0)], _TRUTH_VALUES
        # Texts may be added, which makes texts that are not known before.
        if tree.name == "feel_add" and all(domain.has_texts for _, domain in parts):
            raise UnsupportedError
        return [*steps, (operator, 0)], _NUMBERS

    def between(self, tree: Operation) -> list[Step]:
        value, low, high = (self.code(operand)[0] for operand in tree.operands)
        return [*value, *low, (AT_LEAST, 0), *value, *high, (AT_MOST, 0), (AND, 0)]

    def member(self, tree: Operation) -> list[Step]:
        value = self.code(tree.operands[0])[0]
        test = tree.operands[1]
        if not (isinstance(test, Operation) and test.name == "feel_range"):
            return [*value, *self.code(test)[0], (EQUAL, 0)]
        low, high = (self._end(end) for end in test.operands)
        if low > high:
            raise UnsupportedError
        has_low, has_high = test.constants
        above = (AT_LEAST if has_low else GREATER, 0)
        below = (AT_MOST if has_high else LESS, 0)
        return [*value, (PUSH, low), above, *value, (PUSH, high), below, (AND, 0)]

    def _end(self, tree: Node) -> float:
        """Return the constant number at an end of a range; other ranges are for FEEL itself."""
        steps, _ = self.code(tree)
        sign = -1.0 if steps[1:] == [(OPERATORS["feel_negate"], 0)] else 1.0
        operator, value = steps[0]
        if operator != PUSH or not isinstance(value, float) or len(steps) > 2 or (len(steps) == 2 and sign > 0):
            raise UnsupportedError
        return sign * value

    def _known(self, name: str) -> str:
        if name not in OPERATORS:
            raise UnsupportedError
        return name


_SPECIAL: Mapping[str, Callable[[_Coding, Operation], list[Step]]] = {
    "feel_between": _Coding.between,
    "feel_member": _Coding.member,
}
_MAKERS: Mapping[type, Callable[..., tuple[list[Step], Domain]]] = {
    Constant: _Coding.constant,
    Variable: _Coding.variable,
    Let: _Coding.let,
    Shortcut: _Coding.shortcut,
    Choice: _Coding.choice,
    Call: _Coding.call,
    Operation: _Coding.operation,
}
