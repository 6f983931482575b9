"""The paired comparison against textbook figures, and what it says when there is nothing to say."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.comparison.statistics import equivalence, holm_adjusted, paired_difference

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


def test_interval_is_the_textbook_paired_t() -> None:
    as_is = [10.0, 12.0, 9.0, 11.0, 13.0]
    to_be = [8.0, 11.0, 8.5, 9.0, 10.0]
    found = paired_difference(as_is, to_be)
    assert found is not None
    # By hand: differences -2, -1, -.5, -2, -3; mean -1.7, s² = .95, t(4, .975) = 2.776445.
    assert found.mean == pytest.approx(-1.7)
    assert found.ci_low == pytest.approx(-1.7 - 2.776445105 * math.sqrt(0.95 / 5))
    assert found.ci_high == pytest.approx(-1.7 + 2.776445105 * math.sqrt(0.95 / 5))
    assert found.effect_size == pytest.approx(-1.7 / math.sqrt(0.95))
    assert found.share_lower == 1.0
    assert 0.01 < found.p_value < 0.05


@given(VALUES)
def test_a_series_against_itself_does_not_differ(series: list[float]) -> None:
    found = paired_difference(series, series)
    assert found is not None
    assert (found.mean, found.ci_low, found.ci_high) == (0.0, 0.0, 0.0)
    assert found.p_value == 1.0
    assert found.effect_size == 0.0


@given(VALUES, VALUES)
def test_exchanging_the_sides_turns_the_sign(first: list[float], second: list[float]) -> None:
    forth = paired_difference(first, second)
    back = paired_difference(second, first)
    assert forth is not None
    assert back is not None
    assert forth.mean == pytest.approx(-back.mean)
    assert forth.ci_low == pytest.approx(-back.ci_high)
    assert forth.p_value == pytest.approx(back.p_value)


def test_the_same_difference_in_every_pair_is_certain() -> None:
    found = paired_difference([1.1, 2.2, 3.3], [0.1, 1.2, 2.3])
    assert found is not None
    assert found.p_value == 0.0
    assert found.effect_size == -math.inf
    assert found.ci_low == pytest.approx(found.ci_high)


def test_replications_without_a_value_are_left_out_as_pairs() -> None:
    found = paired_difference([1.0, math.nan, 3.0, 5.0], [2.0, 9.0, 4.5, math.inf])
    assert found is not None
    assert found.replications == 2
    assert found.mean == pytest.approx(1.25)


def test_one_pair_is_no_comparison() -> None:
    assert paired_difference([1.0], [2.0]) is None


def test_no_difference_is_seldom_called_one() -> None:
    generator = np.random.default_rng(20260105)
    alarms = 0
    for _ in range(1000):
        chance = generator.normal(100.0, 20.0, 20)
        found = paired_difference(chance + generator.normal(0, 5, 20), chance + generator.normal(0, 5, 20))
        assert found is not None
        alarms += found.p_value < 0.05
    assert 30 <= alarms <= 70  # 5 % of 1000, three standard errors either way


def test_holm_multiplies_and_never_falls() -> None:
    assert holm_adjusted({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005}) == pytest.approx(
        {"d": 0.02, "a": 0.03, "c": 0.06, "b": 0.06}
    )


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.floats(0, 1), max_size=8))
def test_holm_never_makes_a_p_value_smaller(p_values: dict[str, float]) -> None:
    adjusted = holm_adjusted(p_values)
    assert set(adjusted) == set(p_values)
    assert all(p_values[name] <= adjusted[name] <= 1 for name in p_values)


def test_a_control_variate_is_the_textbook_regression() -> None:
    random = np.random.default_rng(5)
    control = random.normal(size=12)
    as_is = 10 + 3 * control + random.normal(size=12) * 0.1
    to_be = 8 + 1 * control + random.normal(size=12) * 0.1
    found = paired_difference(as_is, to_be, control=control)
    plain = paired_difference(as_is, to_be)
    assert found is not None
    assert plain is not None
    fitted = stats.linregress(control, to_be - as_is)
    half = float(stats.t.ppf(0.975, 10)) * fitted.intercept_stderr
    assert found.mean == pytest.approx(fitted.intercept)
    assert (found.ci_low, found.ci_high) == (pytest.approx(found.mean - half), pytest.approx(found.mean + half))
    assert found.freedom == 10
    assert found.to_be - found.as_is == pytest.approx(found.mean)
    assert found.ci_high - found.ci_low < plain.ci_high - plain.ci_low


def test_a_control_is_not_used_where_it_would_leave_what_was_seen_or_there_are_few_pairs() -> None:
    as_is, to_be = [1.0] * 12, [2.0, *[2.5] * 11]
    control = [9.0, *[5.0] * 11]  # far from 0: what the regression says there lies outside of what was seen
    assert paired_difference(as_is, to_be, control=control) == paired_difference(as_is, to_be)
    few = [0.1, -0.2, 0.3]
    assert paired_difference([1, 2, 4], [2, 2, 3], control=few) == paired_difference([1, 2, 4], [2, 2, 3])


def test_intervals_with_a_control_cover_as_often_as_they_say() -> None:
    random = np.random.default_rng(11)
    hits = 0
    for _ in range(400):
        control = random.normal(size=10)
        difference = 1 + 2 * control + random.normal(size=10)
        found = paired_difference(np.zeros(10), difference, control=control)
        assert found is not None
        hits += found.ci_low <= 1 <= found.ci_high
    # 95% of 400 with five standard errors to either side.
    assert 0.95 - 5 * math.sqrt(0.95 * 0.05 / 400) < hits / 400 < 1.0


def test_equivalence_is_two_one_sided_tests() -> None:
    found = paired_difference([0.0, 0.0, 0.0, 0.0], [0.1, -0.1, 0.2, 0.0])
    assert found is not None
    # By hand: mean .05, standard error .12910/2, so that t = (.5 - .05)/.06455 with 3 degrees of freedom.
    assert equivalence(found, 0.5).p_value == pytest.approx(float(stats.t.sf(0.45 / 0.0645497, 3)), rel=1e-4)
    assert equivalence(found, 0.5).is_shown
    assert not equivalence(found, 0.1).is_shown


def test_what_does_not_vary_is_equivalent_within_any_margin_that_is_larger() -> None:
    found = paired_difference([1.0, 2.0], [1.5, 2.5])
    assert found is not None
    assert equivalence(found, 0.6).is_shown
    assert not equivalence(found, 0.4).is_shown


def test_ties_count_half_for_either_side() -> None:
    found = paired_difference([1.0, 2.0, 3.0, 4.0], [1.0, 1.0, 4.0, 4.0])
    assert found is not None
    assert found.share_lower == 0.5
