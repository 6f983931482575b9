"""Random decision tables give what the standard's words give, written down here once more in the plainest way."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.decisions import evaluate_decision, read_decisions
from bpmn.decisions.explanation import explain
from tests.bpmn.decisions.tables import decision_table

Row = tuple[tuple[str, Callable[[float], bool]], tuple[str, Callable[[str], bool]], str]

small = st.integers(0, 4)
NUMBERS: st.SearchStrategy[tuple[str, Callable[[float], bool]]] = st.one_of(
    st.just(("-", lambda _: True)),
    small.map(lambda bound: (f"< {bound}", lambda x: x < bound)),
    small.map(lambda bound: (f">= {bound}", lambda x: x >= bound)),
    small.map(lambda bound: (f"{bound}", lambda x: x == bound)),
    small.map(lambda bound: (f"not({bound})", lambda x: x != bound)),
    st.tuples(small, small).map(lambda ends: (f"[{ends[0]}..{ends[1]})", lambda x: ends[0] <= x < ends[1])),
    small.map(lambda bound: (f"? * 2 > {bound}", lambda x: x * 2 > bound)),
    st.tuples(small, small).map(lambda two: (f"{two[0]}, > {two[1]}", lambda x: x == two[0] or x > two[1])),
)
TEXTS: st.SearchStrategy[tuple[str, Callable[[str], bool]]] = st.one_of(
    st.just(("-", lambda _: True)),
    st.sampled_from("ab").map(lambda one: (f'"{one}"', lambda x: x == one)),
    st.sampled_from("ab").map(lambda one: (f'not("{one}")', lambda x: x != one)),
    st.just(('"a", "b"', lambda x: x in {"a", "b"})),
    st.just(("string length(?) = 1", lambda x: len(x) == 1)),
)
ROWS = st.lists(st.tuples(NUMBERS, TEXTS, st.sampled_from(["1", "2", "3"])), min_size=1, max_size=6)
ORDER = "321"


def _unique(hits: Sequence[int]) -> object:
    return hits[0] if len(hits) == 1 else None


def _any(hits: Sequence[int]) -> object:
    return hits[0] if len(set(hits)) == 1 else None


def _by_importance(hits: Sequence[int]) -> list[int]:
    return sorted(hits, key=lambda hit: ORDER.index(str(hit)))


POLICIES: dict[str, tuple[Callable[[Sequence[int]], object], object]] = {
    # What is made of the outputs of the rules that match, and the result where none does.
    "UNIQUE": (_unique, None),
    "ANY": (_any, None),
    "FIRST": (lambda hits: hits[0], None),
    "PRIORITY": (lambda hits: _by_importance(hits)[0], None),
    "RULE ORDER": (list, None),
    "OUTPUT ORDER": (_by_importance, None),
    "COLLECT": (list, None),
    'COLLECT" aggregation="SUM': (sum, None),
    'COLLECT" aggregation="MIN': (min, None),
    'COLLECT" aggregation="MAX': (max, None),
    'COLLECT" aggregation="COUNT': (len, 0),
}


@pytest.mark.parametrize("policy", POLICIES)
@settings(max_examples=25, deadline=None)
@given(rows=ROWS, number=st.sampled_from([0, 0.5, 1, 2, 3, 4, 5]), text=st.sampled_from(["a", "b", "cc"]))
def test_a_random_table_gives_what_its_policy_makes_of_the_rules_that_match(
    policy: str, rows: list[Row], number: float, text: str
) -> None:
    rules = [([one[0], other[0]], output) for one, other, output in rows]
    inputs = [("n", "number", ""), ("t", "string", "")]
    table = decision_table(inputs, rules, hit_policy=policy, outputs=", ".join(ORDER))
    hits = [int(output) for one, other, output in rows if one[1](number) and other[1](text)]
    conclude, otherwise = POLICIES[policy]
    model = read_decisions(table, source_name="random.dmn")
    result = evaluate_decision(model, "D", {"n": number, "t": text}, explain=True)
    assert result.result == (conclude(hits) if hits else otherwise)
    assert bool(result.errors) == (result.result is None)
    fired = hits[:1] if policy == "FIRST" else hits
    assert [rule.outputs[""] for rule in result.rules] == fired
    matching = [rule for rule in result.tables[0].rules if not rule.refusals]
    assert len(matching) == len(hits)
    assert explain(result, model.names)
