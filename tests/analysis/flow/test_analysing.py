"""Flow analysis beside worked examples of the literature (notes/simulation.md, part 4)."""

import math
from typing import Any

import numpy as np
import pytest

from analysis.flow import Flow, analyse_flow
from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario
from bpmn.model import Model
from tests.analysis.models import line, model

ENDS = {"s": "startEvent", "e": "endEvent"}


def fixed(value: float) -> Distribution:
    return Distribution(type="fixed", value=value)


def exponential(mean: float) -> Distribution:
    return Distribution(type="exponential", mean=mean)


def flow(made: Model, laws: dict[str, Distribution], **more: Any) -> Flow:
    return analyse_flow(made, Scenario(activities={k: ActivityParameters(duration=v) for k, v in laws.items()}, **more))


def queueing(made: Model, rate: float, work: dict[str, tuple[str, Distribution]], **more: Any) -> Flow:
    pools = {pool for pool, _ in work.values()}
    amounts = more.pop("amounts", {})
    return analyse_flow(
        made,
        Scenario(
            arrivals=Arrivals(inter_arrival=exponential(1 / rate)),
            resources={pool: ResourcePool(id=pool, amount=amounts.get(pool, 1)) for pool in pools},
            activities={k: ActivityParameters(resources=(p,), duration=d) for k, (p, d) in work.items()},
            **more,
        ),
    )


PARALLEL = model({**ENDS, "g": "parallelGateway", "A": "task", "B": "task", "j": "parallelGateway"},
                 "s > g > A > j > e, g > B > j")  # fmt: skip


def test_the_longer_of_two_exponentials() -> None:
    assert flow(PARALLEL, {"A": exponential(2), "B": exponential(3)}).cycle_time_s == pytest.approx(3.8, abs=1e-9)


def test_the_longer_of_two_fixed_times() -> None:
    assert flow(PARALLEL, {"A": fixed(2), "B": fixed(3)}).cycle_time_s == 3


def test_the_longer_of_a_fixed_and_an_exponential_time() -> None:
    found = flow(PARALLEL, {"A": fixed(2), "B": exponential(3)}).cycle_time_s
    assert found == pytest.approx(2 + 3 * math.exp(-2 / 3), rel=1e-5)


def test_the_credit_application_with_rework() -> None:
    """Dumas et al.: 1/0.8 + max(1, 3) + 3 + 0.6·1 + 0.4·2 = 8.65 days."""
    kinds = {
        **ENDS, "m": "exclusiveGateway", "C": "task", "x": "exclusiveGateway", "g": "parallelGateway", "A": "task",
        "B": "task", "j": "parallelGateway", "D": "task", "y": "exclusiveGateway", "O": "task", "R": "task",
        "f": "endEvent",
    }  # fmt: skip
    made = model(kinds, "s > m > C > x > g > A > j > D > y > O > e, x > m, g > B > j, y > R > f")
    laws = {"C": fixed(1), "A": fixed(1), "B": fixed(3), "D": fixed(3), "O": fixed(1), "R": fixed(2)}
    found = flow(made, laws, flows={"x_m": 0.2, "y_O": 0.6})
    assert found.cycle_time_s == pytest.approx(8.65, abs=1e-9)
    assert found.visits["C"] == pytest.approx(1.25, abs=1e-9)


def test_an_inclusive_block_takes_the_longest_of_what_is_taken() -> None:
    kinds = {**ENDS, "g": "inclusiveGateway", "A": "task", "B": "task", "j": "inclusiveGateway"}
    made = model(kinds, "s > g > A > j > e, g > B > j")
    found = flow(made, {"A": fixed(6), "B": fixed(24)}, flows={"g_A": 0.5, "g_B": 0.5})
    assert found.cycle_time_s == pytest.approx((6 * 0.25 + 24 * 0.5) / 0.75, abs=1e-9)


def test_a_loop_that_begins_in_the_middle() -> None:
    """1 + 2 + 0.2 · (6 / (1 - 0.2)) = 4.5 days."""
    kinds = {
        **ENDS,
        "A": "task",
        "m": "exclusiveGateway",
        "B": "task",
        "x": "exclusiveGateway",
        "C": "task",
        "D": "task",
    }
    made = model(kinds, "s > A > m > B > x > e, x > C > D > m")
    found = flow(made, {"A": fixed(1), "B": fixed(2), "C": fixed(3), "D": fixed(1)}, flows={"x_C": 0.2})
    assert found.cycle_time_s == pytest.approx(4.5, abs=1e-9)


@pytest.mark.parametrize(
    ("rate", "servers", "wait"), [(0.8, 1, 4), (1.6, 2, 1.7777778), (2, 3, 0.4444444), (8, 10, 0.204590)]
)
def test_queues_wait_as_erlang_says(rate: float, servers: int, wait: float) -> None:
    found = queueing(line("A"), rate, {"A": ("r", exponential(1))}, amounts={"r": servers})
    assert found.cycle_time_s - 1 == pytest.approx(wait, abs=1e-6)


@pytest.mark.parametrize(
    ("law", "wait"),
    [(fixed(1), 2), (Distribution(type="erlang", k=2, mean=1), 3), (Distribution(type="uniform", max=2.0), 8 / 3)],
)
def test_one_server_waits_as_pollaczek_and_khinchine_say(law: Distribution, wait: float) -> None:
    assert queueing(line("A"), 0.8, {"A": ("r", law)}).queue_per_resource_s["r"] == pytest.approx(wait, abs=1e-9)


def test_a_jackson_network_with_feedback() -> None:
    """notes/simulation.md row 10: λ = (1.168224, 0.841121, 0.467290), W = 3.558283."""
    kinds = {
        **ENDS, "m1": "exclusiveGateway", "A": "task", "x1": "exclusiveGateway", "m2": "exclusiveGateway", "B": "task",
        "x2": "exclusiveGateway", "C": "task", "x3": "exclusiveGateway", "e2": "endEvent",
    }  # fmt: skip
    made = model(kinds, "s > m1 > A > x1 > m2 > B > x2 > e, x1 > C > x3 > e2, x2 > m1, x3 > m2")
    work = {"A": ("a", exponential(1 / 2)), "B": ("b", exponential(1 / 1.5)), "C": ("c", exponential(1))}
    found = queueing(made, 1.0, work, flows={"x1_m2": 0.6, "x1_C": 0.4, "x2_m1": 0.2, "x3_m2": 0.3})
    assert [found.visits[key] for key in "ABC"] == pytest.approx([1.168224, 0.841121, 0.467290], abs=1e-6)
    assert found.cycle_time_s == pytest.approx(3.558283, abs=1e-6)


def test_capacity_and_constraint_come_from_the_unit_load() -> None:
    found = queueing(line("A", "B"), 1 / 100, {"A": ("a", fixed(30)), "B": ("b", fixed(50))}, amounts={"a": 1, "b": 2})
    assert found.constraint == "a"
    assert found.capacity_per_h == pytest.approx(120)
    assert found.utilisation == {"a": pytest.approx(0.3), "b": pytest.approx(0.25)}


def test_an_overloaded_pool_is_said_with_its_ratio() -> None:
    found = queueing(line("A"), 1.5, {"A": ("r", exponential(1))})
    assert math.isinf(found.cycle_time_s)
    assert "1.50" in str(found.warnings[0])
    assert found.as_json()["cycle_time_s"] is None


def test_visits_of_a_random_chain_are_those_of_its_matrix() -> None:
    rng = np.random.default_rng(3)
    for back in rng.uniform(0, 0.9, 20):
        kinds = {**ENDS, "m": "exclusiveGateway", "A": "task", "x": "exclusiveGateway"}
        found = flow(model(kinds, "s > m > A > x > e, x > m"), {"A": fixed(1)}, flows={"x_m": float(back)})
        assert found.visits["A"] == pytest.approx(1 / (1 - back), rel=1e-9)
