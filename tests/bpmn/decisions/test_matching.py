"""Rules are found by search; that must give what trying every cell gives."""

from collections.abc import Callable, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.decisions.cells import read_cell
from bpmn.decisions.matching import make_matcher
from bpmn.expressions import Language, compile_expression, compile_unary_tests
from bpmn.expressions.feel.parser import parse_unary_tests
from bpmn.expressions.interchange import from_json
from bpmn.expressions.run import Run
from bpmn.expressions.values import Value

numbers = st.integers(-2, 4).map(str)
texts = st.sampled_from(['"a"', '"b"', '"c"'])
bounds = st.one_of(numbers, st.sampled_from(['date("2026-01-01")', '@"2026-02-01"', 'duration("P1D")']))
simple = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["< ", "<= ", "> ", ">= ", ""]), bounds),
    st.builds("{}{}..{}{}".format, st.sampled_from("[]("), numbers, numbers, st.sampled_from("[])")),
    texts,
    st.sampled_from(["true", "false", "null", "? + 1 > 2", "x", "> x"]),
)
lists = st.lists(simple, min_size=1, max_size=3).map(", ".join)
cells = st.one_of(st.just("-"), lists, lists.map("not({})".format))
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 5),
    st.floats(-3, 5).map(lambda number: round(number, 1)),
    st.sampled_from(["a", "b", "d", ""]),
    st.lists(st.integers(0, 2), max_size=2),
)
dates = st.sampled_from(['date("2026-01-01")', 'date("2026-01-15")', 'duration("P1D")', 'duration("P2D")'])


def _call(text: str) -> Callable[..., Value]:
    return compile_unary_tests(text).code.call


@settings(max_examples=120)
@given(
    rules=st.lists(st.tuples(cells, cells), max_size=6),
    first=values,
    second=st.one_of(values, dates.map(lambda text: compile_expression(text, Language.FEEL).evaluate({}).value)),
)
def test_the_rules_found_are_those_whose_every_cell_lets_the_value_pass(
    rules: list[tuple[str, str]], first: object, second: object
) -> None:
    inputs = [from_json(first), from_json(second)]
    scope: Mapping[str, Value] = {"x": from_json(1)}
    matcher = make_matcher(
        [
            [
                (column, _call(text), read_cell(parse_unary_tests(text, frozenset())))
                for column, text in enumerate(rule)
                if text != "-"
            ]
            for rule in rules
        ],
        2,
    )
    tried = [
        number
        for number, rule in enumerate(rules)
        if all(_call(text)(Run(), dict(scope), value) is True for text, value in zip(rule, inputs, strict=True))
    ]
    assert list(matcher.matches(Run(), dict(scope), inputs)) == tried
