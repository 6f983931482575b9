"""The model's expressions and scripts, evaluated over a case's variables by `bpmn.expressions`, never by Python."""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

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

_KEPT = 4096


class _HasNow(Protocol):
    now: datetime


def compiled(expression: Expression) -> CompiledExpression:
    """Return an expression ready to run; it is kept, so asking again is cheap.

    Raises:
        ExpressionError: If it cannot be compiled, or is in a language Ortoo has no front end for.
    """
    return _compiled(expression.text, expression.language)


def compiled_script(script: Script) -> CompiledScript:
    """Return a script ready to run.

    Raises:
        ExpressionError: If it cannot be compiled.
    """
    return _compiled_script(script.text, script.language)


@lru_cache(maxsize=_KEPT)
def _compiled(source: str, language: str) -> CompiledExpression:
    return compile_expression(source, Language(language))


@lru_cache(maxsize=_KEPT)
def _compiled_script(source: str, language: str) -> CompiledScript:
    return compile_script(source, Language(language))


def visible(chain: Iterable[dict[str, Value]]) -> dict[str, Value]:
    """Return all variables seen through a chain of scopes, innermost first."""
    seen: dict[str, Value] = {}
    for variables in reversed(list(chain)):
        seen |= variables
    return seen


def _seen(chain: Sequence[dict[str, Value]]) -> Mapping[str, Value]:
    """Return all variables seen through a chain of scopes, to be looked at and not kept: nothing is copied."""
    only: dict[str, Value] = {}
    for variables in chain:
        if variables:
            if only:
                return ChainMap(*chain)
            only = variables
    return only


class Evaluator:
    """Evaluates for one case, at the case's time."""

    def __init__(self, case: _HasNow) -> None:
        self._case = case

    def value(
        self,
        expression: Expression,
        chain: Sequence[dict[str, Value]],
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
        if not expression.language:
            return expression.text
        return self._evaluate(expression, chain, element, flow, extra).value

    def _evaluate(
        self,
        expression: Expression,
        chain: Sequence[dict[str, Value]],
        element: str,
        flow: str | None,
        extra: Mapping[str, Value] | None,
    ) -> "Evaluation":
        if extra:
            chain = [dict(extra), *chain]
        try:
            return _compiled(expression.text, expression.language).evaluate(_seen(chain), now=self._case.now)
        except ExpressionError as error:
            raise _failed(error, expression.text, element, flow) from error

    def is_true(
        self,
        expression: Expression,
        chain: Sequence[dict[str, Value]],
        *,
        element: str,
        flow: str | None = None,
        extra: Mapping[str, Value] | None = None,
    ) -> bool:
        """Return whether a condition is true: null and anything else that is not `true` is not."""
        if not expression.language:
            return expression.text.strip().lower() == "true"
        return self._evaluate(expression, chain, element, flow, extra).value is True

    def reasons(self, expression: Expression, chain: Sequence[dict[str, Value]], *, element: str) -> tuple[Text, ...]:
        """Return why an expression came out null."""
        return self._evaluate(expression, chain, element, None, None).reasons if expression.language else ()

    def text(self, expression: Expression | None, chain: Sequence[dict[str, Value]], *, element: str) -> str | None:
        """Return the value of an expression as text, None for null or no expression."""
        if expression is None:
            return None
        value = self.value(expression, chain, element=element)
        return None if value is None else str(to_json(value))

    def kept(
        self,
        expression: Expression,
        chain: Sequence[dict[str, Value]],
        *,
        element: str,
        extra: Mapping[str, Value] | None = None,
    ) -> Value:
        """Return the value of an expression as one that a variable can hold.

        Raises:
            ExpressionFailedError: If it cannot be evaluated, or gives a function or range.
        """
        value = self.value(expression, chain, element=element, extra=extra)
        try:
            return accept({"": value})[""]
        except DataRefusedError as error:
            raise ExpressionFailedError(
                Text(
                    "An expression of {element} gives what a variable cannot hold: {source}",
                    element=element,
                    source=expression.text,
                ),
                element=element,
            ) from error

    def named(self, expression: Expression, chain: Sequence[dict[str, Value]], *, element: str) -> Value:
        """Return the value of an expression, or of the variable that a plain text names; null where there is none.

        Raises:
            ExpressionFailedError: If it cannot be evaluated, or gives a function or range.
        """
        if expression.language:
            return self.kept(expression, chain, element=element)
        return next((variables[expression.text] for variables in chain if expression.text in variables), None)

    def changes(self, script: Script, chain: Sequence[dict[str, Value]], *, element: str) -> Mapping[str, Value]:
        """Return the variables that a script sets.

        Raises:
            ScriptThrewError: If it raises a BPMN error.
            ExpressionFailedError: If it fails.
        """
        try:
            # What a script sets is JSON that shares nothing with the variables: they can hold it as it is.
            return _compiled_script(script.text, script.language).run(_seen(chain), now=self._case.now)
        except ScriptThrewError:
            raise
        except ExpressionError as error:
            raise _failed(error, script.text, element, None) from error


def _failed(error: ExpressionError, source: str, element: str, flow: str | None) -> ExpressionFailedError:
    where = (
        Text("The condition of the flow {flow} after {element}", flow=flow, element=element)
        if flow
        else Text("An expression of {element}", element=element)
    )
    return ExpressionFailedError(
        Text("{where} could not be evaluated: {source}: {reason}", where=where, source=source, reason=error.text),
        element=element, flow=flow,
    )  # fmt: skip
