"""Means and variances of distributions whose values are cut off."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.scenario import Distribution


@settings(deadline=None)
@given(low=st.floats(0, 1e5), scale=st.floats(1, 1e5), ratio=st.floats(1e-4, 1e4))
def test_a_cut_exponential_has_the_moments_of_its_density(low: float, scale: float, ratio: float) -> None:
    law = Distribution(type="exponential", mean=low + scale, min=low, max=low + ratio * scale)
    edges = np.linspace(0, min(ratio, 50), 200_001)
    middles = (edges[1:] + edges[:-1]) / 2
    weights = np.exp(-middles)
    mean = np.average(middles, weights=weights)
    assert law.expected - low == pytest.approx(scale * mean, rel=1e-6, abs=1e-9 * low)
    spread = np.average((middles - mean) ** 2, weights=weights)
    assert law.variance == pytest.approx(scale**2 * spread, rel=1e-5)
