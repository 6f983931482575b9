"""Rules answered for many cases at once are answered as FEEL answers them one by one."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.flow.at_once import answers_at_once
from analysis.flow.known import evaluated
from analysis.scenario.attributes import Scalar
from bpmn.model import Expression

# Tenths, whose sums and products floats round: 0.1 + 0.2 is 0.3 to FEEL and not to a float.
NUMBERS = st.integers(-9, 9).map(lambda tenths: tenths / 10)
CASES = st.lists(
    st.fixed_dictionaries(
        {
            "a": NUMBERS,
            "b": NUMBERS,
            "maybe": st.none() | NUMBERS,
            "kind": st.sampled_from(["new", "old", None]),
            "yes": st.booleans() | st.none(),
        }
    ),
    min_size=1,
    max_size=12,
)
TERMS = st.recursive(
    NUMBERS.map(str) | st.sampled_from(["a", "b", "maybe", "kind", "yes", '"new"', "null"]),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=4,
)
COMPARED = st.tuples(TERMS, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), TERMS).map(" ".join)
RULES = st.recursive(
    COMPARED | st.sampled_from(["yes", "a between -0.3 and b", 'kind = "new"', "b in [0.1..0.5)"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
        inner.map(lambda t: f"not({t})"),
    ),
    max_leaves=4,
)


def asked(rule: str, cases: Sequence[dict[str, Scalar]]) -> tuple[list[Scalar] | None, list[Scalar], list[int]]:
    """The answers at once, those one by one, and which cases were asked about one by one to be sure."""
    columns = {name: [case[name] for case in cases] for name in cases[0]}
    one_by_one = [evaluated((rule, "feel"), tuple(case.items())) for case in cases]
    doubted: list[int] = []

    def exactly(number: int) -> Scalar:
        doubted.append(number)
        return one_by_one[number]

    return answers_at_once(Expression(text=rule, language="feel"), columns, exactly), one_by_one, doubted


@given(rule=RULES, cases=CASES)
def test_many_cases_at_once_get_the_answers_that_feel_gives_each(rule: str, cases: list[dict[str, Scalar]]) -> None:
    at_once, one_by_one, _ = asked(rule, cases)
    assert at_once is None or at_once == one_by_one


@pytest.mark.parametrize("rule", ["a + b = 0.3", "a + b > 0.3", "a - 0.3 >= 0 - b", "b / a = 2", "a * 3 <= 0.3"])
def test_where_rounding_could_decide_feel_is_asked(rule: str) -> None:
    at_once, one_by_one, doubted = asked(rule, [{"a": 0.1, "b": 0.2}, {"a": 5.0, "b": 7.5}])
    assert at_once == one_by_one
    assert doubted == [0]


def test_what_is_no_yes_or_no_or_too_much_is_left_to_feel() -> None:
    cases: list[dict[str, Scalar]] = [{"a": 0.1, "kind": "new"}]
    for rule in ("a + 1", 'if a > 0 then "x" else "y"', 'starts with(kind, "n")', "a >", "floor(a) = 0"):
        assert asked(rule, cases)[0] is None
