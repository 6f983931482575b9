"""Structure measures of a small model, worked out by hand."""

import pytest

from analysis.bottlenecks import find_bottlenecks
from analysis.flow import analyse_flow
from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario
from analysis.simulation import compile_simulation, simulate
from analysis.structure import measure_structure
from bpmn.model import Lane
from tests.analysis.models import model

KINDS = {
    "s": "startEvent", "m": "exclusiveGateway", "A": "userTask", "x": "exclusiveGateway", "g": "parallelGateway",
    "B": "userTask", "C": "userTask", "j": "parallelGateway", "e": "endEvent",
}  # fmt: skip
MODEL = model(
    KINDS,
    "s > m > A > x > g > B > j > e, x > m, g > C > j",
    lanes=(
        Lane(id="L1", type="lane", name="Front", nodes=("s", "m", "A", "x")),
        Lane(id="L2", type="lane", name="Back", nodes=("g", "B", "C", "j", "e")),
    ),
)


def exponential(mean: float) -> Distribution:
    return Distribution(type="exponential", mean=mean)


SCENARIO = Scenario(
    arrivals=Arrivals(inter_arrival=exponential(1000)),
    resources={"one": ResourcePool(id="one"), "two": ResourcePool(id="two", amount=5)},
    activities={
        "A": ActivityParameters(resources=("one",), duration=exponential(600)),
        "B": ActivityParameters(resources=("two",), duration=exponential(60)),
        "C": ActivityParameters(resources=("two",), duration=exponential(60)),
    },
    flows={"x_m": 0.25},
    cases=4000,
    warm_up=400,
    replications=5,
)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("size", 9), ("activities", 3), ("gateways", 4), ("connectivity", 10 / 9), ("density", 10 / 72),
        ("control_flow_complexity", 3), ("average_gateway_degree", 3), ("maximum_gateway_degree", 3),
        ("gateway_mismatch", 0), ("cyclicity", 3 / 9), ("token_split", 1), ("diameter", 8), ("hand_offs", 1),
        ("rework_loops", 1), ("sequentiality", 0.0), ("depth", 1), ("gateway_heterogeneity", 0.6309297535714574),
    ],
)  # fmt: skip
def test_measures_are_those_counted_by_hand(measure: str, expected: float) -> None:
    assert measure_structure(MODEL).measures[measure] == pytest.approx(expected)


def test_what_every_case_passes_and_where_it_turns_back_is_found() -> None:
    found = measure_structure(MODEL)
    assert found.unavoidable == ("A",)
    assert found.rework_loops == (("A", "m", "x"),)
    assert found.hand_offs == ("x_g",)


def test_the_worst_bottleneck_is_the_queue_at_the_busiest_pool() -> None:
    structure, flow = measure_structure(MODEL), analyse_flow(MODEL, SCENARIO)
    simulation = simulate(compile_simulation(MODEL, SCENARIO))
    found = find_bottlenecks(MODEL, SCENARIO, structure=structure, flow=flow, simulation=simulation)
    assert (found[0].element, found[0].kind) == ("A", "capacity")
    assert [entry.rank for entry in found] == list(range(1, len(found) + 1))
    assert all(0 <= entry.share <= 1 for entry in found)
    assert any(entry.kind == "rework" for entry in found)
    assert found == find_bottlenecks(MODEL, SCENARIO, structure=structure, flow=flow, simulation=simulation)
    busiest = max(simulation.resources, key=lambda pool: simulation.resources[pool].utilisation or 0)
    assert flow.constraint == busiest
