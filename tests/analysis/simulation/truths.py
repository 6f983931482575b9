"""What a simulated figure may differ from the exact one: one per cent, or two half-widths of its 95% interval."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.simulation import Measure, SimulationModel, SimulationResult, measure_of, simulate

__all__ = ["assert_near", "batches", "over", "runs"]


def assert_near(measure: Measure, expected: float) -> None:
    """Check that an interval fits an exact value."""
    allowed = max(0.01 * expected, measure.ci_high - measure.ci_low)
    assert measure.mean == pytest.approx(expected, abs=allowed)


def runs(compiled: SimulationModel, *, cases: int | None = None, count: int = 20) -> list[SimulationResult]:
    """Return independent runs, one replication each: for figures that a result gives without an interval."""
    return [simulate(compiled, cases=cases, replications=1, seed=seed) for seed in range(count)]


def over(results: Iterable[SimulationResult], of: Callable[[SimulationResult], float]) -> Measure:
    """Return a figure of independent runs with its interval."""
    return measure_of(np.array([of(result) for result in results]), "")


def batches(values: NDArray[np.float64], count: int = 20) -> Measure:
    """Return the mean of a long series with the interval of its batch means.

    Source: Law, Simulation Modeling and Analysis, 5th ed., §9.5.3.
    """
    even = values[: len(values) // count * count]
    return measure_of(even.reshape(count, -1).mean(axis=1), "")
