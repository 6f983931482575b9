"""Compiled code decides the usual case on the spot; that must never be another answer than the operation's."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn.expressions import Evaluation, Language, compile_expression
from bpmn.expressions.errors import ExpressionEvaluationError
from bpmn.expressions.interchange import from_json
from bpmn.expressions.operations import OPERATIONS
from bpmn.expressions.run import Run

SYMBOLS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}
LANGUAGES = {"feel": Language.FEEL, "juel": Language.JUEL, "python": Language.PYTHON}
literals = st.one_of(st.integers(0, 5), st.sampled_from(["", "a", "5", "true"]))
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 6),
    st.floats(-1, 6),
    st.sampled_from(["", "a", "b", "5", "true", date(2026, 1, 1)]),
    st.lists(st.integers(0, 5), max_size=2),
)


def _said(compute: object, *arguments: object) -> object:
    try:
        return compute(*arguments)  # type: ignore[operator]
    except ExpressionEvaluationError as error:
        return str(error.text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SYMBOLS)
@given(value=values, literal=literals)
def test_a_comparison_with_a_literal_gives_what_the_operation_gives(
    language: str, name: str, value: object, literal: int | str
) -> None:
    symbol = "=" if language == "feel" and name == "eq" else SYMBOLS[name]
    written = f'"{literal}"' if isinstance(literal, str) else str(literal)
    source = f"${{x {symbol} {written}}}" if language == "juel" else f"x {symbol} {written}"
    expression = compile_expression(source, LANGUAGES[language])
    run = Run()
    side = Decimal(literal) if isinstance(literal, int) else literal
    wanted = _said(OPERATIONS[f"{language}_{name}"], run, from_json(value), side)
    evaluated = _said(lambda: expression.evaluate({"x": value}))
    assert evaluated == wanted or evaluated == Evaluation(wanted, tuple(run.reasons))


@given(left=values, right=values)
@pytest.mark.parametrize("name", ["and", "or"])
def test_and_and_or_give_what_three_valued_logic_gives(name: str, left: object, right: object) -> None:
    found = compile_expression(f"x {name} y", Language.FEEL).evaluate({"x": left, "y": right}).value
    assert found is OPERATIONS[f"feel_{name}"](Run(), from_json(left), from_json(right))
