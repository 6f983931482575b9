"""Compiling and evaluating expressions: what the rest of the project calls."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bpmn.expressions.emit import Code, emit
from bpmn.expressions.errors import BudgetExceededError, ExpressionError, ExpressionRefusedError
from bpmn.expressions.feel.calls import unknown_function_error
from bpmn.expressions.feel.literal_patterns import literal_pattern_error
from bpmn.expressions.feel.parser import INPUT, parse_expression, parse_unary_tests
from bpmn.expressions.interchange import JsonValue, from_json, to_json, values_from_json
from bpmn.expressions.juel.parser import parse_juel
from bpmn.expressions.language import Language
from bpmn.expressions.place import place_of_error
from bpmn.expressions.python.parser import parse_python
from bpmn.expressions.run import LIMITS, Run
from bpmn.expressions.sizes import check_size
from bpmn.expressions.tree import Node
from bpmn.expressions.values import Value
from bpmn.language import Text

__all__ = [
    "CompiledExpression",
    "Evaluation",
    "compile_expression",
    "compile_unary_tests",
    "refuse_vain_calls",
]

_CACHE_SIZE = 4096
_CONTAINERS = frozenset({list, dict})


@dataclass(slots=True)  # Not frozen: making one is a fifth of what a condition costs, and would be a third.
class Evaluation:
    """What an expression came to.

    Attributes:
        value: A value of FEEL: None, bool, Decimal, str, list, dict, or one of `bpmn.expressions.values`.
        reasons: Why parts of it came out null, in the order of evaluation.
    """

    value: Value
    reasons: tuple[Text, ...] = ()

    @property
    def json(self) -> JsonValue:
        """The value as JSON (`to_json`)."""
        return to_json(self.value)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CompiledExpression:
    """An expression that is ready to be evaluated, any number of times, from any thread.

    Attributes:
        source: Its text.
        language: Its language.
        names: The variables that it needs.
        code: The compiled form, for the decisions room.
    """

    source: str
    language: Language
    names: frozenset[str]
    code: Code

    def evaluate(
        self, data: Mapping[str, object], *, input_value: object = None, now: datetime | None = None
    ) -> Evaluation:
        """Return the value for these data.

        Args:
            data: JSON values by variable name; read, never changed.
            input_value: What unary tests are about.
            now: The time that `now()` tells; the clock's where it is not given.

        Raises:
            ExpressionEvaluationError: If a Python or JUEL expression has no value for these data; FEEL gives null.
            BudgetExceededError: If it takes too long or too much.
        """
        run = Run(data, now)
        try:
            tested = None if input_value is None else from_json(input_value)
            value = self.code.call(run, values_from_json(data, self.code.reads), tested)
            if type(value) in _CONTAINERS:
                check_size(value)
            return Evaluation(value, tuple(run.reasons) if run.reasons else ())
        except ExpressionError as error:
            error.source, error.language = self.source, self.language
            if error.position is None:
                error.position = place_of_error(error)
            raise
        except (RecursionError, MemoryError):
            raise BudgetExceededError(
                Text("Functions call each other more than {limit} deep: is there an end?", limit=LIMITS.calls),
                source=self.source,
                language=self.language,
            ) from None


def compile_expression(source: str, language: Language, *, names: Iterable[str] = ()) -> CompiledExpression:
    """Return an expression, compiled once and kept.

    Args:
        source: Its text, without a mark of its language such as Zeebe's `=`.
        language: What it is written in.
        names: Variables known to exist. FEEL needs them where a name has a sign or a keyword in it (`due-date`,
            `date of birth in words`); names of plain words are understood without.

    Raises:
        ExpressionSyntaxError: If it is not an expression of that language.
        ExpressionRefusedError: If it asks for what no expression may do, or is too large.
    """
    return _compile(source, language, frozenset(names))


def compile_unary_tests(source: str, *, names: Iterable[str] = ()) -> CompiledExpression:
    """Return the tests of a decision table's cell, such as `> 5, [1..3]` or `not("A")`; the value is `input_value`.

    Raises:
        ExpressionSyntaxError: If they are not FEEL.
        ExpressionRefusedError: If they are too large.
    """
    return _compile_tests(source, frozenset(names))


@lru_cache(maxsize=_CACHE_SIZE)
def _compile(source: str, language: Language, names: frozenset[str]) -> CompiledExpression:
    tree = parsed(source, language, lambda: parse(source, language, names))
    return _compiled(source, language, tree, names, None)


@lru_cache(maxsize=_CACHE_SIZE)
def _compile_tests(source: str, names: frozenset[str]) -> CompiledExpression:
    tree = parsed(source, Language.FEEL, lambda: parse_unary_tests(source, names))
    return _compiled(source, Language.FEEL, tree, names, INPUT)


def refuse_vain_calls(source: str, language: Language) -> None:
    """Look at the calls of an expression that compiles: some are null whatever the data.

    Raises:
        ExpressionRefusedError: If it calls a function that there is not, or has a text for a pattern that is none.
    """
    if language is not Language.FEEL:
        # The other languages know all that can be called when they are compiled.
        return
    tree = parse(source, language, frozenset())
    free = compile_expression(source, language).names
    error = unknown_function_error(source, tree, free) or literal_pattern_error(source, tree)
    if error is not None:
        raise error


def parse(source: str, language: Language, names: frozenset[str]) -> Node:
    """Return the tree of an expression, by the front end of its language."""
    if language is Language.FEEL:
        return parse_expression(source, names)
    return parse_juel(source) if language is Language.JUEL else parse_python(source)


def parsed(source: str, language: Language, parse_source: Callable[[], Node]) -> Node:
    """Return what a front end reads, within the bounds.

    Raises:
        ExpressionSyntaxError, ExpressionRefusedError: As the front end says.
    """
    if len(source) > LIMITS.source_characters:
        raise ExpressionRefusedError(
            Text("The expression is longer than {limit} characters.", limit=LIMITS.source_characters),
            source=source,
            language=language,
            position=LIMITS.source_characters,
        )
    try:
        return parse_source()
    except (RecursionError, MemoryError):
        raise ExpressionRefusedError(
            Text("The expression is nested too deep."), source=source, language=language
        ) from None


def _compiled(
    source: str, language: Language, tree: Node, names: frozenset[str], input_name: str | None
) -> CompiledExpression:
    try:
        code = emit(tree, input_name=input_name, shadowing=names)
    except ExpressionError as error:
        error.source, error.language = source, language
        raise
    except (RecursionError, MemoryError):
        raise ExpressionRefusedError(
            Text("The expression is nested too deep."), source=source, language=language
        ) from None
    return CompiledExpression(source=source, language=language, names=code.names, code=code)
