"""Little's law, L = λW, at every activity, at every pool and for the whole, in random models.

What is in progress comes from the log or from the series over time, how long it stays from the figures of the cases,
the activities and the pools: three accounts that the simulator keeps apart.

Source: Little, A Proof for the Queuing Formula L = λW, Operations Research 9 (1961); exact over a time that begins and
ends empty.
"""

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario
from analysis.simulation import SimulationResult, compile_simulation, simulate
from tests.analysis.random_models import LOOPED, Drawn, Tree
from tests.analysis.simulation.schedules import daily

CASES = 60
LAWS = ("exponential", "fixed", "uniform", "lognormal")
POOLS = ("p", "q")


def law(kind: str, mean: float) -> Distribution:
    shape: dict[str, dict[str, Any]] = {
        "uniform": {"min": 0, "max": 2 * mean},
        "lognormal": {"mean": mean, "sd": mean / 2},
    }
    return Distribution(type=kind, **shape.get(kind, {"mean": mean, "value": mean}))


def activities(chance: random.Random, times: Mapping[str, float]) -> dict[str, ActivityParameters]:
    return {
        key: ActivityParameters(
            resources=(chance.choice(POOLS),),
            duration=law(chance.choice(LAWS), time * 30),
            delay=law("exponential", 200) if chance.random() < 0.2 else None,
            priority=chance.choice((0, 0, 2)),
        )
        for key, time in times.items()
    }


def any_result(tree: Tree, seed: int, calendar: str | None = None) -> tuple[Scenario, SimulationResult]:
    chance = random.Random(seed)  # noqa: S311 - for cases of a test
    drawn = Drawn()
    made = drawn.model(tree)
    said = Scenario(
        arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=3600)),
        calendars={"day": daily("day", 0, 22)},
        resources={key: ResourcePool(id=key, amount=chance.choice((1, 2)), calendar=calendar) for key in POOLS},
        activities=activities(chance, drawn.times),
        flows=drawn.flows,
        warm_up=0,
    )
    compiled = compile_simulation(made, said)
    return said, simulate(compiled, cases=CASES, replications=1, seed=seed, keep_log=True, over_time=True)


def seconds(result: SimulationResult, column: str, element: str) -> NDArray[np.float64]:
    assert result.log is not None
    frame = result.log.frame
    moments = frame.filter(frame["element"].cast(str) == element)[column]
    return moments.dt.timestamp("us").to_numpy() / 1e6


def in_progress(begins: NDArray[np.float64], ends: NDArray[np.float64]) -> float:
    """Return the integral over time of how many have begun and not ended, step by step."""
    moments = np.concatenate((begins, ends))
    changes = np.concatenate((np.ones(len(begins)), -np.ones(len(ends))))
    order = np.argsort(moments, kind="stable")
    level = np.cumsum(changes[order])
    return float((level[:-1] * np.diff(moments[order])).sum())


@given(LOOPED, st.integers(0, 10_000), st.sampled_from([None, "day"]))
@settings(max_examples=30, deadline=None)
def test_at_every_activity(tree: Tree, seed: int, calendar: str | None) -> None:
    _, result = any_result(tree, seed, calendar)
    for key, figures in result.activities.items():
        begins, ends = seconds(result, "enable_time", key), seconds(result, "end_time", key)
        count = figures.instances * CASES
        assert len(begins) == pytest.approx(count)
        if len(begins):
            stay = figures.waiting_time_s + figures.processing_time_s
            assert in_progress(begins, ends) == pytest.approx(count * stay, rel=1e-6)


@given(LOOPED, st.integers(0, 10_000), st.sampled_from([None, "day"]))
@settings(max_examples=30, deadline=None)
def test_at_every_pool_and_for_the_whole(tree: Tree, seed: int, calendar: str | None) -> None:
    said, result = any_result(tree, seed, calendar)
    series = result.over_time
    assert series is not None
    whole = sum(series.cases) * series.step_s
    assert whole == pytest.approx(result.measures["cycle_time"].mean * CASES)
    for key, queue in series.queue.items():
        waited = sum(
            figures.instances * CASES * (figures.contention_s + figures.prioritisation_s + figures.closed_s)
            for activity, figures in result.activities.items()
            if said.activities[activity].resources == (key,)
        )
        assert sum(queue) * series.step_s == pytest.approx(waited, abs=1e-4)
        busy = result.resources[key].busy_s * CASES
        work = sum(
            figures.instances * CASES * figures.processing_time_s
            for activity, figures in result.activities.items()
            if said.activities[activity].resources == (key,)
        )
        assert busy == pytest.approx(work)
        if calendar is None:
            people = said.resources[key].amount or 0
            assert np.nansum(series.utilisation[key]) * series.step_s * people == pytest.approx(busy)
