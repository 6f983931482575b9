"""Random models whose simulation must be what brute force, flow analysis and counting say."""

import math
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.flow import analyse_flow
from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario
from analysis.simulation import SimulationResult, compile_simulation, simulate
from tests.analysis.random_models import DECIDED, LEAF, LOOPED, TREES, Drawn, Tree, outcomes


def fixed(value: float) -> Distribution:
    return Distribution(type="fixed", value=value)


def timed(drawn: Drawn) -> Scenario:
    """Nobody is needed: every task takes its fixed time."""
    activities = {key: ActivityParameters(duration=fixed(time)) for key, time in drawn.times.items()}
    return Scenario(arrivals=Arrivals(inter_arrival=fixed(7)), activities=activities, flows=drawn.flows, warm_up=0)


NESTED = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.tuples(st.just("sequence"), inner, inner),
        st.tuples(st.just("parallel"), inner, inner),
    ),
    max_leaves=10,
)


@given(NESTED)
@settings(max_examples=30, deadline=None)
def test_one_case_of_fixed_times_takes_its_critical_path(tree: Tree) -> None:
    drawn = Drawn()
    made = drawn.model(tree)
    result = simulate(compile_simulation(made, timed(drawn)), cases=1, replications=1)
    (way,) = outcomes(tree)
    assert result.measures["cycle_time"].mean == way[1]


@given(DECIDED)
@settings(max_examples=30, deadline=None)
def test_without_chance_the_simulation_is_the_flow_analysis(tree: Tree) -> None:
    drawn = Drawn()
    made = drawn.model(tree)
    said = timed(drawn)
    found = simulate(compile_simulation(made, said), cases=5, replications=1)
    flow = analyse_flow(made, said)
    assert found.measures["cycle_time"].mean == pytest.approx(flow.cycle_time_s, abs=1e-9)
    assert found.measures["processing_time"].mean == pytest.approx(flow.processing_time_s, abs=1e-9)
    visits = {key: figures.instances for key, figures in found.activities.items()}
    assert visits == pytest.approx({key: flow.visits[key] for key in visits}, abs=1e-9)


@given(DECIDED)
@settings(max_examples=30, deadline=None)
def test_a_line_that_moves_in_step_waits_neither_simulated_nor_by_formula(tree: Tree) -> None:
    """Cases come every ten time units and no task takes more than nine: D/D/1 at every task."""
    drawn = Drawn()
    made = drawn.model(tree)
    activities = {key: ActivityParameters(resources=(key,), duration=fixed(time)) for key, time in drawn.times.items()}
    said = Scenario(
        arrivals=Arrivals(inter_arrival=fixed(10)),
        resources={key: ResourcePool(id=key, amount=1, cost_per_h=3600) for key in activities},
        activities=activities,
        flows=drawn.flows,
        warm_up=0,
    )
    found = simulate(compile_simulation(made, said), cases=12, replications=1)
    flow = analyse_flow(made, said)
    assert found.measures["waiting_time"].mean == pytest.approx(0, abs=1e-9)
    assert found.measures["cycle_time"].mean == pytest.approx(flow.cycle_time_s, abs=1e-9)
    assert found.measures["cost_office"].mean == pytest.approx(flow.cost, abs=1e-9)


REPEATED = st.recursive(
    TREES,
    lambda inner: st.one_of(
        st.tuples(st.just("sequence"), inner, inner),
        st.tuples(st.just("choice"), st.sampled_from([0.2, 0.6]), inner, inner),
        st.tuples(st.just("loop"), st.sampled_from([0.1, 0.3]), inner),
    ),
    max_leaves=4,
)
"""Loops around whole blocks; within a branch of one the flow analysis knows mean and variance of a loop only."""


@given(REPEATED, st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_with_chance_the_means_are_those_of_the_flow_analysis(tree: Tree, seed: int) -> None:
    """Within five standard errors, which the flow analysis gives too."""
    drawn = Drawn()
    made = drawn.model(tree)
    said = timed(drawn)
    found = simulate(compile_simulation(made, said), cases=4000, replications=1, seed=seed)
    flow = analyse_flow(made, said)
    error = flow.cycle_time_sd_s / math.sqrt(4000)
    assert found.measures["cycle_time"].mean == pytest.approx(flow.cycle_time_s, abs=5 * error + 1e-9)
    for key, figures in found.activities.items():
        spread = math.sqrt(flow.visits[key] * max(1, flow.visits[key]) / 4000)
        assert figures.instances == pytest.approx(flow.visits[key], abs=6 * spread)


def tokens(tree: Tree, done: Counter[str], keys: list[str]) -> tuple[int, int]:
    """Return the least and the most tokens that went through a part, by how often each of its tasks was done."""
    if tree[0] == "task":
        count = done[keys.pop(0)]
        return count, count
    if tree[0] == "loop":
        least, most = tokens(tree[2], done, keys)
        return min(least, 1), most
    one, other = tokens(tree[-2], done, keys), tokens(tree[-1], done, keys)
    if tree[0] == "choice":
        return one[0] + other[0], one[1] + other[1]
    if tree[0] == "some":
        return max(one[0], other[0]), one[1] + other[1]
    least, most = max(one[0], other[0]), min(one[1], other[1])
    assert least <= most  # as many leave a part as enter it, and as many go both ways
    return least, most


def check_conservation(tree: Tree, result: SimulationResult, keys: list[str]) -> None:
    assert result.log is not None
    frame = result.log.frame
    done = Counter(zip(frame["case_id"].to_list(), frame["element"].to_list(), strict=True))
    for case in {case for case, _ in done}:
        least, most = tokens(tree, Counter({key: done[case, key] for key in keys}), list(keys))
        assert least <= 1 <= most


@given(LOOPED, st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_every_case_that_arrives_ends_once_and_no_token_is_lost(tree: Tree, seed: int) -> None:
    drawn = Drawn()
    made = drawn.model(tree)
    assume(len(drawn.times) > 1)
    activities = {
        key: ActivityParameters(resources=("r",), duration=Distribution(type="exponential", mean=time))
        for key, time in drawn.times.items()
    }
    said = Scenario(
        arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=9)),
        resources={"r": ResourcePool(id="r", amount=2)},
        activities=activities,
        flows=drawn.flows,
        warm_up=0,
    )
    result = simulate(compile_simulation(made, said), cases=25, replications=1, seed=seed, keep_log=True)
    assert result.log is not None
    assert result.log.case_count == 25
    check_conservation(tree, result, list(drawn.times))
    assert len(result.log) == pytest.approx(25 * sum(figures.instances for figures in result.activities.values()))
