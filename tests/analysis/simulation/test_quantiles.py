"""Quantiles are those of numpy, bit for bit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.simulation.quantiles import quantiles

VALUES = st.lists(st.floats(0, 1e9), min_size=1, max_size=60)
SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=5)


@given(VALUES, SHARES)
def test_they_are_those_of_numpy_bit_for_bit(values: list[float], shares: list[float]) -> None:
    array = np.array(values)
    for wanted in (np.array(shares), np.linspace(0, 1, 101)):
        assert quantiles(array, wanted).tobytes() == np.quantile(array, wanted).tobytes()
