"""Patterns that an expression has as texts are looked at before it is evaluated."""

import pytest

from bpmn.expressions import (
    ExpressionRefusedError,
    Language,
    compile_expression,
    compile_unary_tests,
    refuse_vain_calls,
)

BACK_REFERENCES = [
    r'matches(text, "(a)\1")',
    r'matches(text, "(a)\\1")',
    r'replace(text, "(.)\1", "$1")',
    r'split(text, "(,)\1")',
    r'matches(pattern: "(a)\1", input: text)',
    r'1 + count(for x in [1] return matches(text, "(a)\1"))',
    r'[text][matches(item, "(a)\1")]',
    r'(function(t) matches(t, "(a)\1"))(text)',
    r'{a: if matches(text, "(a)\1") then 1 else 2}',
]
OTHERS = [
    ('matches(text, "(a")', "(a is not a pattern of XPath."),
    ('matches(text, "a", "z")', "The flags z are not some of s, m, i, x and q."),
    (f'matches(text, "{"a" * 1001}")', "The pattern is longer than 1000 characters."),
]


@pytest.mark.parametrize("source", BACK_REFERENCES)
def test_a_back_reference_is_refused_at_its_call_with_what_to_do_instead(source: str) -> None:
    with pytest.raises(ExpressionRefusedError) as refused:
        refuse_vain_calls(source, Language.FEEL)
    assert "Compare the parts of the text in the expression instead." in refused.value.into("en")
    assert refused.value.position is not None
    assert source[refused.value.position :].startswith(("matches", "replace", "split"))


@pytest.mark.parametrize("source", BACK_REFERENCES[:5])
def test_a_back_reference_is_null_with_the_reason_where_it_is_evaluated(source: str) -> None:
    found = compile_expression(source, Language.FEEL).evaluate({"text": "aa"})
    assert found.value is None
    (reason,) = found.reasons
    assert str(reason).startswith(r"The pattern refers back to what it has found (\1)")


def test_a_back_reference_that_comes_with_the_data_is_null_with_the_reason() -> None:
    found = compile_expression("matches(text, shape)", Language.FEEL).evaluate({"text": "aa", "shape": r"(a)\1"})
    assert found.value is None
    assert "refers back" in str(found.reasons[0])


@pytest.mark.parametrize(("source", "said"), OTHERS)
def test_what_is_no_pattern_is_refused_and_is_null_with_the_same_reason(source: str, said: str) -> None:
    with pytest.raises(ExpressionRefusedError) as refused:
        refuse_vain_calls(source, Language.FEEL)
    assert str(refused.value.text) == said
    found = compile_expression(source, Language.FEEL).evaluate({"text": "aa"})
    assert (found.value, [str(reason) for reason in found.reasons]) == (None, [said])


@pytest.mark.parametrize(
    "source",
    [
        'matches(text, "^a+$", "i")',
        'replace(text, "(a)(b)", "$2$1")',
        'split("a, b", ",\\s*")',
        "matches(text, shape)",
        'matches(text, "(a)\\\\1", "q")',
        'matches(text, "[\\d]")',
        'contains(text, "(a)\\1")',
        "matches(text)",
    ],
)
def test_patterns_that_are_right_or_not_known_yet_are_let_pass(source: str) -> None:
    refuse_vain_calls(source, Language.FEEL)


def test_a_cell_with_a_wrong_pattern_is_null_and_says_why() -> None:
    found = compile_unary_tests(r'matches(?, "(a)\1")').evaluate({}, input_value="aa")
    assert found.value is not True
    assert "refers back" in str(found.reasons[0])
