from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn.expressions import (
    ExpressionSyntaxError,
    Language,
    compile_expression,
    compile_unary_tests,
    from_json,
    to_json,
)
from bpmn.expressions.numbers import CONTEXT


def feel(source: str, **data: object) -> object:
    return compile_expression(source, Language.FEEL).evaluate(data).json


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("0.1 + 0.2 = 0.3", True),
        ("-2 ** 2", 4),
        ("1 / 0", None),
        ("null = null", True),
        ("true or null", True),
        ("false or null", None),
        ("for i in 1..3, j in [10, 20] return i * j", [10, 20, 20, 40, 30, 60]),
        ("[{x: 1}, {x: 2}][x > 1].x", [2]),
        ("[1, 2, 3][-1]", 3),
        ("some x in [1, 2] satisfies x > 1", True),
        ("{a: 1, b: a + 1}.b", 2),
        ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r", 120),
        ('date("2024-02-28") + duration("P2D")', "2024-03-01"),
        ('date("9999-12-31") + duration("P1D")', "10000-01-01"),
        ("5 in (1, [4..6])", True),
        ("5 between 1 and 5", True),
        ("5 in [1..10] and false", False),
        ("5 in < 10 and 1 = 2", False),
        ("0 in [1..10] or true", True),
        ("5 in (? > 1 and ? < 4)", False),
        ("-12345678901234567890123456789012.34 + 12345678901234567890123456789012.34", 0),
        ("abs(-12345678901234567890123456789012.34) = 12345678901234567890123456789012.34", True),
        ("odd(1e30 + 1)", True),
        ("even(1e6000)", True),
        ("{due-date: 1}.due-date", 1),
        ('"a" instance of string', True),
        ("[1..10[ = [1..10)", True),
        ('replace("aba", "(a)", "<$1>")', "<a>b<a>"),
        ('string join(["a", null, "b"], ",")', "a,b"),
        ("sort([3, 1, 2], function(a, b) a < b)", [1, 2, 3]),
        ("decimal(1.115, 2)", 1.12),
        ('week of year(@"2005-01-01")', 53),
    ],
)
def test_an_expression_has_the_value_that_the_standard_gives_it(source: str, expected: object) -> None:
    assert feel(source) == expected


FORM_WORDS = ("if", "for", "some", "every", "function")


@pytest.mark.parametrize("word", [*FORM_WORDS, "not", "and", "in", "null", "true", "between", "return", "date"])
@pytest.mark.parametrize("rest", ["fy", "_1", "2", "ü", " thing", " thing or other", "-x", "'s"])
def test_a_known_name_may_begin_with_a_keyword(word: str, rest: str) -> None:
    name = word + rest
    for around in ("{}", "{} + 0", "[{}][1]", "if {} > 0 then {} else 0", "(for i in [{}] return {})[1]"):
        expression = compile_expression(around.format(name, name), Language.FEEL, names=[name])
        assert expression.evaluate({name: 5}).json == 5, expression.source


@pytest.mark.parametrize("name", [word + rest for word in FORM_WORDS for rest in ("fy", "_1", "2", "ü")])
def test_a_name_of_one_word_that_begins_like_a_keyword_need_not_be_known(name: str) -> None:
    assert compile_expression(f"{name} + 1", Language.FEEL).evaluate({name: 5}).json == 6


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("some thing in [1, 2] satisfies thing > 1", True),
        ("every thing in [1, 2] satisfies thing > 1", False),
        ("for thing in [1, 2] return thing", [1, 2]),
        ("if thing then 1 else 2", 1),
        ("some thing in [1, 5]", True),
        ("{some thing: 3, b: some thing + 1}.b", 4),
    ],
)
def test_a_form_is_read_as_a_form_though_a_name_begins_like_it(source: str, value: object) -> None:
    names = ("some thing", "every thing", "for thing", "if thing", "thing")
    known = names if source.startswith("if") or "satisfies" in source or "return" in source else names[:1]
    data = {**dict.fromkeys(known, 5), "thing": True}
    assert compile_expression(source, Language.FEEL, names=known).evaluate(data).json == value


def test_a_name_may_have_blanks_without_being_known() -> None:
    assert feel("Applicant age >= 18", **{"Applicant age": 20}) is True


def test_a_name_with_a_sign_needs_to_be_known() -> None:
    known = compile_expression("due-date", Language.FEEL, names=["due-date"])
    assert known.evaluate({"due-date": 1}).value == 1
    assert known.names == {"due-date"}


def test_a_misspelt_name_is_null_and_the_reason_names_the_nearest() -> None:
    evaluation = compile_expression("amuont > 1", Language.FEEL).evaluate({"amount": 5})
    assert evaluation.value is None
    assert str(evaluation.reasons[0]) == "There is no value called amuont. Is amount meant?"


@pytest.mark.parametrize(
    ("source", "position"),
    [
        ("1 + ", 4),
        ("(1", 2),
        ('"a', 0),
        ("1 2", 2),
        ("{a: 1, a: 2}", 8),
        ("if x then 1", 11),
        ("x instance of foo", 14),
    ],
)
def test_a_syntax_error_points_at_its_character(source: str, position: int) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        compile_expression(source, Language.FEEL)
    assert caught.value.position == position


def test_now_is_the_time_that_is_given() -> None:
    now = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    assert compile_expression("now()", Language.FEEL).evaluate({}, now=now).json == "2026-01-02T03:04:00Z"


@pytest.mark.parametrize(
    ("tests", "value", "expected"),
    [("-", 1, True), ("> 5, [1..3]", 2, True), ('not("A")', "B", True), ("? * 2 > 5", 3, True), ("< 3", 3, False)],
)
def test_unary_tests_judge_a_value(tests: str, value: object, expected: bool) -> None:
    assert compile_unary_tests(tests).evaluate({}, input_value=value).value is expected


def test_data_are_never_changed() -> None:
    data = {"items": [{"a": 1}]}
    feel('context put(items[1], "a", 2)', **data)
    assert data == {"items": [{"a": 1}]}


numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)


@given(numbers, numbers)
def test_arithmetic_is_that_of_decimal(left: Decimal, right: Decimal) -> None:
    value = compile_expression("[a + b, a - b, a * b]", Language.FEEL).evaluate({"a": left, "b": right}).value
    assert value == [CONTEXT.add(left, right), CONTEXT.subtract(left, right), CONTEXT.multiply(left, right)]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(json_values)
def test_json_comes_back_as_it_went_in(value: object) -> None:
    assert to_json(from_json(value)) == value
