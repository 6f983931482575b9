"""Worked examples of the literature, by formula, to 1e-9 (notes/simulation.md, part 4; the numbers are its rows)."""

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
from tests.analysis.models import line, model
from tests.analysis.worked_examples import (
    Example,
    application_form,
    credit_application,
    entered_in_the_middle,
    expose,
    inclusive_block,
    independent_ways,
    jackson_network,
    loan_application,
    mortgage,
)

ENDS = {"s": "startEvent", "e": "endEvent"}
HOUR = 3600.0


def fixed(value: float) -> Distribution:
    return Distribution(type="fixed", value=value)


def exponential(mean: float) -> Distribution:
    return Distribution(type="exponential", mean=mean)


def flow(example: Example) -> Flow:
    return analyse_flow(example.model, example.scenario)


def test_row_16_the_credit_application() -> None:
    found = flow(credit_application(rework=0.2))
    assert found.cycle_time_s / 8 == pytest.approx(8.65, abs=1e-9)
    assert found.theoretical_cycle_time_s == pytest.approx(8.9, abs=1e-9)
    assert found.efficiency == pytest.approx(8.9 / (8.65 * 8), abs=1e-9)
    assert found.first_pass_yield == pytest.approx(0.8, abs=1e-9)


def test_row_17_the_credit_application_without_rework() -> None:
    found = flow(credit_application(rework=0))
    assert found.cycle_time_s / 8 == pytest.approx(8.4, abs=1e-9)
    assert found.first_pass_yield == 1


def test_row_18_an_inclusive_block() -> None:
    """4 + (0.1·24 + 0.3·6 + 0.6·24) + 2 = 24.6 h: the chances are those of the sets of ways taken."""
    assert flow(inclusive_block()).cycle_time_s == pytest.approx(24.6, abs=1e-9)


def test_row_18_by_an_inclusive_gateway_with_independent_ways() -> None:
    """With ways of 0.7 and 0.9 that are not both left out: (0.07·24 + 0.27·6 + 0.63·24) / 0.97."""
    expected = 4 + (0.7 * 0.1 * 24 + 0.3 * 0.9 * 6 + 0.7 * 0.9 * 24) / 0.97 + 2
    assert flow(independent_ways()).cycle_time_s == pytest.approx(expected, abs=1e-9)


def test_row_19_the_application_form() -> None:
    """10 + 1.2 + 15 + 10 + max(2, 5) = 41.2 minutes, the 1.2 being six minutes in one case of five."""
    assert flow(application_form()).cycle_time_s == pytest.approx(41.2, abs=1e-9)


def test_row_19_the_expose() -> None:
    """2 + 4 + 1.25 · 2 = 8.5 days, the 1.25 being a loop taken again in one case of five."""
    assert flow(expose()).cycle_time_s == pytest.approx(8.5, abs=1e-9)


def test_row_20_a_loop_that_is_entered_in_the_middle() -> None:
    """T = 1, 2, 3 and 20 % redo: 1 + 2 + 0.2 · 6 / (1 - 0.2) = 4.5."""
    found = flow(entered_in_the_middle())
    assert found.cycle_time_s == pytest.approx(4.5, abs=1e-9)
    assert found.first_pass_yield == pytest.approx(0.8, abs=1e-9)


def test_row_21_the_mortgage_exercise() -> None:
    found = flow(mortgage())
    rates, minutes = {"A": 5, "B": 4, "C": 2.8, "D": 2.2}, {"A": 5, "B": 4, "C": 3, "D": 3}
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
    found = flow(jackson_network())
    assert [found.visits[key] for key in "ABC"] == pytest.approx(rates.tolist(), abs=1e-9)
    assert found.cycle_time_s == pytest.approx(float((loads / (1 - loads)).sum()), abs=1e-9)


def test_rows_23_to_25_the_loan_application() -> None:
    """Visits in thousandths; the clerks' 12,062 seconds of work a case bound them to 7.16 cases an hour."""
    found = flow(loan_application())
    thousandths = {"Check": 1242, "History": 1000, "Assess": 1000, "Design": 854, "Offer": 854, "Prepare": 675,
                   "Send": 675, "Consider": 340, "Approve": 335, "Reject": 501, "Return": 242, "Complete": 242,
                   "Cancel": 164}  # fmt: skip
    assert {key: found.visits[key] * 1000 for key in thousandths} == pytest.approx(thousandths, abs=1e-9)
    assert found.processing_time_s == pytest.approx(18474.79, abs=0.005)
    assert found.cost == pytest.approx(found.processing_time_s / HOUR, abs=1e-9)
    assert found.constraint == "clerk"
    assert found.capacity_per_h == pytest.approx(7.163, abs=5e-4)
    assert list(found.utilisation.values()) == pytest.approx([0.607, 0.5024, 0.4457, 0.263], abs=5e-5)


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
