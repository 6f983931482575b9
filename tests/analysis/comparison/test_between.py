"""What lies between as-is and to-be begins as the one and ends as the other, to the last bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.comparison.between import Between
from analysis.comparison.sides import side_of
from analysis.comparison.steps import find_steps
from analysis.comparison.values import Side
from analysis.scenario import (
    ActivityParameters,
    Arrivals,
    Calendar,
    Distribution,
    Opening,
    ResourcePool,
    Scenario,
    read_scenario,
    with_defaults,
)
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn import read_model
from bpmn.difference import compare_models
from bpmn.model import Model
from processes import find_service
from tests.analysis.random_models import LOOPED, Drawn, Tree

DAY = 86400.0
MEASURES = ("cycle_time", "waiting_time", "processing_time", "cost_office", "wip")


def _simulated(model: Model, scenario: Scenario) -> SimulationResult:
    return simulate(compile_simulation(model, scenario), cases=15, replications=2, seed=3)


def _side(model: Model, scenario: Scenario) -> Side:
    complete = with_defaults(model, scenario)
    return side_of(model, complete, _simulated(model, complete.scenario), has_stresses=False)


def _service_side(which: str) -> Side:
    service = find_service("company-registration")
    data = service.as_is if which == "as-is" else service.to_be
    scenario = read_scenario(service.scenario(which), source_name=f"{which}.json")
    return _side(read_model(data, source_name=f"{which}.bpmn"), scenario)


def _assert_ends_are_the_sides(as_is: Side, to_be: Side) -> None:
    steps = find_steps(as_is, to_be, compare_models(as_is.model, to_be.model))
    between = Between(as_is, to_be, steps)
    for taken, side in ((frozenset[str](), as_is), (frozenset(step.key for step in steps), to_be)):
        found = _simulated(*between.after(taken))
        for name in MEASURES:
            np.testing.assert_array_equal(
                found.per_replication[name], side.simulation.per_replication[name], err_msg=name
            )


def _drawn(tree: Tree, amount: int, hours: tuple[int, int]) -> Side:
    drawn = Drawn()
    model = drawn.model(tree)
    calendar = Calendar(id="office", openings=(Opening(days=(0, 1, 2, 3, 4), from_s=hours[0], to_s=hours[1]),))
    activities = {
        key: ActivityParameters(resources=("clerk",), duration=Distribution(type="exponential", mean=600.0 * time))
        for key, time in drawn.times.items()
    }
    return _side(
        model,
        Scenario(
            arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=7200.0), calendar="office"),
            calendars={"office": calendar},
            resources={"clerk": ResourcePool(id="clerk", amount=amount, cost_per_h=5.0 + amount, calendar="office")},
            activities=activities,
            flows=drawn.flows,
        ),
    )


@pytest.mark.parametrize(("first", "second"), [("as-is", "to-be"), ("to-be", "as-is")])
def test_the_librarys_pair_is_at_both_ends_in_either_direction(first: str, second: str) -> None:
    _assert_ends_are_the_sides(_service_side(first), _service_side(second))


@settings(max_examples=10)
@given(LOOPED, LOOPED, st.integers(1, 3), st.integers(1, 3), st.sampled_from([(28800, 61200), (36000, 50400)]))
def test_random_models_with_other_people_and_other_hours_are_at_both_ends(
    before: Tree, after: Tree, few: int, many: int, hours: tuple[int, int]
) -> None:
    _assert_ends_are_the_sides(_drawn(before, few, (28800, 61200)), _drawn(after, many, hours))
