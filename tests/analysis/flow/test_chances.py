"""Random structured models: flow analysis beside brute force."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.flow import analyse_flow
from analysis.scenario import ActivityParameters, Distribution, Scenario
from bpmn.model import Model
from tests.analysis.models import model

Tree = tuple[Any, ...]
LEAF = st.tuples(st.just("task"), st.integers(1, 9))


def _grown(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    share = st.sampled_from([0.1, 0.25, 0.5, 0.7])
    return st.one_of(
        st.tuples(st.just("sequence"), inner, inner),
        st.tuples(st.just("choice"), share, inner, inner),
        st.tuples(st.just("parallel"), inner, inner),
        st.tuples(st.just("some"), share, share, inner, inner),
    )


TREES = st.recursive(LEAF, _grown, max_leaves=7)
LOOPED = st.recursive(
    LEAF, lambda inner: st.one_of(_grown(inner), st.tuples(st.just("loop"), st.sampled_from([0.1, 0.3]), inner)),
    max_leaves=6,
)  # fmt: skip


@dataclass
class Drawn:
    """A tree drawn as a model."""

    kinds: dict[str, str] = field(default_factory=dict)
    arrows: list[str] = field(default_factory=list)
    flows: dict[str, float] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)

    def add(self, kind: str) -> str:
        key = f"n{len(self.kinds)}"
        self.kinds[key] = kind
        return key

    def draw(self, tree: Tree) -> tuple[str, str]:
        """Draw a part; return where it begins and ends."""
        kind = tree[0]
        if kind == "task":
            key = self.add("task")
            self.times[key] = float(tree[1])
            return key, key
        if kind == "sequence":
            (begin, middle), (after, end) = self.draw(tree[1]), self.draw(tree[2])
            self.arrows.append(f"{middle} > {after}")
            return begin, end
        if kind == "loop":
            merge, split = self.add("exclusiveGateway"), self.add("exclusiveGateway")
            begin, end = self.draw(tree[2])
            self.arrows += [f"{merge} > {begin}", f"{end} > {split}", f"{split} > {merge}"]
            self.flows[f"{split}_{merge}"] = tree[1]
            return merge, split
        type_ = {"choice": "exclusiveGateway", "parallel": "parallelGateway", "some": "inclusiveGateway"}[kind]
        split, join = self.add(type_), self.add(type_)
        for number, branch in enumerate(tree[-2:]):
            begin, end = self.draw(branch)
            self.arrows += [f"{split} > {begin}", f"{end} > {join}"]
            if kind == "choice":
                self.flows[f"{split}_{begin}"] = tree[1] if number == 0 else 1 - tree[1]
            if kind == "some":
                self.flows[f"{split}_{begin}"] = tree[1 + number]
        return split, join

    def model(self, tree: Tree) -> Model:
        begin, end = self.draw(tree)
        self.kinds |= {"s": "startEvent", "e": "endEvent"}
        return model(self.kinds, ", ".join([*self.arrows, f"s > {begin}", f"{end} > e"]))


def outcomes(tree: Tree) -> Iterator[tuple[float, float]]:
    """Yield every way through a tree without loops: its chance and its time."""
    kind = tree[0]
    if kind == "task":
        yield 1.0, float(tree[1])
        return
    if kind == "choice":
        for share, branch in ((tree[1], tree[2]), (1 - tree[1], tree[3])):
            yield from ((share * chance, time) for chance, time in outcomes(branch))
        return
    if kind == "some":
        one, other = tree[1], tree[2]
        total = 1 - (1 - one) * (1 - other)
        yield from ((one * (1 - other) / total * p, t) for p, t in outcomes(tree[3]))
        yield from ((other * (1 - one) / total * p, t) for p, t in outcomes(tree[4]))
        share = one * other / total
    else:
        share = 1.0
    for p, t in outcomes(tree[-2]):
        for q, u in outcomes(tree[-1]):
            yield share * p * q, t + u if kind == "sequence" else max(t, u)


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
