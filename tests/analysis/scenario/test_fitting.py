"""Distributions fitted to values."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import ScenarioError
from analysis.scenario.fitting import fit_distribution, fits

RANDOM = np.random.default_rng(7)
SAMPLES = {
    "exponential": RANDOM.exponential(600, 3000),
    "uniform": RANDOM.uniform(100, 300, 3000),
    "triangular": RANDOM.triangular(100, 400, 500, 3000),
    "normal": RANDOM.normal(3000, 200, 3000),
    "lognormal": RANDOM.lognormal(6, 0.7, 3000),
    "gamma": RANDOM.gamma(2.5, 100, 3000),
    "erlang": RANDOM.gamma(3, 100, 3000),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_type_that_values_were_drawn_from_is_found_with_its_moments(name: str) -> None:
    values = SAMPLES[name]
    best = fit_distribution(values)
    wanted = {"gamma", "erlang"} if name in {"gamma", "erlang"} else {name}
    assert best.distribution.type in wanted
    assert best.distribution.expected == pytest.approx(values.mean(), rel=0.02)
    assert math.sqrt(best.distribution.variance) == pytest.approx(values.std(), rel=0.06)
    assert best.ks < 0.03


def test_values_that_no_type_fits_are_taken_as_they_are() -> None:
    values = np.concatenate([RANDOM.normal(100, 5, 500), RANDOM.normal(900, 5, 500)])
    best = fit_distribution(values)
    assert best.distribution.type == "empirical"
    assert best.distribution.expected == pytest.approx(values.mean(), rel=0.01)


def test_equal_values_are_a_fixed_time() -> None:
    assert fit_distribution([300.0] * 20).distribution.value == 300


@pytest.mark.parametrize("values", [[1.0, 2.0], [-1.0, *range(20)], [math.nan, *range(20)]])
def test_too_few_negative_or_missing_values_are_refused(values: list[float]) -> None:
    with pytest.raises(ScenarioError, match="fitted to"):
        fit_distribution(values)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1e7, allow_subnormal=False), min_size=10, max_size=60))
def test_every_sample_has_a_fit_and_the_best_comes_first(values: list[float]) -> None:
    found = fits(values)
    assert found
    assert [fit.aic for fit in found] == sorted(fit.aic for fit in found)
    assert all(0 <= fit.ks <= 1 for fit in found)
