"""Simulated systems whose exact answers are known (notes/simulation.md, part 4)."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario
from analysis.simulation import SimulationResult, compile_simulation, simulate
from tests.analysis.models import line, model

HOUR = 3600.0


def exponential(mean: float) -> Distribution:
    return Distribution(type="exponential", mean=mean)


def scenario(mean: float, amounts: Mapping[str, int], work: Mapping[str, Any], **more: Any) -> Scenario:
    """Cases every `mean` seconds at random; `work`: activity -> (pool, distribution, priority)."""
    return Scenario(
        arrivals=Arrivals(inter_arrival=exponential(mean)),
        resources={key: ResourcePool(id=key, amount=amount) for key, amount in amounts.items()},
        activities={
            key: ActivityParameters(resources=(said[0],), duration=said[1], priority=said[2] if len(said) > 2 else 0)
            for key, said in work.items()
        },
        warm_up=2000,
        cases=40_000,
        replications=20,
        **more,
    )


def assert_mean(result: SimulationResult, expected: float, name: str = "cycle_time") -> None:
    measure = result.measures[name]
    allowed = max(0.01 * expected, measure.ci_high - measure.ci_low)
    assert measure.mean == pytest.approx(expected, abs=allowed)


QUEUES = {
    "M/M/1": (1 / 0.8, 1, exponential(1), 5.0),
    "M/M/2": (1 / 1.6, 2, exponential(1), 2.777778),
    "M/M/3": (0.5, 3, exponential(1), 1.444444),
    "M/M/5": (0.25, 5, exponential(1), 1.554113),
    "M/M/10": (1 / 8, 10, exponential(1), 1.204590),
    "M/D/1": (1 / 0.8, 1, Distribution(type="fixed", value=1), 3.0),
    "M/E2/1": (1 / 0.8, 1, Distribution(type="erlang", k=2, mean=1), 4.0),
    "M/U/1": (1 / 0.8, 1, Distribution(type="uniform", min=0, max=2), 3.666667),
    "M/LogN/1": (1 / 0.8, 1, Distribution(type="lognormal", mean=1, sd=math.sqrt(2)), 7.0),
    "M/gamma/1": (1 / 0.8, 1, Distribution(type="gamma", mean=1, sd=math.sqrt(0.5)), 4.0),
}


@pytest.mark.parametrize("name", QUEUES)
def test_queues_wait_as_long_as_theory_says(name: str) -> None:
    mean, servers, service, expected = QUEUES[name]
    result = simulate(compile_simulation(line("A"), scenario(mean, {"r": servers}, {"A": ("r", service)})))
    assert_mean(result, expected)


def test_a_tandem_of_queues_takes_the_sum() -> None:
    work = {"A": ("a", exponential(1)), "B": ("b", exponential(1.25)), "C": ("c", exponential(0.5))}
    result = simulate(compile_simulation(line("A", "B", "C"), scenario(2, {"a": 1, "b": 1, "c": 1}, work)))
    assert_mean(result, 6.0)


def test_rework_visits_and_waits_as_in_a_jackson_network() -> None:
    kinds = {"s": "startEvent", "m": "exclusiveGateway", "A": "userTask", "g": "exclusiveGateway", "e": "endEvent"}
    said = scenario(1 / 0.3, {"r": 1}, {"A": ("r", exponential(1))}, flows={"g_m": 0.4})
    result = simulate(compile_simulation(model(kinds, "s > m > A > g > e, g > m"), said))
    assert_mean(result, 3.333333)
    assert result.activities["A"].instances == pytest.approx(1.666667, rel=0.01)


@pytest.mark.parametrize(("rho", "expected"), [(0.5, 2.875), (0.8, 7.0)])
def test_a_parallel_join_waits_for_the_later_branch(rho: float, expected: float) -> None:
    kinds = {"s": "startEvent", "g": "parallelGateway", "A": "userTask", "B": "userTask", "j": "parallelGateway"}
    forked = model({**kinds, "e": "endEvent"}, "s > g > A > j > e, g > B > j")
    work = {"A": ("a", exponential(1)), "B": ("b", exponential(1))}
    result = simulate(compile_simulation(forked, scenario(1 / rho, {"a": 1, "b": 1}, work)))
    assert_mean(result, expected)


def test_the_longer_of_two_exponential_times_is_3_8() -> None:
    kinds = {
        "s": "startEvent",
        "g": "parallelGateway",
        "A": "task",
        "B": "task",
        "j": "parallelGateway",
        "e": "endEvent",
    }
    said = Scenario(
        arrivals=Arrivals(inter_arrival=exponential(1)),
        activities={"A": ActivityParameters(duration=exponential(2)), "B": ActivityParameters(duration=exponential(3))},
        cases=20_000,
        warm_up=0,
        replications=10,
    )
    assert_mean(simulate(compile_simulation(model(kinds, "s > g > A > j > e, g > B > j"), said)), 3.8)


def test_non_preemptive_priorities_follow_cobham() -> None:
    kinds = {"s": "startEvent", "g": "exclusiveGateway", "U": "userTask", "L": "userTask", "e": "endEvent"}
    work = {"U": ("r", exponential(1), 5), "L": ("r", exponential(1), 0)}
    said = scenario(1 / 0.8, {"r": 1}, work, flows={"g_U": 0.375})
    result = simulate(compile_simulation(model(kinds, "s > g > U > e, g > L > e"), said))
    assert result.activities["U"].contention_s == pytest.approx(1.142857, rel=0.03)
    low = result.activities["L"]
    assert low.contention_s + low.prioritisation_s == pytest.approx(5.714286, rel=0.05)
    # What has come before is the work in the system, whatever its order: rho E[S²] / (2 (1 - rho)) = 4.
    assert low.contention_s == pytest.approx(4.0, rel=0.05)
    assert result.activities["U"].prioritisation_s == 0


def test_work_in_progress_is_arrival_rate_times_cycle_time() -> None:
    result = simulate(compile_simulation(line("A"), scenario(1 / 0.8, {"r": 1}, {"A": ("r", exponential(1))})))
    little = result.per_replication["throughput"] / HOUR * result.per_replication["cycle_time"]
    assert result.per_replication["wip"].mean() == pytest.approx(little.mean(), rel=0.01)


def test_utilisation_is_offered_work_by_capacity() -> None:
    result = simulate(compile_simulation(line("A"), scenario(1 / 1.6, {"r": 2}, {"A": ("r", exponential(1))})))
    assert result.resources["r"].utilisation == pytest.approx(0.8, rel=0.01)


def test_arrivals_faster_than_capacity_are_said_with_their_ratio() -> None:
    compiled = compile_simulation(line("A"), scenario(0.5, {"r": 1}, {"A": ("r", exponential(1))}))
    result = simulate(compiled, cases=200, replications=2)
    assert [str(text) for text in result.warnings] == [
        "r gets 2.00 times the work it can do: the queue grows without end."
    ]


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    compiled = compile_simulation(line("A"), scenario(1.25, {"r": 1}, {"A": ("r", exponential(1))}))
    first, second, other = (simulate(compiled, cases=500, replications=3, seed=seed) for seed in (7, 7, 8))
    for name, values in first.per_replication.items():
        assert values.tobytes() == second.per_replication[name].tobytes()
    assert first.measures["cycle_time"].mean != other.measures["cycle_time"].mean


def test_common_random_numbers_narrow_the_difference_of_two_variants() -> None:
    def cycle(speed: float, seed: int) -> np.ndarray[Any, Any]:
        said = scenario(1 / 1.6, {"r": 2}, {"A": ("r", exponential(speed))})
        compiled = compile_simulation(line("A"), said)
        return simulate(compiled, cases=2500, replications=60, seed=seed).per_replication["cycle_time"]

    base, paired, independent = cycle(1.0, 1), cycle(0.9, 1), cycle(0.9, 2)
    # Over 2,000 replications the correlation is 0.949 and the ratio of variances 3.4.
    assert np.corrcoef(base, paired)[0, 1] > 0.9
    assert (base - independent).var() / (base - paired).var() > 2
