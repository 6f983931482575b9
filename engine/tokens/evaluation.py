"""The model's expressions and scripts, evaluated over a case's variables by `bpmn.expressions`, never by Python."""

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from bpmn.expressions import (
    CompiledExpression,
    ExpressionError,
    Language,
    ScriptThrewError,
    compile_expression,
    to_json,
)
from bpmn.expressions.script import CompiledScript, compile_script
from bpmn.language import Text
from bpmn.model import Expression, Script
from engine.errors import DataRefusedError, ExpressionFailedError
from engine.tokens.values import Value, accept

if TYPE_CHECKING:
    from bpmn.expressions import Evaluation

__all__ = ["Evaluator", "compiled", "compiled_script", "visible"]

_Result = TypeVar("_Result")


class _HasNow(Protocol):
    now: datetime


def compiled(expression: Expression) -> CompiledExpression:
    """Return an expression ready to run; kept by `bpmn.expressions`, so asking again is cheap.

    Raises:
        ExpressionError: If it cannot be compiled, or is in a language Ortoo has no front end for.
    """
    return compile_expression(expression.text, _language(expression.language))


def compiled_script(script: Script) -> CompiledScript:
    """Return a script ready to run.

    Raises:
        ExpressionError: If it cannot be compiled.
    """
    return compile_script(script.text, _language(script.language))


_language = lru_cache(maxsize=64)(Language)


def visible(chain: Iterable[dict[str, Value]]) -> dict[str, Value]:
    """Return all variables seen through a chain of scopes, innermost first."""
    seen: dict[str, Value] = {}
    for variables in reversed(list(chain)):
        seen |= variables
    return seen


class Evaluator:
    """Evaluates for one case, at the case's time."""

    def __init__(self, case: _HasNow) -> None:
        self._case = case

    def value(
        self,
        expression: Expression,
        chain: Iterable[dict[str, Value]],
        *,
        element: str,
        flow: str | None = None,
        extra: Mapping[str, Value] | None = None,
    ) -> Value:
        """Return the value of an expression; of a plain text the text itself.

        Args:
            expression: What is evaluated.
            chain: The variables it sees, innermost first.
            element: Id of the element it belongs to, for the error.
            flow: Id of the sequence flow whose condition it is.
            extra: Names beside the variables.

        Raises:
            ExpressionFailedError: If it cannot be evaluated.
        """
        return self._evaluate(expression, chain, element, flow, extra)[0]

    def _evaluate(
        self,
        expression: Expression,
        chain: Iterable[dict[str, Value]],
        element: str,
        flow: str | None,
        extra: Mapping[str, Value] | None,
    ) -> "tuple[Value, tuple[Text, ...]]":
        if not expression.language:
            return expression.text, ()

        def run() -> "Evaluation":
            seen = ChainMap(*([dict(extra)] if extra else []), *chain)
            return compiled(expression).evaluate(seen, now=self._case.now)

        found = _guard(run, expression.text, element, flow)
        return found.value, found.reasons

    def is_true(
        self,
        expression: Expression,
        chain: Iterable[dict[str, Value]],
        *,
        element: str,
        flow: str | None = None,
        extra: Mapping[str, Value] | None = None,
    ) -> bool:
        """Return whether a condition is true: null and anything else that is not `true` is not."""
        value = self.value(expression, chain, element=element, flow=flow, extra=extra)
        return value is True or (not expression.language and expression.text.strip().lower() == "true")

    def reasons(self, expression: Expression, chain: Iterable[dict[str, Value]], *, element: str) -> tuple[Text, ...]:
        """Return why an expression came out null."""
        return self._evaluate(expression, chain, element, None, None)[1]

    def text(self, expression: Expression | None, chain: Iterable[dict[str, Value]], *, element: str) -> str | None:
        """Return the value of an expression as text, None for null or no expression."""
        if expression is None:
            return None
        value = self.value(expression, chain, element=element)
        return None if value is None else str(to_json(value))

    def kept(
        self,
        expression: Expression,
        chain: Iterable[dict[str, Value]],
        *,
        element: str,
        extra: Mapping[str, Value] | None = None,
    ) -> Value:
        """Return the value of an expression as one that a variable can hold.

        Raises:
            ExpressionFailedError: If it cannot be evaluated, or gives a function or range.
        """
        value = self.value(expression, chain, element=element, extra=extra)
        return _keep({"": value}, expression.text, element)[""]

    def named(self, expression: Expression, chain: Iterable[dict[str, Value]], *, element: str) -> Value:
        """Return the value of an expression, or of the variable that a plain text names; null where there is none.

        Raises:
            ExpressionFailedError: If it cannot be evaluated, or gives a function or range.
        """
        if expression.language:
            return self.kept(expression, chain, element=element)
        return next((variables[expression.text] for variables in chain if expression.text in variables), None)

    def changes(self, script: Script, chain: Iterable[dict[str, Value]], *, element: str) -> dict[str, Value]:
        """Return the variables that a script sets.

        Raises:
            ScriptThrewError: If it raises a BPMN error.
            ExpressionFailedError: If it fails, or sets what a variable cannot hold.
        """
        seen = visible(chain)
        changed = _guard(lambda: compiled_script(script).run(seen, now=self._case.now), script.text, element, None)
        return _keep(changed, script.text, element)


def _guard(run: Callable[[], _Result], source: str, element: str, flow: str | None) -> _Result:
    try:
        return run()
    except ScriptThrewError:
        raise
    except ExpressionError as error:
        where = (
            Text("The condition of the flow {flow} after {element}", flow=flow, element=element)
            if flow
            else Text("An expression of {element}", element=element)
        )
        raise ExpressionFailedError(
            Text("{where} could not be evaluated: {source}: {reason}", where=where, source=source, reason=error.text),
            element=element, flow=flow,
        ) from error  # fmt: skip


def _keep(values: Mapping[str, Value], source: str, element: str) -> dict[str, Value]:
    try:
        return accept(values)
    except DataRefusedError as error:
        raise ExpressionFailedError(
            Text(
                "An expression of {element} gives what a variable cannot hold: {source}", element=element, source=source
            ),
            element=element,
        ) from error
