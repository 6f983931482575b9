"""Worked examples of the literature, by formula, to 1e-9 (notes/simulation.md, part 4; the numbers are its rows)."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.flow import Flow, analyse_flow
from analysis.scenario import (
    ActivityParameters,
    Arrivals,
    Distribution,
    ResourcePool,
    Scenario,
    load_scenario,
)
from bpmn import read_model
from bpmn.model import Model
from tests.analysis.models import line, model

ENDS = {"s": "startEvent", "e": "endEvent"}
HOUR = 3600.0


def fixed(value: float) -> Distribution:
    return Distribution(type="fixed", value=value)


def exponential(mean: float) -> Distribution:
    return Distribution(type="exponential", mean=mean)


def flow(made: Model, times: Mapping[str, float], flows: Mapping[str, float]) -> Flow:
    said = {key: ActivityParameters(duration=fixed(value)) for key, value in times.items()}
    return analyse_flow(made, Scenario(activities=said, flows=flows))


def credit_application(*, rework: float) -> Model:
    kinds = {
        **ENDS, "m": "exclusiveGateway", "C": "task", "x": "exclusiveGateway", "g": "parallelGateway", "A": "task",
        "B": "task", "j": "parallelGateway", "D": "task", "y": "exclusiveGateway", "O": "task", "R": "task",
        "f": "endEvent",
    }  # fmt: skip
    back = ", x > m" if rework else ""
    return model(kinds, "s > m > C > x > g > A > j > D > y > O > e, g > B > j, y > R > f" + back)


CREDIT = {"C": (1, 2), "A": (1, 0.5), "B": (3, 3), "D": (3, 2), "O": (1, 2), "R": (2, 0.5)}
"""Cycle time in days of eight hours, and processing time in hours."""


def credit_flow(*, rework: float) -> Flow:
    activities = {
        key: ActivityParameters(duration=fixed(work), delay=fixed(days * 8 - work))
        for key, (days, work) in CREDIT.items()
    }
    flows = {"y_O": 0.6} | ({"x_m": rework} if rework else {})
    return analyse_flow(credit_application(rework=rework), Scenario(activities=activities, flows=flows))


def test_row_16_the_credit_application() -> None:
    found = credit_flow(rework=0.2)
    assert found.cycle_time_s / 8 == pytest.approx(8.65, abs=1e-9)
    assert found.theoretical_cycle_time_s == pytest.approx(8.9, abs=1e-9)
    assert found.efficiency == pytest.approx(8.9 / (8.65 * 8), abs=1e-9)
    assert found.first_pass_yield == pytest.approx(0.8, abs=1e-9)


def test_row_17_the_credit_application_without_rework() -> None:
    found = credit_flow(rework=0)
    assert found.cycle_time_s / 8 == pytest.approx(8.4, abs=1e-9)
    assert found.first_pass_yield == 1


def test_row_18_an_inclusive_block() -> None:
    """4 + (0.1·24 + 0.3·6 + 0.6·24) + 2 = 24.6 h: the chances are those of the sets of ways taken."""
    kinds = {**ENDS, "I": "task", "g": "exclusiveGateway", "a": "parallelGateway", "A": "task", "B": "task",
             "A2": "task", "B2": "task", "b": "parallelGateway", "m": "exclusiveGateway", "J": "task"}  # fmt: skip
    made = model(kinds, "s > I > g > A > m > J > e, g > B > m, g > a > A2 > b > m, a > B2 > b")
    times = {"I": 4, "A": 24, "B": 6, "A2": 24, "B2": 6, "J": 2}
    found = flow(made, times, flows={"g_A": 0.1, "g_B": 0.3, "g_a": 0.6})
    assert found.cycle_time_s == pytest.approx(24.6, abs=1e-9)


def test_row_18_by_an_inclusive_gateway_with_independent_ways() -> None:
    """With ways of 0.7 and 0.9 that are not both left out: (0.07·24 + 0.27·6 + 0.63·24) / 0.97."""
    kinds = {
        **ENDS,
        "I": "task",
        "g": "inclusiveGateway",
        "A": "task",
        "B": "task",
        "j": "inclusiveGateway",
        "J": "task",
    }
    made = model(kinds, "s > I > g > A > j > J > e, g > B > j")
    found = flow(made, {"I": 4, "A": 24, "B": 6, "J": 2}, flows={"g_A": 0.7, "g_B": 0.9})
    expected = 4 + (0.7 * 0.1 * 24 + 0.3 * 0.9 * 6 + 0.7 * 0.9 * 24) / 0.97 + 2
    assert found.cycle_time_s == pytest.approx(expected, abs=1e-9)


def test_row_19_the_application_form() -> None:
    """10 + 1.2 + 15 + 10 + max(2, 5) = 41.2 minutes, the 1.2 being six minutes in one case of five."""
    kinds = {**ENDS, "A": "task", "x": "exclusiveGateway", "B": "task", "m": "exclusiveGateway", "C": "task",
             "D": "task", "g": "parallelGateway", "E": "task", "F": "task", "j": "parallelGateway"}  # fmt: skip
    made = model(kinds, "s > A > x > B > m > C > D > g > E > j > e, x > m, g > F > j")
    found = flow(made, {"A": 10, "B": 6, "C": 15, "D": 10, "E": 2, "F": 5}, flows={"x_B": 0.2})
    assert found.cycle_time_s == pytest.approx(41.2, abs=1e-9)


def test_row_19_the_expose() -> None:
    """2 + 4 + 1.25 · 2 = 8.5 days, the 1.25 being a loop taken again in one case of five."""
    kinds = {**ENDS, "A": "task", "B": "task", "m": "exclusiveGateway", "C": "task", "x": "exclusiveGateway"}
    found = flow(model(kinds, "s > A > B > m > C > x > e, x > m"), {"A": 2, "B": 4, "C": 2}, flows={"x_m": 0.2})
    assert found.cycle_time_s == pytest.approx(8.5, abs=1e-9)


def test_row_20_a_loop_that_is_entered_in_the_middle() -> None:
    """T = 1, 2, 3 and 20 % redo: 1 + 2 + 0.2 · 6 / (1 - 0.2) = 4.5."""
    kinds = {**ENDS, "m": "exclusiveGateway", "A": "task", "B": "task", "x": "exclusiveGateway", "C": "task"}
    made = model(kinds, "s > m > A > B > x > e, x > C > m")
    found = flow(made, {"A": 1, "B": 2, "C": 3}, flows={"x_C": 0.2})
    assert found.cycle_time_s == pytest.approx(4.5, abs=1e-9)
    assert found.first_pass_yield == pytest.approx(0.8, abs=1e-9)


def test_row_21_the_mortgage_exercise() -> None:
    """Five cases an hour; checks of 5 and 4, acceptance and answer 3 minutes; 20 % and 30 % are turned away."""
    kinds = {**ENDS, "A": "task", "x": "exclusiveGateway", "B": "task", "y": "exclusiveGateway", "C": "task",
             "m": "exclusiveGateway", "D": "task", "f": "endEvent"}  # fmt: skip
    made = model(kinds, "s > A > x > B > y > C > e, x > m, y > m > D > f")
    minutes = {"A": 5, "B": 4, "C": 3, "D": 3}
    found = analyse_flow(
        made,
        Scenario(
            arrivals=Arrivals(inter_arrival=exponential(12)),
            resources={key: ResourcePool(id=key, amount=1, cost_per_h=20) for key in minutes},
            activities={k: ActivityParameters(resources=(k,), duration=exponential(v)) for k, v in minutes.items()},
            flows={"x_m": 0.2, "y_m": 0.3},
        ),
    )
    rates = {"A": 5, "B": 4, "C": 2.8, "D": 2.2}
    loads = {key: rate * minutes[key] / 60 for key, rate in rates.items()}
    assert found.utilisation == pytest.approx(loads, abs=1e-9)
    assert [round(loads[key], 5) for key in "ABCD"] == [0.41667, 0.26667, 0.14, 0.11]
    in_progress = sum(load / (1 - load) for load in loads.values())
    assert in_progress == pytest.approx(1.364308, abs=1e-6)
    assert found.cycle_time_s == pytest.approx(in_progress * 12, abs=1e-9)
    assert found.theoretical_cycle_time_s == pytest.approx(11.2, abs=1e-9)
    assert found.efficiency == pytest.approx(0.684, abs=5e-4)
    assert found.cost == pytest.approx(11.2 * 20 / HOUR, abs=1e-9)


def test_row_22_work_in_progress_is_arrivals_times_cycle_time() -> None:
    found = analyse_flow(
        line("A"),
        Scenario(
            arrivals=Arrivals(inter_arrival=fixed(1 / 1000)), activities={"A": ActivityParameters(duration=fixed(0.5))}
        ),
    )
    assert found.arrival_rate_per_h / HOUR * found.cycle_time_s == pytest.approx(500, abs=1e-9)


def test_row_9_rework_at_one_server() -> None:
    kinds = {**ENDS, "m": "exclusiveGateway", "A": "task", "x": "exclusiveGateway"}
    found = analyse_flow(
        model(kinds, "s > m > A > x > e, x > m"),
        Scenario(
            arrivals=Arrivals(inter_arrival=exponential(1 / 0.3)),
            resources={"r": ResourcePool(id="r", amount=1)},
            activities={"A": ActivityParameters(resources=("r",), duration=exponential(1))},
            flows={"x_m": 0.4},
        ),
    )
    assert found.visits["A"] == pytest.approx(1 / 0.6, abs=1e-9)
    assert found.cycle_time_s == pytest.approx(1 / 0.3, abs=1e-9)


def test_row_10_a_jackson_network() -> None:
    moves = np.array([[0, 0.6, 0.4], [0.2, 0, 0], [0, 0.3, 0]])
    rates = np.linalg.solve((np.eye(3) - moves).T, [1.0, 0, 0])
    loads = rates / np.array([2, 1.5, 1])
    kinds = {
        **ENDS, "m1": "exclusiveGateway", "A": "task", "x1": "exclusiveGateway", "m2": "exclusiveGateway", "B": "task",
        "x2": "exclusiveGateway", "C": "task", "x3": "exclusiveGateway", "e2": "endEvent",
    }  # fmt: skip
    made = model(kinds, "s > m1 > A > x1 > m2 > B > x2 > e, x1 > C > x3 > e2, x2 > m1, x3 > m2")
    work = {"A": 1 / 2, "B": 1 / 1.5, "C": 1.0}
    found = analyse_flow(
        made,
        Scenario(
            arrivals=Arrivals(inter_arrival=exponential(1)),
            resources={key: ResourcePool(id=key, amount=1) for key in work},
            activities={k: ActivityParameters(resources=(k,), duration=exponential(v)) for k, v in work.items()},
            flows={"x1_m2": 0.6, "x1_C": 0.4, "x2_m1": 0.2, "x3_m2": 0.3},
        ),
    )
    assert [found.visits[key] for key in "ABC"] == pytest.approx(rates.tolist(), abs=1e-9)
    assert found.cycle_time_s == pytest.approx(float((loads / (1 - loads)).sum()), abs=1e-9)


@pytest.mark.corpora
def test_rows_23_to_25_the_loan_example(corpora: Path) -> None:
    path = corpora / "prosimos" / "LoanApp_sequential_9-5.bpmn"
    made = read_model(path.read_bytes(), source_name=path.name)
    source = corpora / "prosimos" / "LoanApp_arrival_fix_10.json"
    scenario = load_scenario(source.read_bytes(), source.name, made)
    amounts = dict(zip(scenario.resources, (24, 8, 6, 4), strict=True))
    always = {
        key: replace(pool, calendar=None, amount=amounts[key], members=()) for key, pool in scenario.resources.items()
    }
    found = analyse_flow(made, replace(scenario, resources=always, arrivals=Arrivals(inter_arrival=fixed(828))))
    assert sum(found.visits[key] for key in scenario.activities) == pytest.approx(8.124, abs=1e-9)
    assert found.processing_time_s == pytest.approx(18474.79, abs=0.005)
    assert found.cost == pytest.approx(found.processing_time_s / HOUR, abs=1e-9)
    assert found.capacity_per_h == pytest.approx(7.16, abs=0.005)
    assert found.constraint == next(iter(scenario.resources))
