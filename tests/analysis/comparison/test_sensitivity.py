"""Assumptions varied within their ranges, and the figures at which the verdict turns."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.comparison import AssumptionEffect, Depth
from analysis.comparison.break_even import find_break_even
from analysis.comparison.varying import figure_of, vary
from analysis.scenario import Assumption, BurdenPrices, Scenario
from tests.analysis.comparison.lines import HOUR, compared, queue, returning, unhurried
from tests.analysis.models import line

SENSITIVITY = Depth(sensitivity=True, stresses=False)


def _assume(scenario: Scenario, path: str, low: float, high: float) -> Scenario:
    return replace(scenario, assumptions=(Assumption(path=path, low=low, high=high),))


def _effect(before: Scenario, after: Scenario, **more: object) -> AssumptionEffect:
    (effect,) = compared(line("check"), line("check"), before, after, depth=SENSITIVITY, **more).assumptions
    return effect


@given(st.floats(0.11, 9.0).filter(lambda root: abs(root - 1) > 0.02), st.booleans())
def test_a_break_even_is_found_to_one_in_a_hundred(root: float, is_rising: bool) -> None:
    sign = 1 if is_rising else -1
    found = find_break_even(lambda factor: sign * (factor - root), sign * (1 - root), 0.1, 10.0)
    assert found == pytest.approx(root, rel=0.01)


def test_where_nothing_turns_or_nothing_is_known_there_is_no_break_even() -> None:
    assert find_break_even(lambda factor: factor, 1.0, 0.1, 10.0) is None
    assert find_break_even(lambda _: None, -1.0, 0.1, 10.0) is None
    assert find_break_even(lambda _: 0.0, 0.0, 0.1, 10.0) is None


def test_of_two_break_evens_the_nearer_is_told() -> None:
    assert find_break_even(lambda factor: (factor - 0.5) * (factor - 3), -1.0, 0.1, 10.0) == pytest.approx(
        0.5, rel=0.01
    )


def test_a_side_that_cannot_keep_up_has_a_sign_that_is_enough_for_the_break_even() -> None:
    found = find_break_even(lambda factor: math.inf if factor > 2 else -1.0, -1.0, 0.1, 10.0)
    assert found == pytest.approx(2.0, rel=0.01)


def test_the_ends_and_the_break_even_are_those_of_the_arithmetic() -> None:
    # 3 hours before and 2 after: with 1.5 times the 2 hours nothing is saved any more.
    after = _assume(unhurried({"check": 2}), "activities.check.duration", 0.5, 2.0)
    effect = _effect(unhurried({"check": 3}), after)
    assert effect.origin == "simulated"
    assert effect.at_low == pytest.approx(-2 * HOUR)
    assert effect.at_stated == pytest.approx(-1 * HOUR)
    assert effect.at_high == pytest.approx(1 * HOUR)
    assert effect.turns_verdict
    assert effect.break_even == pytest.approx(1.5, rel=0.01)
    assert effect.break_even_value == pytest.approx(3 * HOUR, rel=0.01)


def test_a_break_even_outside_the_range_does_not_turn_the_verdict() -> None:
    after = _assume(unhurried({"check": 2}), "activities.check.duration", 0.8, 1.2)
    effect = _effect(unhurried({"check": 3}), after)
    assert not effect.turns_verdict
    assert effect.break_even == pytest.approx(1.5, rel=0.01)


def test_an_assumption_of_both_sides_is_varied_on_both() -> None:
    before = _assume(unhurried({"check": 3}), "activities.check.duration", 0.5, 2.0)
    after = _assume(unhurried({"check": 2}), "activities.check.duration", 0.5, 2.0)
    effect = _effect(before, after)
    assert effect.side == "both"
    assert (effect.at_low, effect.at_high) == (pytest.approx(-0.5 * HOUR), pytest.approx(-2 * HOUR))
    assert effect.break_even is None


def test_the_swing_is_around_the_comparisons_own_difference_with_as_many_replications() -> None:
    after = _assume(queue({"check": 0.4}), "activities.check.duration", 0.8, 1.2)
    found = compared(line("check"), line("check"), queue({"check": 0.6}), after, depth=SENSITIVITY, replications=10)
    time = found.measure("cycle_time")
    assert time is not None
    assert found.base_difference_s == time.difference == found.assumptions[0].at_stated


def test_a_load_that_no_longer_fits_is_said() -> None:
    after = _assume(queue({"check": 0.5}), "activities.check.duration", 0.9, 2.5)
    effect = _effect(queue({"check": 0.6}), after)
    assert effect.at_high is None
    assert effect.turns_verdict
    assert "cannot keep up" in str(effect.remark)


def test_what_the_applicant_pays_is_computed_without_simulating() -> None:
    prices = BurdenPrices(value_of_time_per_h=10, application_time_s=HOUR)
    before, after = (replace(unhurried({"check": hours}), burden=prices) for hours in (3, 2))
    effect = _effect(before, _assume(after, "burden.application.time", 0.5, 2.0))
    assert effect.origin == "computed"
    assert effect.at_high == pytest.approx(10)
    assert effect.break_even_value is None


def test_a_chance_is_not_raised_to_certainty_when_the_break_even_is_sought() -> None:
    before = replace(unhurried({"check": 1, "sign": 1}), flows={"g_in": 0.5})
    after = _assume(replace(before, flows={"g_in": 0.2}), "flows.g_in", 0.5, 2.0)
    model = returning("check", "sign")
    (effect,) = compared(model, model, before, after, depth=SENSITIVITY, cases=400, replications=3).assumptions
    # A loop of one half is as long as one of one half: at 2.5 times 0.2.
    assert effect.break_even == pytest.approx(2.5, rel=0.02)
    assert effect.break_even_value == pytest.approx(0.5, rel=0.02)


@pytest.mark.parametrize("path", ["activities.check.duration", "flows.g_in", "resources.clerk.cost_per_h", "arrivals"])
def test_a_figure_varied_is_the_figure_times_the_factor(path: str) -> None:
    model = returning("check", "sign")
    scenario = replace(unhurried({"check": 1, "sign": 1}), flows={"g_in": 0.2})
    figure, varied = figure_of(scenario, path), vary(scenario, model, path, 1.25)
    assert figure is not None
    assert varied is not None
    assert figure_of(varied, path) == pytest.approx(1.25 * figure)


def test_there_is_no_figure_where_a_path_leads_nowhere_or_to_several() -> None:
    scenario = unhurried({"check": 1})
    assert figure_of(scenario, "activities.nothing.duration") is None
    assert figure_of(scenario, "burden.visit") is None
    assert figure_of(scenario, "start") is None
