"""Gaps, overlaps and masked rules of decision tables, with the inputs that show them."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.decisions import TableFault, check_decisions, evaluate_decision, read_decisions
from bpmn.errors import UnreadableFileError
from tests.bpmn.decisions.tables import decision_table

AGE = ("age", "number", "")


def faults_of(data: bytes) -> list[TableFault]:
    return list(check_decisions(read_decisions(data, source_name="table.dmn")))


def test_a_complete_table_without_contradictions_has_no_faults() -> None:
    table = decision_table([AGE], [(["< 18"], "1"), (["[18..65]"], "2"), (["> 65"], "3")])
    assert faults_of(table) == []


def test_a_gap_is_told_with_an_input_that_falls_into_it() -> None:
    table = decision_table([AGE], [(["< 18"], "1"), (["> 18"], "2")])
    (fault,) = faults_of(table)
    assert (fault.kind, fault.severity, dict(fault.example)) == ("gap", "warning", {"age": 18})
    assert "age: 18" in str(fault.text)


def test_a_default_output_closes_every_gap() -> None:
    assert faults_of(decision_table([AGE], [(["< 18"], "1")], default="0")) == []


def test_the_allowed_values_of_an_input_bound_the_search() -> None:
    inputs = [("grade", "string", '"A", "B", "C"')]
    (fault,) = faults_of(decision_table(inputs, [(['"A"'], "1"), (['"B"'], "2")]))
    assert (fault.severity, dict(fault.example)) == ("warning", {"grade": "C"})


def test_texts_that_the_table_lists_nowhere_are_only_a_hint() -> None:
    (fault,) = faults_of(decision_table([("grade", "string", "")], [(['"A"'], "1"), (['"B"'], "2")]))
    assert fault.severity == "hint"
    assert 'grade: not("A", "B")' in str(fault.text)


@pytest.mark.parametrize(("kind", "is_found"), [("number", True), ("integer", False)])
def test_whole_numbers_have_nothing_between_neighbours(kind: str, is_found: bool) -> None:
    table = decision_table([("age", kind, "")], [(["<= 17"], "1"), ([">= 18"], "2")])
    assert bool(faults_of(table)) is is_found


def test_days_have_nothing_between_neighbours() -> None:
    cells = ['<= date("2026-12-31")', '>= date("2027-01-01")']
    assert faults_of(decision_table([("day", "date", "")], [([cell], "1") for cell in cells])) == []


def test_a_boolean_is_true_or_false() -> None:
    (fault,) = faults_of(decision_table([("ok", "boolean", "")], [(["true"], "1")]))
    assert dict(fault.example) == {"ok": False}


def test_rules_that_match_together_contradict_where_only_one_may() -> None:
    table = decision_table([AGE], [(["<= 18"], "1"), ([">= 18"], "2")])
    (fault,) = faults_of(table)
    assert (fault.kind, fault.severity, fault.rules, dict(fault.example)) == ("overlap", "error", (1, 2), {"age": 18})
    assert fault.line == 3


def test_where_any_rule_may_decide_only_different_outputs_contradict() -> None:
    rules = [(["<= 18"], "1"), ([">= 18"], "1"), (["[18..20]"], "2")]
    found = faults_of(decision_table([AGE], rules, hit_policy="ANY"))
    assert [fault.rules for fault in found] == [(1, 3), (2, 3)]


def test_a_rule_behind_one_that_covers_it_is_masked() -> None:
    rules = [(["< 10"], "1"), ([">= 10"], "2"), (["[5..15]"], "3")]
    (fault,) = faults_of(decision_table([AGE], rules, hit_policy="FIRST"))
    assert (fault.kind, fault.rules) == ("masked-rule", (3, 1, 2))


def test_in_a_priority_table_the_more_important_output_masks() -> None:
    rules = [(["< 10"], '"low"'), (["-"], '"high"')]
    found = faults_of(decision_table([AGE], rules, hit_policy="PRIORITY", outputs='"high", "low"'))
    assert [(fault.kind, fault.rules[0]) for fault in found] == [("masked-rule", 1)]


def test_a_rule_that_nothing_can_match_is_named() -> None:
    found = faults_of(decision_table([AGE], [(["[5..1]"], "1"), (["-"], "2")]))
    assert [(fault.kind, fault.rules) for fault in found] == [("empty-rule", (1,))]


def test_a_cell_that_needs_other_data_gives_no_false_alarm() -> None:
    rules = [(["? > limit"], "1"), (["< 5"], "2")]
    assert faults_of(decision_table([AGE], rules)) == []


def test_a_table_too_large_to_search_says_so() -> None:
    width = 12
    inputs = [(f"x{column}", "number", "") for column in range(width)]
    draw = Random(1).randrange  # noqa: S311 - numbers for a test
    starts = [[draw(50) for _ in range(width)] for _ in range(60)]
    rules = [([f"[{start}..{start + 30}]" for start in row], "1") for row in starts]
    halves = [(["-"] * (width - 1) + [cell], "2") for cell in ("< 60", ">= 60")]
    found = faults_of(decision_table(inputs, [*rules, *halves], hit_policy="RULE ORDER"))
    assert [(fault.kind, fault.severity) for fault in found] == [("unsearched", "hint")]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["-", "< 2", "<= 2", "> 1", "[1..3]", "(1..3)", "2", "not(2)", "1, 3"]),
        st.sampled_from(["-", '"a"', '"b"', '"a", "b"', 'not("a")']),
    ),
    min_size=1,
    max_size=5,
)
NUMBERS = (0, 1, 1.5, 2, 2.5, 3, 4)
TEXTS = ("a", "b", "?")


def _hits(data: bytes, number: float, text: str) -> list[object]:
    result = evaluate_decision(read_decisions(data, source_name=""), "D", {"n": number, "t": text}).result
    return result if isinstance(result, list) else []


def _table(rows: Sequence[tuple[str, str]], hit_policy: str) -> bytes:
    rules = [([one, other], str(number)) for number, (one, other) in enumerate(rows, start=1)]
    return decision_table([("n", "number", ""), ("t", "string", "")], rules, hit_policy=hit_policy)


@settings(max_examples=25, deadline=None)
@given(rows=ROWS)
def test_a_search_finds_what_trying_all_cases_finds(rows: list[tuple[str, str]]) -> None:
    hits = {case: _hits(_table(rows, "RULE ORDER"), *case) for case in product(NUMBERS, TEXTS)}
    kinds = {policy: faults_of(_table(rows, policy)) for policy in ("UNIQUE", "FIRST")}
    gaps = [fault for fault in kinds["UNIQUE"] if fault.kind == "gap"]
    assert bool(gaps) == any(not rules for rules in hits.values())
    pairs = {fault.rules for fault in kinds["UNIQUE"] if fault.kind == "overlap"}
    wanted = {(one, other) for rules in hits.values() for one in rules for other in rules if one < other}
    assert pairs <= wanted if len(pairs) == 10 else pairs == wanted
    masked = {fault.rules[0] for fault in kinds["FIRST"] if fault.kind == "masked-rule"}
    first = {rules[0] for rules in hits.values() if rules}
    matching = {rule for rules in hits.values() for rule in rules}
    assert masked == matching - first


@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_the_example_of_a_gap_matches_no_rule(rows: list[tuple[str, str]]) -> None:
    table = _table(rows, "RULE ORDER")
    for fault in faults_of(table):
        if fault.kind == "gap":
            case = {"n": 0, "t": "?", **fault.example}
            assert _hits(table, case["n"], case["t"]) == []  # type: ignore[arg-type] # a number and a text


@pytest.mark.corpora
def test_every_public_table_is_searched_to_the_end(corpora: Path) -> None:
    files = [*corpora.glob("dmn/*.dmn"), *corpora.glob("dmn-tck/**/*.dmn")]
    kinds: dict[str, set[str]] = {}
    for path in files:
        with suppress(UnreadableFileError):
            kinds[path.name] = {fault.kind for fault in faults_of(path.read_bytes())}
    assert len(kinds) > 100
    assert not any("unsearched" in found for found in kinds.values())
    assert "gap" in kinds["0004-lending.dmn"]
