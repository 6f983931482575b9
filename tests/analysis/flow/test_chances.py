"""Random structured models: flow analysis beside brute force."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.flow import analyse_flow
from analysis.scenario import ActivityParameters, Distribution, Scenario
from tests.analysis.models import model
from tests.analysis.random_models import LOOPED, TREES, Drawn, Tree, outcomes


@given(TREES)
@settings(max_examples=60, deadline=None)
def test_fixed_times_give_what_going_through_every_way_gives(tree: Tree) -> None:
    drawn = Drawn()
    made = drawn.model(tree)
    said = {key: ActivityParameters(duration=Distribution(type="fixed", value=t)) for key, t in drawn.times.items()}
    found = analyse_flow(made, Scenario(activities=said, flows=drawn.flows))
    ways = list(outcomes(tree))
    mean = math.fsum(chance * time for chance, time in ways)
    variance = math.fsum(chance * (time - mean) ** 2 for chance, time in ways)
    assert found.cycle_time_s == pytest.approx(mean, abs=1e-9)
    assert found.cycle_time_sd_s**2 == pytest.approx(variance, abs=1e-6)
    assert found.first_pass_yield == pytest.approx(1, abs=1e-9)


def visits(tree: Tree, entries: float, found: list[float]) -> None:
    """Note how often each task of a tree is visited, in the order in which they are drawn."""
    kind = tree[0]
    if kind == "task":
        found.append(entries)
    elif kind == "loop":
        visits(tree[2], entries / (1 - tree[1]), found)
    elif kind in {"sequence", "parallel"}:
        visits(tree[1], entries, found)
        visits(tree[2], entries, found)
    else:
        shares = [tree[1], 1 - tree[1]]
        if kind == "some":
            none = (1 - tree[1]) * (1 - tree[2])
            shares = [tree[1] / (1 - none), tree[2] / (1 - none)]
        for share, branch in zip(shares, tree[-2:], strict=True):
            visits(branch, entries * share, found)


def first_pass(tree: Tree) -> float:
    """The chance that nothing in a tree is done twice."""
    kind = tree[0]
    if kind == "task":
        return 1.0
    if kind == "loop":
        return float(1 - tree[1]) * first_pass(tree[2])
    one, other = first_pass(tree[-2]), first_pass(tree[-1])
    if kind == "choice":
        return float(tree[1]) * one + float(1 - tree[1]) * other
    if kind == "some":
        first, second = float(tree[1]), float(tree[2])
        both, none = first * second, (1 - first) * (1 - second)
        return (first * (1 - second) * one + second * (1 - first) * other + both * one * other) / (1 - none)
    return one * other


@given(LOOPED)
@settings(max_examples=60, deadline=None)
def test_visits_and_first_pass_yield_are_those_of_the_blocks(tree: Tree) -> None:
    drawn = Drawn()
    made = drawn.model(tree)
    said = {key: ActivityParameters(duration=Distribution(type="fixed", value=t)) for key, t in drawn.times.items()}
    found = analyse_flow(made, Scenario(activities=said, flows=drawn.flows))
    expected: list[float] = []
    visits(tree, 1.0, expected)
    assert [found.visits[key] for key in drawn.times] == pytest.approx(expected, abs=1e-9)
    assert found.first_pass_yield == pytest.approx(first_pass(tree), abs=1e-9)


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_visits_of_any_chain_are_those_of_a_dense_solve(seed: int) -> None:
    """V = (I - Pᵀ)⁻¹ e for tasks each of which goes on to any other or to the end."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 7))
    moves = rng.dirichlet(np.ones(size + 1) * 0.6, size)
    moves[:, -1] += 0.05
    moves /= moves.sum(axis=1, keepdims=True)
    kinds = {"s": "startEvent", "e": "endEvent"}
    arrows, flows = ["s > m0"], {}
    for at in range(size):
        kinds |= {f"m{at}": "exclusiveGateway", f"T{at}": "task", f"x{at}": "exclusiveGateway"}
        arrows.append(f"m{at} > T{at} > x{at} > e")
        flows[f"x{at}_e"] = float(moves[at, size])
        for to in range(size):
            arrows.append(f"x{at} > m{to}")
            flows[f"x{at}_m{to}"] = float(moves[at, to])
    said = {f"T{at}": ActivityParameters(duration=Distribution(type="fixed", value=1.0)) for at in range(size)}
    found = analyse_flow(model(kinds, ", ".join(arrows)), Scenario(activities=said, flows=flows))
    expected = np.linalg.solve(np.eye(size) - moves[:, :size].T, np.eye(size)[0])
    assert [found.visits[f"T{at}"] for at in range(size)] == pytest.approx(expected.tolist(), rel=1e-9)
    assert found.cycle_time_s == pytest.approx(float(expected.sum()), rel=1e-9)


@given(st.integers(1, 30), st.integers(1, 5), st.sampled_from([0.1, 0.3, 0.6]))
@settings(max_examples=15, deadline=None)
def test_a_loop_of_fixed_time_in_a_parallel_branch_is_exact(other: int, turn: int, again: float) -> None:
    """The longer of a fixed time and of so many turns as it takes: E max(a, Nb), N geometric."""
    drawn = Drawn()
    made = drawn.model(("parallel", ("task", other), ("loop", again, ("task", turn))))
    said = {key: ActivityParameters(duration=Distribution(type="fixed", value=t)) for key, t in drawn.times.items()}
    found = analyse_flow(made, Scenario(activities=said, flows=drawn.flows))
    turns = range(1, 200)
    expected = math.fsum((1 - again) * again ** (number - 1) * max(other, number * turn) for number in turns)
    assert found.cycle_time_s == pytest.approx(expected, abs=1e-9)
