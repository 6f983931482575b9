"""Worked examples of the literature, simulated (notes/simulation.md, part 4, rows 10 and 16 to 25)."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.scenario import Arrivals, Scenario, load_scenario
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn import read_model
from tests.analysis.simulation.truths import assert_near
from tests.analysis.worked_examples import (
    Example,
    application_form,
    credit_application,
    entered_in_the_middle,
    exponential,
    expose,
    inclusive_block,
    independent_ways,
    jackson_network,
    loan_application,
    mortgage,
)

HOUR = 3600.0
BY_FORMULA = {
    "16 credit application": (credit_application(rework=0.2), 8.65 * 8, 9.4),
    "17 without rework": (credit_application(rework=0), 8.4 * 8, 8.9),
    "18 inclusive block": (inclusive_block(), 24.6, 28.2),
    "18 independent ways": (independent_ways(), 24.98969, 28.88660),
    "19 application form": (application_form(), 41.2, 43.2),
    "19 expose": (expose(), 8.5, 8.5),
    "20 entered in the middle": (entered_in_the_middle(), 4.5, 4.5),
}
"""Cycle time and processing time, where nobody waits for anybody."""


def sized(scenario: Scenario, cases: int, replications: int, warm_up: int) -> Scenario:
    return replace(scenario, cases=cases, replications=replications, warm_up=warm_up)


def simulated(example: Example, cases: int = 40_000, warm_up: int = 2000) -> SimulationResult:
    return simulate(compile_simulation(example.model, sized(example.scenario, cases, 20, warm_up)))


@pytest.mark.parametrize("name", BY_FORMULA)
def test_examples_without_queues_take_as_long_as_the_formula_says(name: str) -> None:
    example, cycle_time, work = BY_FORMULA[name]
    result = simulated(example, cases=10_000, warm_up=0)
    assert_near(result.measures["cycle_time"], cycle_time)
    assert_near(result.measures["processing_time"], work)


def test_row_10_a_jackson_network() -> None:
    result = simulated(jackson_network())
    assert_near(result.measures["cycle_time"], 3.558283)
    assert_near(result.measures["wip"], 3.558283)
    visits = {"A": 1.168224, "B": 0.841121, "C": 0.467290}
    assert {key: result.activities[key].instances for key in visits} == pytest.approx(visits, rel=0.01)


def test_row_21_the_mortgage_exercise() -> None:
    result = simulated(mortgage())
    assert_near(result.measures["cycle_time"], 16.37170)
    assert_near(result.measures["processing_time"], 11.2)
    assert_near(result.measures["wip"], 1.364308)
    assert_near(result.measures["cost_office"], 11.2 * 20 / HOUR)
    rho = {"A": 0.41667, "B": 0.26667, "C": 0.14, "D": 0.11}
    assert {key: result.resources[key].utilisation for key in rho} == pytest.approx(rho, rel=0.01)


LOAN_VISITS = {
    "Check": 1.242, "History": 1.0, "Assess": 1.0, "Design": 0.854, "Offer": 0.854, "Prepare": 0.675, "Send": 0.675,
    "Consider": 0.34, "Approve": 0.335, "Reject": 0.501, "Return": 0.242, "Complete": 0.242, "Cancel": 0.164,
}  # fmt: skip
LOAN_LOADS = [0.606984, 0.502355, 0.445652, 0.263043]
LOAN_WORK_S = 18474.79


def test_rows_23_to_25_the_loan_application() -> None:
    example = loan_application()
    compiled = compile_simulation(example.model, sized(example.scenario, 12_000, 20, 500))
    result = simulate(compiled)
    assert {key: result.activities[key].instances for key in LOAN_VISITS} == pytest.approx(LOAN_VISITS, rel=0.01)
    assert_near(result.measures["processing_time"], LOAN_WORK_S)
    assert_near(result.measures["cost_office"], LOAN_WORK_S / HOUR)
    assert [pool.utilisation for pool in result.resources.values()] == pytest.approx(LOAN_LOADS, rel=0.01)


@pytest.mark.corpora
def test_rows_23_to_25_from_the_files_of_the_loan_application(corpora: Path) -> None:
    path, source = (corpora / "prosimos" / f"LoanApp_{name}" for name in ("sequential_9-5.bpmn", "arrival_fix_10.json"))
    made = read_model(path.read_bytes(), source_name=path.name)
    scenario = load_scenario(source.read_bytes(), source.name, made)
    amounts = dict(zip(scenario.resources, (24, 8, 6, 4), strict=True))
    always = {key: replace(pool, calendar=None, amount=amounts[key]) for key, pool in scenario.resources.items()}
    said = replace(scenario, resources=always, arrivals=Arrivals(inter_arrival=exponential(828)))
    result = simulate(compile_simulation(made, sized(said, 12_000, 20, 500)))
    assert sum(figures.instances for figures in result.activities.values()) == pytest.approx(8.124, rel=0.01)
    assert_near(result.measures["cost_office"], LOAN_WORK_S / HOUR)
    assert [pool.utilisation for pool in result.resources.values()] == pytest.approx(LOAN_LOADS, rel=0.01)
