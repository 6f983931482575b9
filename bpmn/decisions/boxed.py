"""The boxed expressions of DMN (DMN 1.5 §7.3, §10.2.1): each computes its value in a scope of names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bpmn.expressions.emit import Code
from bpmn.expressions.errors import ExpressionError
from bpmn.expressions.feel.access import call_named, items_of, keep
from bpmn.expressions.feel.logic import all_of, any_of
from bpmn.expressions.feel.types import Type, convert
from bpmn.expressions.run import Run
from bpmn.expressions.values import Function, Value

__all__ = [
    "Boxed",
    "BoxedConditional",
    "BoxedContext",
    "BoxedFilter",
    "BoxedFunction",
    "BoxedInvocation",
    "BoxedIteration",
    "BoxedList",
    "Broken",
    "ContextEntry",
    "Literal",
    "Parameter",
    "Scope",
    "Typed",
    "result_of",
]

Scope: TypeAlias = dict[str, Value]


class Boxed(Protocol):
    """What every boxed expression can do."""

    def evaluate(self, run: Run, scope: Scope) -> Value:
        """Return the value in a scope, which is never changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A text of FEEL.

    Attributes:
        code: The compiled text.
        evaluate: Its function itself: a table asks for many, and need not go through another.
    """

    code: Code
    evaluate: Callable[..., Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """An expression that could not be compiled: null, and why."""

    error: ExpressionError

    def evaluate(self, run: Run, scope: Scope) -> Value:  # noqa: ARG002 - the protocol's
        """Return null and note the reason."""
        return run.note("{problem}", problem=self.error.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """An expression whose value must be of a type."""

    inner: Boxed
    expected: Type
    name: str

    def evaluate(self, run: Run, scope: Scope) -> Value:
        """Return the value, made to conform where the standard says how, else null."""
        fits, value = convert(run, self.inner.evaluate(run, scope), self.expected)
        return value if fits else run.note("The value of {name} is not of its type.", name=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextEntry:
    """One row of a boxed context; a row without a name is its result."""

    name: str | None
    value: Boxed


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedContext:
    """A context: rows see the rows above them."""

    entries: tuple[ContextEntry, ...]

    def evaluate(self, run: Run, scope: Scope) -> Value:
        """Return the context, or the value of its result row."""
        inner = dict(scope)
        result: dict[str, Value] = {}
        for entry in self.entries:
            # A function in a row may call itself by the row's name: it looks names up when it is called.
            value = entry.value.evaluate(run, inner)
            if entry.name is None:
                return value
            inner[entry.name] = result[entry.name] = value
        return result


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedList:
    """A list."""

    items: tuple[Boxed, ...]

    def evaluate(self, run: Run, scope: Scope) -> Value:
        """Return the list."""
        run.spend_list(len(self.items))
        return [item.evaluate(run, scope) for item in self.items]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A formal parameter."""

    name: str
    expected: Type | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedFunction:
    """A function definition."""

    parameters: tuple[Parameter, ...]
    body: Boxed
    result: Type | None
    text: str

    def evaluate(self, run: Run, scope: Scope) -> Value:  # noqa: ARG002 - the protocol's
        """Return the function, which sees the scope as it will be when it is called."""
        return self.function(lambda: scope)

    def function(self, scope_of_call: Callable[[], Scope]) -> Function:
        """Return the function as a value of FEEL."""
        names = tuple(parameter.name for parameter in self.parameters)

        def invoke(run: Run, *arguments: Value) -> Value:
            value = self.body.evaluate(run, {**scope_of_call(), **dict(zip(names, arguments, strict=True))})
            return result_of(run, value, self.result)

        types = tuple(parameter.expected for parameter in self.parameters)
        return Function(parameters=(names,), call=invoke, types=types, text=self.text)


def result_of(run: Run, value: Value, expected: Type | None) -> Value:
    """Return the result of a function, made to conform to its type, else null."""
    if expected is None:
        return value
    fits, fitting = convert(run, value, expected)
    return fitting if fits else run.note("The result of a function is not of its type.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedInvocation:
    """A call with arguments by name."""

    function: Boxed
    names: tuple[str, ...]
    arguments: tuple[Boxed, ...]

    def evaluate(self, run: Run, scope: Scope) -> Value:
        """Return what the function gives."""
        function = self.function.evaluate(run, scope)
        return call_named(run, self.names, function, *(argument.evaluate(run, scope) for argument in self.arguments))


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedConditional:
    """If, then, else."""

    test: Boxed
    then: Boxed
    otherwise: Boxed

    def evaluate(self, run: Run, scope: Scope) -> Value:
        """Return one branch; the other is not computed."""
        test = self.test.evaluate(run, scope)
        if test is not None and not isinstance(test, bool):
            return run.note("The condition is neither true nor false.")
        chosen = self.then if test is True else self.otherwise
        return chosen.evaluate(run, scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedFilter:
    """The items of a list for which an expression is true."""

    items: Boxed
    match: Boxed

    def evaluate(self, run: Run, scope: Scope) -> Value:
        """Return the items that match, or the one at the position that the expression gives."""

        def matches(item: Value) -> Value:
            run.spend(1 + len(scope))
            entries = item if isinstance(item, dict) else {}
            return self.match.evaluate(run, {**scope, **entries, "item": item})

        return keep(run, self.items.evaluate(run, scope), matches)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedIteration:
    """`for`, `some` or `every` over the items of a list.

    Attributes:
        kind: "for", "some" or "every".
    """

    kind: str
    name: str
    items: Boxed
    body: Boxed

    def evaluate(self, run: Run, scope: Scope) -> Value:
        """Return the list of results, or whether the test holds."""
        items = items_of(run, self.items.evaluate(run, scope))
        if items is None:
            return None
        results: list[Value] = []
        for item in items:
            run.spend(1 + len(scope))
            results.append(self.body.evaluate(run, {**scope, self.name: item, "partial": results}))
        if self.kind == "for":
            return results
        if any(result is not None and not isinstance(result, bool) for result in results):
            return run.note("The condition is neither true nor false.")
        return any_of(results) if self.kind == "some" else all_of(results)
