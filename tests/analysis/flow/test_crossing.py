"""Parallel ways that are joined across each other: by hand, and beside the simulation."""

from typing import Any

import pytest

from analysis.flow import Flow, analyse_flow
from analysis.scenario import ActivityParameters, Distribution, Scenario
from analysis.simulation import compile_simulation, simulate
from bpmn.model import Model
from tests.analysis.models import model

HOUR = 3600.0
TASKS = "ABCDE"
GATES = {"s": "startEvent", "e": "endEvent", "e2": "endEvent"} | dict.fromkeys("fhijkl", "parallelGateway")

# D waits for A and B; C is beside it, after A alone: the bridge of the literature on PERT networks.
BRIDGE = "s > f > A > h > C > j > e, f > B > k > D > j, h > k"
UNSTRUCTURED = {
    "a bridge": BRIDGE,
    "two bridges": "s > f > A > h > C > j > e, f > B > i > D > l > E > j, h > k, i > k > j, k > l",
    "a bridge to the end": "s > f > A > h > C > e2, f > B > k > D > e, h > k",
    "a choice before it": "s > f > A > h > C > j > e, f > x > B > m > k > D > j, x > E > m, h > k",
    "work again on a branch": "s > f > m > A > x > h > C > j > e, f > B > k > D > j, h > k, x > m",
}


def drawn(flows: str) -> Model:
    nodes = GATES | dict.fromkeys(TASKS, "task") | dict.fromkeys("xm", "exclusiveGateway")
    used = set(flows.replace(",", ">").replace(" ", "").split(">"))
    return model({key: kind for key, kind in nodes.items() if key in used}, flows)


def said(law: Distribution, **more: Any) -> Scenario:
    return Scenario(activities={key: ActivityParameters(duration=law) for key in TASKS}, **more)


def flow_of(flows: str, law: Distribution) -> Flow:
    made = drawn(flows)
    chances = {flow.id: 0.25 if flow.target in "mE" else 0.75 for flow in made.flows.values() if flow.source == "x"}
    return analyse_flow(made, said(law, flows=chances))


def expected_of_bridge() -> float:
    """E max(A + C, max(A, B) + D) of exponentials of mean 1, by the situations it goes through."""
    two_left = 1.5
    b_and_c = 0.5 + 0.5 * two_left + 0.5 * 2  # B is over first: C and D; C first: B, then D
    a_alone = 1 + two_left
    return 0.5 + 0.5 * b_and_c + 0.5 * a_alone


def test_a_bridge_of_exponential_times_is_exact() -> None:
    found = flow_of(BRIDGE, Distribution(type="exponential", mean=HOUR))
    assert found.cycle_time_s / HOUR == pytest.approx(expected_of_bridge(), abs=1e-9)
    assert not found.warnings


def test_a_bridge_of_fixed_times_is_its_longest_way() -> None:
    found = flow_of(BRIDGE, Distribution(type="fixed", value=HOUR))
    assert found.cycle_time_s == pytest.approx(2 * HOUR)
    assert not found.warnings


@pytest.mark.parametrize("name", UNSTRUCTURED)
def test_the_simulation_comes_to_the_same(name: str) -> None:
    made = drawn(UNSTRUCTURED[name])
    chances = {flow.id: 0.25 if flow.target in "mE" else 0.75 for flow in made.flows.values() if flow.source == "x"}
    scenario = said(Distribution(type="exponential", mean=HOUR), flows=chances, cases=4000, warm_up=0, replications=5)
    simulated = simulate(compile_simulation(made, scenario)).measures["cycle_time"]
    found = analyse_flow(made, scenario)
    half = (simulated.ci_high - simulated.ci_low) / 2
    assert found.cycle_time_s == pytest.approx(simulated.mean, abs=max(0.01 * simulated.mean, 2 * half))
    assert not found.warnings


def test_of_other_times_the_mean_is_a_bound_and_said_to_be_one() -> None:
    law = Distribution(type="uniform", min=0, max=2 * HOUR)
    made = drawn(BRIDGE)
    found = analyse_flow(made, said(law))
    scenario = said(law, cases=4000, warm_up=0, replications=5)
    assert found.cycle_time_s > simulate(compile_simulation(made, scenario)).measures["cycle_time"].ci_low
    (warning,) = found.warnings
    assert "too long" in warning.into("en")
    assert "f" in warning.into("mn")
