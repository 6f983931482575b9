"""What goes wrong is shown at the character where it does: when read, when refused and when evaluated."""

import pytest

from bpmn.expressions import ExpressionEvaluationError, ExpressionRefusedError, Language, compile_expression
from bpmn.expressions.compile import compile_unary_tests
from bpmn.expressions.run import Reason
from bpmn.expressions.script import compile_script

DATA = {"amount": 5, "text": "x", "items": [1, 2], "applicant": {"age": 20}, "nothing": None}


def first_reason(source: str) -> Reason:
    reasons = compile_expression(source, Language.FEEL).evaluate(DATA).reasons
    assert isinstance(reasons[0], Reason)
    return reasons[0]


@pytest.mark.parametrize(
    ("source", "at"),
    [
        ("amount + amuont", "amuont"),
        ("amount > 1 and (amount + text) > 2", "+ text"),
        ("1 + amount / 0", "/ 0"),
        ("applicant.agge > 3", "agge"),
        ("items[7]", "[7]"),
        ("items[amount]", "[amount]"),
        ("1 + substring(amount, 1)", "substring"),
        ("amount(1)", "amount"),
        ("if true then -text else 1", "-text"),
        ("for i in nothing return i", "nothing"),
        ("items[item > text]", "> text"),
        ("[1..text]", "[1..text]"),
        ("{a: 1, b: a + text}.b", "+ text"),
        ("amount between text and 3", "between"),
        ("some i in items satisfies i < text", "< text"),
        ("(function(a) a + text)(1)", "+ text"),
        ("sort(items, function(a, b) a < text)", "< text"),
        ('date("2026-13-01")', "date"),
        ("амжилт + 1", "амжилт"),
    ],
)
def test_the_reason_for_a_null_knows_its_character(source: str, at: str) -> None:
    assert first_reason(source).position == source.index(at)


def test_the_place_of_a_reason_is_said_in_both_languages() -> None:
    reason = first_reason("amount / 0")
    assert str(reason.located) == "number / number has no value. (character 8)"
    assert reason.located.into("mn") != str(reason.located)


def test_the_reason_in_a_cell_of_a_decision_table_knows_its_character() -> None:
    (reason,) = compile_unary_tests('< "a"').evaluate({}, input_value=1).reasons
    assert isinstance(reason, Reason)
    assert reason.position == 0


@pytest.mark.parametrize(
    ("language", "source", "at"),
    [
        (Language.JUEL, "Sum: ${amount + amuont}", "amuont"),
        (Language.JUEL, "${amount > 1 && text * 2 > 3}", "* 2"),
        (Language.JUEL, "${!text}", None),
        (Language.JUEL, "${amount > 1 ? 1 / 0 : 2}", "/ 0"),
        (Language.JUEL, "${text.foo}", "foo"),
        (Language.PYTHON, "amount + amuont", "amuont"),
        (Language.PYTHON, "  amount > 1 and text - 1 > 0", "text - 1"),
        (Language.PYTHON, "[\n  'өө', amount / 0]", "amount / 0"),
        (Language.PYTHON, "applicant.agge", "applicant.agge"),
        (Language.PYTHON, "int(text)", "int"),
        (Language.PYTHON, "['\x0c',\namuont]", "amuont"),
    ],
)
def test_an_error_of_an_evaluation_knows_its_character(language: Language, source: str, at: str | None) -> None:
    expression = compile_expression(source, language)
    if at is None:
        assert expression.evaluate(DATA).value is True
        return
    with pytest.raises(ExpressionEvaluationError) as caught:
        expression.evaluate(DATA)
    assert caught.value.position == source.index(at)


def test_an_error_of_a_script_knows_its_character() -> None:
    source = "a = 1\nfor i in items:\n    b = i + text\n"
    with pytest.raises(ExpressionEvaluationError) as caught:
        compile_script(source, Language.PYTHON).run(DATA)
    assert caught.value.position == source.index("i + text")


@pytest.mark.parametrize(
    ("language", "source", "at", "instead"),
    [
        (Language.JUEL, "${mailer.send(text)}", "send", "service task"),
        (Language.JUEL, "${execution.getEngineServices()}", "getEngineServices", "getVariable"),
        (Language.JUEL, "${sned(1)}", "sned", "there are"),
        (Language.PYTHON, "text.format(1)", "text.format", "service task"),
        (Language.PYTHON, "1 + open('x')", "open", "there are"),
        (Language.PYTHON, "  lambda: 1", "lambda", "operators"),
        (Language.FEEL, "function(x) external {a: 1}", "external", "in FEEL"),
    ],
)
def test_a_refusal_points_at_the_call_and_says_what_to_write_instead(
    language: Language, source: str, at: str, instead: str
) -> None:
    with pytest.raises(ExpressionRefusedError) as caught:
        compile_expression(source, language)
    assert caught.value.position == source.index(at)
    assert instead in str(caught.value)
