"""Two variants that meet the same random numbers: the difference is known more precisely than each of them."""

from functools import cache

import numpy as np
import pytest

from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario
from analysis.simulation import SimulationResult, compile_simulation, controlled_difference, simulate
from tests.analysis.models import line

EXACT = 1 / (1 - 0.8**2) - (1 / 1.1) / (1 - (0.8 / 1.1) ** 2)
"""By how much M/M/2 at a load of 0.8 gets faster when service does, by 10%: s / (1 - ρ²) each (Erlang C, c = 2)."""


@cache
def two_servers(speed: float, replications: int, seed: int = 1) -> SimulationResult:
    scenario = Scenario(
        arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=1 / 1.6)),
        resources={"r": ResourcePool(id="r", amount=2)},
        activities={
            "A": ActivityParameters(resources=("r",), duration=Distribution(type="exponential", mean=1 / speed))
        },
    )
    model = compile_simulation(line("A"), scenario)
    return simulate(model, cases=2000, warm_up=500, replications=replications, seed=seed)


def variance_ratio(replications: int) -> float:
    """How many times as many replications independent numbers take for the same interval."""
    slow, fast = two_servers(1.0, replications), two_servers(1.1, replications)
    other = two_servers(1.1, replications, seed=2)
    independent = np.var(slow.per_replication["cycle_time"] - other.per_replication["cycle_time"], ddof=1)
    measure = controlled_difference(slow, fast, "cycle_time")
    half = (measure.ci_high - measure.ci_low) / 2
    return float(independent / (half / 1.96) ** 2 / replications)


def test_a_difference_takes_a_third_of_the_replications_at_most() -> None:
    assert variance_ratio(300) > 3


@pytest.mark.nightly
def test_a_difference_takes_a_quarter_of_the_replications_at_most() -> None:
    assert variance_ratio(1000) >= 4


def test_the_difference_is_the_exact_one_within_its_interval() -> None:
    measure = controlled_difference(two_servers(1.0, 60), two_servers(1.1, 60), "cycle_time")
    half = (measure.ci_high - measure.ci_low) / 2
    assert measure.mean == pytest.approx(-EXACT, abs=2 * half)


def test_between_a_variant_and_itself_there_is_no_difference() -> None:
    measure = controlled_difference(two_servers(1.0, 60), two_servers(1.0, 60), "cycle_time")
    assert (measure.mean, measure.ci_low, measure.ci_high) == (0, 0, 0)


def test_faster_service_changes_neither_arrivals_nor_who_comes_when() -> None:
    slow, fast = two_servers(1.0, 60), two_servers(1.1, 60)
    assert slow.arrival_excess.tolist() == fast.arrival_excess.tolist()
    ratio = fast.per_replication["processing_time"] / slow.per_replication["processing_time"]
    assert ratio == pytest.approx(np.full(60, 1 / 1.1))
