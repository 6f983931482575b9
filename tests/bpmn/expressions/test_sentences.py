"""All that is said of an expression is said in Mongolian too, with the nearest name where one is misspelt."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bpmn
from bpmn.catalogues import read_catalogue
from bpmn.expressions import ExpressionError, ExpressionEvaluationError, Language, compile_expression

ROOM = Path(bpmn.__file__).parent
_SPEAKERS = {"Text", "note", "fail", "_fail", "refuse", "_refuse", "error", "_error"}


def sentences() -> Iterator[str]:
    """Return the English sentences of the room."""
    for file in (ROOM / "expressions").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name_of(node.func) in _SPEAKERS:
                for argument in node.args:
                    yield from _texts_in(argument)


def _name_of(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def _texts_in(argument: ast.expr) -> Iterator[str]:
    options = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
    for option in options:
        if isinstance(option, ast.Constant) and isinstance(option.value, str) and " " in option.value:
            yield option.value


def test_every_sentence_about_expressions_has_a_translation() -> None:
    catalogue = read_catalogue(ROOM / "translations" / "mn" / "LC_MESSAGES" / "messages.po")
    found = set(sentences())
    assert len(found) > 70
    assert found - set(catalogue) == set()


@pytest.mark.parametrize(
    ("source", "near"),
    [
        ("amuont + 1", "amount"),
        ("applicant.nmae", "name"),
        ("cuont([1])", "count"),
        ("upperCase(kind)", "upper case"),
        ("substring(strng: kind, start position: 1)", "string"),
        ("string lenght(kind)", "string length"),
    ],
)
def test_the_reason_names_the_nearest_known_name(source: str, near: str) -> None:
    data = {"amount": 1, "kind": "x", "applicant": {"name": "Бат"}}
    reason = compile_expression(source, Language.FEEL).evaluate(data).reasons[0]
    assert f"Is {near} meant?" in str(reason)
    assert near in reason.into("mn")
    assert reason.into("mn") != str(reason)


def test_a_misspelt_type_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(ExpressionError, match="Is number meant") as caught:
        compile_expression("x instance of nubmer", Language.FEEL)
    assert caught.value.position == len("x instance of ")


@pytest.mark.parametrize(("source", "language"), [("${amuont}", Language.JUEL), ("amuont", Language.PYTHON)])
def test_errors_outside_of_feel_name_the_nearest_too(source: str, language: Language) -> None:
    with pytest.raises(ExpressionEvaluationError, match="Is amount meant"):
        compile_expression(source, language).evaluate({"amount": 1})


def test_named_and_positional_arguments_together_are_an_error_that_says_so() -> None:
    with pytest.raises(ExpressionError, match="by name, or none"):
        compile_expression('number("1", decimal separator: ",")', Language.FEEL)
