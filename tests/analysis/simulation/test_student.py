"""Student's t is that of scipy."""

from itertools import chain

import pytest
from scipy.special import stdtrit

from analysis.simulation.student import t_quantile


def test_it_is_that_of_scipy() -> None:
    for degrees in chain(range(1, 120), (999, 100_000)):
        assert t_quantile(degrees) == pytest.approx(float(stdtrit(degrees, 0.975)), rel=1e-14)
