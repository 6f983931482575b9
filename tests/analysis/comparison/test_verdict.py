"""What a comparison comes to in words, and when what it costs once is saved."""

from dataclasses import replace

import pytest

from analysis.comparison import MeasureDifference
from analysis.comparison.one_off import find_one_off
from analysis.comparison.verdict import measure_sentence
from analysis.scenario import Assumption, read_scenario
from tests.analysis.comparison.lines import compared, queue, unhurried
from tests.analysis.models import line


def _measure(name: str, before: float, after: float, **more: object) -> MeasureDifference:
    found = compared(line("check"), line("check"), queue({"check": before}), queue({"check": after}), **more)
    measure = found.measure(name)
    assert measure is not None
    return measure


def test_a_certain_difference_is_told_with_both_ends_of_its_interval() -> None:
    found = _measure("cycle_time", 0.8, 0.2, cases=200, replications=10)
    scale = found.scale
    assert found.ci_low is not None
    assert found.ci_high is not None
    said = str(measure_sentence(found))
    low, high = scale.number(-found.ci_high), scale.number(-found.ci_low)
    assert f"lower by {low} to {high} {scale.unit}" in said
    assert said.endswith("certain beyond the simulation's noise.")


def test_where_nothing_can_be_told_the_sentence_says_between_what() -> None:
    found = _measure("cycle_time", 0.8, 0.79, cases=20, replications=3)
    assert found.outcome == "undecided"
    assert "no difference that can be told from the simulation's noise" in str(measure_sentence(found))


def test_a_difference_that_is_surely_small_is_said_to_be_none_beyond_it() -> None:
    found = _measure("processing_time", 0.5, 0.4999, cases=200, replications=10)
    undecided = replace(found, is_certain=False, p_adjusted=0.5)
    assert undecided.equivalence is not None
    assert undecided.equivalence.is_shown
    assert "no difference beyond" in str(measure_sentence(undecided))
    assert "and that is certain" in str(measure_sentence(undecided))


def test_superiority_is_about_what_is_better_not_about_what_is_lower() -> None:
    found = compared(
        line("check"),
        line("check"),
        replace(queue({"check": 0.8}), promise_s=3600.0),
        replace(queue({"check": 0.2}), promise_s=3600.0),
    )
    kept, time = found.measure("promise_kept"), found.measure("cycle_time")
    assert kept is not None
    assert time is not None
    assert kept.difference > 0 > time.difference
    assert kept.superiority == time.superiority == 1.0


def test_a_one_off_cost_is_saved_after_the_months_of_the_arithmetic() -> None:
    # 1,000 cases a year, an hour less of 10 each: 10,000 saved a year, so that 5,000 take six months.
    after = replace(
        unhurried({"check": 2}),
        one_off_cost=5000.0,
        assumptions=(Assumption(path="one_off_cost", source="offer of 3 March"),),
    )
    found = compared(line("check"), line("check"), unhurried({"check": 3}), after)
    assert found.one_off is not None
    assert found.one_off.months == pytest.approx(6.0)
    assert found.one_off.months_low == pytest.approx(6.0)
    assert found.one_off.source == "offer of 3 March"
    assert "after 6.0 months" in str(found.verdict)
    assert found.as_json()["one_off"]["saved_per_year"] == pytest.approx(10_000)


def test_a_one_off_cost_that_saves_nothing_is_never_saved() -> None:
    after = replace(unhurried({"check": 4}), one_off_cost=5000.0)
    found = compared(line("check"), line("check"), unhurried({"check": 3}), after)
    assert found.one_off is not None
    assert found.one_off.months is None
    assert "not saved" in str(found.verdict)


def test_without_a_one_off_cost_or_a_yearly_volume_nothing_is_said_of_it() -> None:
    assert find_one_off(unhurried({"check": 1}), None) is None
    assert find_one_off(replace(unhurried({"check": 1}), one_off_cost=1.0), None) is None


def test_a_one_off_cost_is_read_from_the_scenario_file() -> None:
    scenario = read_scenario(b'{"ortoo_scenario": 1, "one_off_cost": 120000000}', source_name="s.json")
    assert scenario.one_off_cost == 120_000_000
