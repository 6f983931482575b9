"""Simulated systems whose exact answers are known (notes/simulation.md, part 4)."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.scenario import ActivityParameters, Arrivals, Distribution, EventParameters, ResourcePool, Scenario
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn.model import FlowNode, Model
from tests.analysis.models import line, model, node, timer
from tests.analysis.simulation.truths import assert_near, batches, over, runs

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
    assert_near(result.measures[name], expected)


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
def test_rows_1_to_6_queues_wait_as_long_as_theory_says(name: str) -> None:
    gap, servers, service, expected = QUEUES[name]
    result = simulate(compile_simulation(line("A"), scenario(gap, {"r": servers}, {"A": ("r", service)})))
    assert_mean(result, expected)
    assert_mean(result, expected - 1, "waiting_time")
    assert_mean(result, expected / gap, "wip")


def found_in_system(said: Scenario) -> np.ndarray[Any, Any]:
    """How many cases each arriving case finds, by the log of one long run; as time averages, arrivals being Poisson."""
    compiled = compile_simulation(line("A"), said)
    log = simulate(compiled, cases=400_000, replications=1, keep_log=True).log
    assert log is not None
    begun, ended = (np.sort(log.frame[key].to_numpy()) for key in ("enable_time", "end_time"))
    return np.arange(len(begun)) - np.searchsorted(ended, begun, side="right")


@pytest.mark.parametrize(
    ("gap", "servers", "waits", "empty"),
    [(1 / 0.8, 1, 0.8, 0.2), (1 / 1.6, 2, 0.71111, 1 / 9), (0.5, 3, 0.44444, 1 / 9), (1 / 8, 10, 0.409180, None)],
)
def test_rows_1_to_4_as_many_wait_as_erlang_says(gap: float, servers: int, waits: float, empty: float | None) -> None:
    found = found_in_system(scenario(gap, {"r": servers}, {"A": ("r", exponential(1))}))
    assert_near(batches((found >= servers).astype(float)), waits)
    if empty is not None:
        assert_near(batches((found == 0).astype(float)), empty)


def choice(first: str, second: str) -> Model:
    """One of two tasks is done."""
    kinds = {"s": "startEvent", "g": "exclusiveGateway", first: "userTask", second: "userTask", "e": "endEvent"}
    return model(kinds, f"s > g > {first} > e, g > {second} > e")


def test_row_7_hyperexponential_work_waits_13() -> None:
    """M/H2/1: nine in ten are short, 0.5, and one is long, 5.5; E[S²] = 6.5."""
    work = {"Short": ("r", exponential(0.5)), "Long": ("r", exponential(5.5))}
    said = scenario(1 / 0.8, {"r": 1}, work, flows={"g_Short": 0.9})
    result = simulate(compile_simulation(choice("Short", "Long"), said))
    assert_mean(result, 13, "waiting_time")
    assert_mean(result, 14)


def test_row_8_a_tandem_of_queues_takes_the_sum() -> None:
    work = {"A": ("a", exponential(1)), "B": ("b", exponential(1.25)), "C": ("c", exponential(0.5))}
    result = simulate(compile_simulation(line("A", "B", "C"), scenario(2, {"a": 1, "b": 1, "c": 1}, work)))
    assert_mean(result, 6.0)


def test_row_9_rework_visits_and_waits_as_in_a_jackson_network() -> None:
    kinds = {"s": "startEvent", "m": "exclusiveGateway", "A": "userTask", "g": "exclusiveGateway", "e": "endEvent"}
    said = scenario(1 / 0.3, {"r": 1}, {"A": ("r", exponential(1))}, flows={"g_m": 0.4})
    result = simulate(compile_simulation(model(kinds, "s > m > A > g > e, g > m"), said))
    assert_mean(result, 3.333333)
    assert result.activities["A"].instances == pytest.approx(1.666667, rel=0.01)


@pytest.mark.parametrize(("rho", "expected"), [(0.5, 2.875), (0.8, 7.0), (0.9, 13.875)])
def test_row_11_a_parallel_join_waits_for_the_later_branch(rho: float, expected: float) -> None:
    kinds = {"s": "startEvent", "g": "parallelGateway", "A": "userTask", "B": "userTask", "j": "parallelGateway"}
    forked = model({**kinds, "e": "endEvent"}, "s > g > A > j > e, g > B > j")
    work = {"A": ("a", exponential(1)), "B": ("b", exponential(1))}
    result = simulate(compile_simulation(forked, scenario(1 / rho, {"a": 1, "b": 1}, work)))
    assert_mean(result, expected)


def test_row_12_a_join_of_four_lies_within_its_bounds() -> None:
    """Between the exact time of two branches and H(4) times that of one; Nelson and Tantawi come within 5 %.

    Source: Nelson, Tantawi, Approximate Analysis of Fork/Join Synchronization in Parallel Queues, IEEE TC 37 (1988).
    """
    branches = "ABCD"
    kinds = {"s": "startEvent", "g": "parallelGateway", "j": "parallelGateway", "e": "endEvent"}
    made = model({**kinds, **dict.fromkeys(branches, "userTask")}, "s > g > A > j > e, g > B > j, g > C > j, g > D > j")
    work = {key: (key, exponential(1)) for key in branches}
    result = simulate(compile_simulation(made, scenario(1 / 0.8, dict.fromkeys(branches, 1), work)))
    alone, in_two, harmonic = 5.0, 7.0, 1 + 1 / 2 + 1 / 3 + 1 / 4
    found = result.measures["cycle_time"]
    assert in_two < found.ci_low
    assert found.ci_high < harmonic * alone
    share = harmonic / 1.5
    assert found.mean == pytest.approx((share + 4 / 11 * (1 - share) * 0.8) * in_two, rel=0.05)


def test_row_13_the_longer_of_two_exponential_times_is_3_8() -> None:
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


def test_row_14_non_preemptive_priorities_follow_cobham() -> None:
    work = {"U": ("r", exponential(1), 5), "L": ("r", exponential(1), 0)}
    said = scenario(1 / 0.8, {"r": 1}, work, flows={"g_U": 0.375})
    compiled = compile_simulation(choice("U", "L"), said)
    found = runs(compiled)
    assert_near(over(found, lambda run: run.activities["U"].waiting_time_s), 1.142857)
    assert_near(over(found, lambda run: run.activities["L"].waiting_time_s), 5.714286)
    assert_near(over(found, lambda run: run.measures["waiting_time"].mean), 4.0)
    # What has come before is the work in the system, whatever its order: rho E[S²] / (2 (1 - rho)) = 4.
    assert_near(over(found, lambda run: run.activities["L"].contention_s), 4.0)
    assert {run.activities["U"].prioritisation_s for run in found} == {0}


@pytest.mark.parametrize(("load", "servers", "lost"), [(8, 10, 0.121661), (2, 3, 0.210526)])
def test_row_15_as_many_are_lost_as_erlang_says(load: float, servers: int, lost: float) -> None:
    """Who finds nobody free leaves.

    One sits down, in no time, and is then served by the same people before anybody else; who cannot sit down within a
    millionth of a service time goes.
    """
    leave = node("t", "boundaryEvent", attached_to="Sit", definitions=(timer("PT0S"),))
    kinds: dict[str, str | FlowNode] = {
        "s": "startEvent", "Sit": "userTask", "t": leave, "Serve": "userTask", "Lost": "task", "e": "endEvent",
        "f": "endEvent",
    }  # fmt: skip
    work = {"Sit": ("r", Distribution(type="fixed", value=0)), "Serve": ("r", exponential(1), 1)}
    said = scenario(1 / load, {"r": servers}, work, events={"t": EventParameters(duration=exponential(1e-6))})
    activities = {**said.activities, "Lost": ActivityParameters(duration=Distribution(type="fixed", value=0))}
    compiled = compile_simulation(
        model(kinds, "s > Sit > Serve > e, t > Lost > f"), replace(said, activities=activities)
    )
    found = runs(compiled, cases=20_000, count=10)
    assert_near(over(found, lambda run: run.activities["Lost"].instances), lost)
    assert_near(over(found, lambda run: run.resources["r"].utilisation or 0), load * (1 - lost) / servers)


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
