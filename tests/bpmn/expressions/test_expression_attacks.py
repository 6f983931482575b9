"""Nothing leaks, nothing runs away: each attack ends in an error of ours or in a harmless value."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.attack_texts import ATTACKS
from bench.attacks import Outcome
from bpmn.expressions import BudgetExceededError, Language, compile_expression, to_json

ROOT = Path(__file__).parents[3]
_LEAKS = ("0x", "root:", "<class", "<function", "<module", "<built-in", "__main__", "Traceback")


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    """What came of all attacks, each in a process of its own with limits on processor time and memory."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.attacks", "--json"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [Outcome(**outcome) for outcome in json.loads(done.stdout)]


def test_there_are_the_attacks_of_the_table_and_more() -> None:
    assert len(ATTACKS) > 300
    assert len(set(ATTACKS)) == len(ATTACKS)


def test_every_attack_ends_in_a_value_or_an_error_of_ours(outcomes: list[Outcome]) -> None:
    assert len(outcomes) == len(ATTACKS)
    assert [outcome for outcome in outcomes if outcome.ended not in {"value", "refused"}] == []


def test_no_attack_gets_at_what_is_not_in_the_data(outcomes: list[Outcome]) -> None:
    assert [outcome for outcome in outcomes if any(mark in outcome.said for mark in _LEAKS)] == []


def test_no_attack_takes_a_hundred_megabytes(outcomes: list[Outcome]) -> None:
    assert [outcome for outcome in outcomes if outcome.extra_mb >= 100] == []


def test_the_results_of_a_loop_until_now_never_hold_themselves() -> None:
    source = "for i in 1..3 return partial"
    assert compile_expression(source, Language.FEEL).evaluate({}).json == [[], [[]], [[], [[]]]]


def test_a_value_whose_shared_parts_would_be_too_many_is_not_written_out() -> None:
    shared: list[object] = [1]
    for _ in range(25):
        shared = [shared, shared]
    with pytest.raises(BudgetExceededError, match="parts"):
        to_json(shared)


def test_a_value_that_is_nested_too_deep_is_not_written_out() -> None:
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(BudgetExceededError, match="nested"):
        to_json(deep)
