"""How a built-in function is declared: its parameters, what fits them, and what happens where nothing does.

A function is declared with the text of its signature, `"string: string, start position: number, length: number?"`; a
type may have alternatives (`date|date and time`); `?` marks what may be left out or null. Several declarations of one
name are tried in order. Where no declaration fits, the value is null and the reason names the signatures.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from bpmn.expressions.run import Run
from bpmn.expressions.values import KINDS, Function, Value, kind_of
from bpmn.language import Text

__all__ = ["NoValueError", "Registry"]

_Body: TypeAlias = Callable[..., Value]
_MOST_EXACT = 200
# What a function's body may meet in odd arguments and what then means null.
_NULL_ERRORS = (ArithmeticError, ValueError, TypeError, LookupError)


class NoValueError(ValueError):
    """What the body of a function raises where it has no value and can say why.

    Attributes:
        text: Why.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parameter:
    name: str
    kinds: frozenset[str]
    is_optional: bool
    types: frozenset[type]

    def take(self, value: Value) -> tuple[bool, Value]:
        """Return whether a value fits, and the value, made to fit by DMN 1.5 §10.3.2.9.4 where it can be."""
        kind = kind_of(value)
        if kind in self.kinds or "Any" in self.kinds:
            return True, value
        if value is None:
            return self.is_optional, None
        if isinstance(value, list) and len(value) == 1 and kind_of(value[0]) in self.kinds:
            return True, value[0]
        return ("list" in self.kinds), [value]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Overload:
    """One way of calling a function; `exact` holds the classes of arguments that fit as they are, where few do."""

    parameters: tuple[_Parameter, ...]
    least: int
    body: _Body
    is_variadic: bool
    exact: frozenset[tuple[type, ...]]

    def fit(self, arguments: tuple[Value, ...]) -> Sequence[Value] | None:
        """Return the arguments as the body takes them, or None where they do not fit."""
        if self.is_variadic:
            return list(arguments) if len(arguments) >= self.least else None
        if not self.least <= len(arguments) <= len(self.parameters):
            return None
        fitted = list(arguments)
        for index, argument in enumerate(arguments):
            parameter = self.parameters[index]
            if type(argument) not in parameter.types:
                fits, fitted[index] = parameter.take(argument)
                if not fits:
                    return None
        return fitted


def _exact(parameters: tuple[_Parameter, ...], least: int) -> frozenset[tuple[type, ...]]:
    lengths = range(least, len(parameters) + 1)
    choices = [[parameter.types for parameter in parameters[:length]] for length in lengths]
    if sum(math.prod(map(len, choice)) for choice in choices) > _MOST_EXACT:
        return frozenset()
    return frozenset(kinds for choice in choices for kinds in product(*choice))


def _parse_signature(signature: str) -> tuple[_Parameter, ...]:
    parameters: list[_Parameter] = []
    for part in filter(None, (piece.strip() for piece in signature.split(","))):
        name, _, text = part.partition(":")
        kinds = frozenset(kind.strip() for kind in text.rstrip("?").split("|"))
        types = frozenset(kind for kind, kind_name in KINDS.items() if kind_name in kinds)
        parameters.append(_Parameter(name=name.strip(), kinds=kinds, is_optional=text.endswith("?"), types=types))
    return tuple(parameters)


class Registry:
    """The built-in functions of one kind, by name."""

    def __init__(self) -> None:
        self._overloads: dict[str, list[tuple[str, _Overload]]] = {}

    def add(self, name: str, signature: str, *, variadic: bool = False) -> Callable[[_Body], _Body]:
        """Return a decorator that declares a function; its body takes the run and the arguments."""
        parameters = _parse_signature(signature)
        least = sum(not parameter.is_optional for parameter in parameters)

        def declare(body: _Body) -> _Body:
            exact = frozenset[tuple[type, ...]]() if variadic else _exact(parameters, least)
            overload = _Overload(parameters=parameters, least=least, body=body, is_variadic=variadic, exact=exact)
            self._overloads.setdefault(name, []).append((signature, overload))
            return body

        return declare

    def functions(self) -> Mapping[str, Function]:
        """Return all that was declared."""
        return {name: _function(name, overloads) for name, overloads in self._overloads.items()}


def _function(name: str, declared: list[tuple[str, _Overload]]) -> Function:
    signatures = " / ".join(f"{name}({signature.replace('|', ' or ')})" for signature, _ in declared)
    overloads = [overload for _, overload in declared]

    def call(run: Run, *arguments: Value) -> Value:
        run.spend()
        kinds = tuple(map(type, arguments))
        for overload in overloads:
            fitted = arguments if kinds in overload.exact else overload.fit(arguments)
            if fitted is not None:
                try:
                    result = overload.body(run, *fitted)
                except NoValueError as error:
                    return run.note("{problem}", problem=error.text)
                except _NULL_ERRORS:
                    result = None
                if result is None:
                    run.note("{function}() has no value for these arguments.", function=name)
                return result
        given = ", ".join(kind_of(argument) for argument in arguments)
        return run.note(
            "{function}() cannot take ({given}); it takes {signatures}.",
            function=name,
            given=given,
            signatures=signatures,
        )

    parameters = tuple(tuple(parameter.name for parameter in overload.parameters) for overload in overloads)
    is_variadic = any(overload.is_variadic for overload in overloads)
    return Function(parameters=parameters, call=call, text=f"function {name}", is_builtin=True, is_variadic=is_variadic)
