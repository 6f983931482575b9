"""Of a hundred 95% intervals about ninety-five hold the exact value."""

from collections.abc import Callable

import pytest
from scipy.stats import binom

from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario
from analysis.simulation import SimulationModel, compile_simulation, simulate
from tests.analysis.models import line, model


def exponential(mean: float) -> Distribution:
    return Distribution(type="exponential", mean=mean)


def two_servers() -> SimulationModel:
    """M/M/2 at a load of 0.8: W = 1 / (1 - 0.8²)."""
    return compile_simulation(
        line("A"),
        Scenario(
            arrivals=Arrivals(inter_arrival=exponential(1 / 1.6)),
            resources={"r": ResourcePool(id="r", amount=2)},
            activities={"A": ActivityParameters(resources=("r",), duration=exponential(1))},
            cases=6000,
            warm_up=1000,
            replications=20,
        ),
    )


def two_branches() -> SimulationModel:
    """The longer of two exponential times of means 2 and 3: 3.8; nobody waits, so that nothing is to settle."""
    gates = dict.fromkeys("gj", "parallelGateway")
    made = model(
        {"s": "startEvent", **gates, "A": "task", "B": "task", "e": "endEvent"}, "s > g > A > j > e, g > B > j"
    )
    activities = {"A": ActivityParameters(duration=exponential(2)), "B": ActivityParameters(duration=exponential(3))}
    arrivals = Arrivals(inter_arrival=exponential(1))
    said = Scenario(arrivals=arrivals, activities=activities, cases=200, warm_up=0, replications=10)
    return compile_simulation(made, said)


def holding(compiled: SimulationModel, exact: float, count: int) -> int:
    """Return how many of so many intervals hold the exact mean cycle time."""
    intervals = (simulate(compiled, seed=seed).measures["cycle_time"] for seed in range(count))
    return sum(measure.ci_low <= exact <= measure.ci_high for measure in intervals)


def test_as_many_intervals_hold_the_truth_as_of_200_may() -> None:
    """Outside the bounds once in ten thousand times, were the chance of each 95 %."""
    low, high = (float(binom.ppf(share, 200, 0.95)) for share in (0.00005, 0.99995))
    assert low <= holding(two_branches(), 3.8, 200) <= high


@pytest.mark.nightly
@pytest.mark.parametrize(("system", "exact"), [(two_servers, 1 / (1 - 0.8**2)), (two_branches, 3.8)])
def test_of_1000_intervals_93_to_97_in_100_hold_the_truth(system: Callable[[], SimulationModel], exact: float) -> None:
    assert 930 <= holding(system(), exact, 1000) <= 970
