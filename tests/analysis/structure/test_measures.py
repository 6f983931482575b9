"""Each measure on models small enough to count by hand."""

import math
from dataclasses import replace

import pytest

from analysis.structure import measure_structure
from bpmn.model import (
    Collaboration,
    Expression,
    Lane,
    MessageFlow,
    Model,
    Participant,
    Process,
    Scope,
    SequenceFlow,
)
from tests.analysis.models import model

# A start, a choice of three (one way past all), two tasks in a row on one way, a parallel pair on another.
KINDS = {
    "s": "startEvent", "x": "exclusiveGateway", "A": "userTask", "B": "userTask", "g": "parallelGateway",
    "C": "userTask", "D": "userTask", "j": "parallelGateway", "y": "exclusiveGateway", "e": "endEvent",
}  # fmt: skip
FLOWS = "s > x > A > B > y > e, x > g > C > j > y, g > D > j, x > y"


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("size", 10), ("activities", 4), ("gateways", 4), ("exclusive_gateways", 2), ("parallel_gateways", 2),
        ("inclusive_gateways", 0), ("start_events", 1), ("end_events", 1),
        ("connectivity", 12 / 10), ("density", 12 / 90),
        ("sequentiality", 1 / 12),  # A to B
        ("average_gateway_degree", (4 + 3 + 3 + 4) / 4), ("maximum_gateway_degree", 4),
        ("gateway_mismatch", 0), ("gateway_heterogeneity", math.log(2, 3)),
        ("control_flow_complexity", 3 + 1), ("token_split", 1),
        ("diameter", 7),  # s x g C j y e
        ("depth", 2), ("cyclicity", 0),
        ("separability", 2 / 8),  # x and y
        ("unavoidable_activities", 0), ("minimum_cut", 1), ("rework_loops", 0), ("back_edges", 0),
        ("hand_offs", 0), ("pool_hand_offs", 0),
    ],
)  # fmt: skip
def test_each_measure_is_the_one_counted_by_hand(measure: str, expected: float) -> None:
    assert measure_structure(model(KINDS, FLOWS)).measures[measure] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("gateway", "complexity", "tokens", "mismatch"),
    [
        ("exclusiveGateway", 3, 0, 3), ("eventBasedGateway", 3, 0, 3), ("inclusiveGateway", 7, 2, 3),
        ("complexGateway", 7, 2, 3), ("parallelGateway", 1, 2, 3),
    ],
)  # fmt: skip
def test_a_split_of_three_ways_adds_what_its_kind_allows(
    gateway: str, complexity: int, tokens: int, mismatch: int
) -> None:
    kinds = {"s": "startEvent", "g": gateway, "A": "userTask", "B": "userTask", "C": "userTask"}
    found = measure_structure(model(kinds, "s > g > A, g > B, g > C")).measures
    assert found["control_flow_complexity"] == complexity
    assert found["token_split"] == tokens
    assert found["gateway_mismatch"] == mismatch


def test_an_activity_with_several_ways_out_splits_like_a_parallel_gateway() -> None:
    kinds = {"s": "startEvent", "A": "userTask", "B": "userTask", "C": "userTask"}
    found = measure_structure(model(kinds, "s > A > B, A > C")).measures
    assert (found["control_flow_complexity"], found["token_split"]) == (1, 1)


def test_with_a_condition_on_a_flow_it_splits_like_an_inclusive_one() -> None:
    made = model({"s": "startEvent", "A": "userTask", "B": "userTask", "C": "userTask"}, "s > A > B, A > C")
    (process,) = made.processes
    flows = tuple(
        replace(flow, condition=Expression(text="x > 1")) if flow.id == "A_B" else flow for flow in process.scope.flows
    )
    changed = replace(made, processes=(replace(process, scope=replace(process.scope, flows=flows)),))
    assert measure_structure(changed).measures["control_flow_complexity"] == 3


def test_gateways_of_one_kind_are_not_mixed_and_as_many_of_each_are_mixed_most() -> None:
    kinds = {"s": "startEvent", "a": "exclusiveGateway", "b": "parallelGateway", "c": "inclusiveGateway"}
    assert measure_structure(model(kinds, "s > a > b > c")).measures["gateway_heterogeneity"] == pytest.approx(1)
    alone = measure_structure(
        model({"s": "startEvent", "a": "eventBasedGateway", "b": "exclusiveGateway"}, "s > a > b")
    )
    assert alone.measures["gateway_heterogeneity"] == 0


def test_paths_that_part_at_one_kind_and_meet_at_another_do_not_match() -> None:
    kinds = {
        "s": "startEvent", "x": "exclusiveGateway", "A": "userTask", "B": "userTask", "j": "parallelGateway",
        "e": "endEvent",
    }  # fmt: skip
    assert measure_structure(model(kinds, "s > x > A > j > e, x > B > j")).measures["gateway_mismatch"] == 4


def test_blocks_in_blocks_are_as_deep_as_they_are_nested() -> None:
    kinds = {"s": "startEvent", "A": "userTask", "e": "endEvent"}
    gateways = {f"{side}{level}": "exclusiveGateway" for level in range(3) for side in "xy"}
    flows = "s > x0 > x1 > x2 > A > y2 > y1 > y0 > e, x0 > y0, x1 > y1, x2 > y2"
    assert measure_structure(model(kinds | gateways, flows)).measures["depth"] == 3


def test_hand_offs_between_lanes_and_between_pools_are_told_apart() -> None:
    lanes = (Lane(id="L1", type="lane", nodes=("s", "A")), Lane(id="L2", type="lane", nodes=("B", "C", "e")))
    kinds = {"s": "startEvent", "A": "userTask", "B": "userTask", "C": "userTask", "e": "endEvent"}
    made = with_pools(
        model(kinds, "s > A > B > C > A, C > e", lanes=lanes), ("A", "citizen"), ("office", "citizen"), ("x", "y")
    )
    found = measure_structure(made)
    assert found.hand_offs == ("A_B", "C_A")
    assert found.pool_hand_offs == ("m0", "m1")
    assert (found.measures["hand_offs"], found.measures["pool_hand_offs"]) == (2, 2)


def with_pools(made: Model, *messages: tuple[str, str]) -> Model:
    pools = (
        Participant(id="office", type="participant", process="p"),
        Participant(id="citizen", type="participant"),
    )
    flows = tuple(
        MessageFlow(id=f"m{number}", type="messageFlow", source=source, target=target)
        for number, (source, target) in enumerate(messages)
    )
    talk = Collaboration(id="c", type="collaboration", participants=pools, message_flows=flows)
    return replace(made, collaborations=(talk,))


def test_a_model_of_one_element_has_all_measures() -> None:
    found = measure_structure(model({"A": "userTask"}, ""))
    assert found.measures["size"] == found.measures["diameter"] == found.measures["minimum_cut"] == 1
    assert all(math.isfinite(value) for value in found.measures.values())


def test_flows_that_lead_nowhere_are_not_counted() -> None:
    lost = SequenceFlow(id="f", type="sequenceFlow", source="A", target="gone")
    made = model({"A": "userTask", "B": "userTask"}, "A > B")
    (process,) = made.processes
    scope = Scope(nodes=process.scope.nodes, flows=(*process.scope.flows, lost))
    changed = replace(made, processes=(Process(id="p", type="process", scope=scope),))
    assert measure_structure(changed).measures["connectivity"] == 1 / 2
