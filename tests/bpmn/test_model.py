"""What a Model answers about itself."""

from collections.abc import Callable

import pytest

from bpmn import Model

NESTED = """
<process id="P">
  <laneSet id="LS"><lane id="L1" name="Office">
    <flowNodeRef>A</flowNodeRef>
    <childLaneSet id="CL"><lane id="L2" name="Clerk"><flowNodeRef>S</flowNodeRef></lane></childLaneSet>
  </lane></laneSet>
  <userTask id="A"/>
  <subProcess id="S"><userTask id="B"/><sequenceFlow id="g" sourceRef="B" targetRef="C"/><userTask id="C"/></subProcess>
  <sequenceFlow id="f" sourceRef="A" targetRef="S"/>
</process>
<process id="Q"><task id="D"/></process>
"""


@pytest.fixture
def model(read: Callable[..., Model]) -> Model:
    return read(NESTED)


def test_nodes_and_flows_of_all_levels_are_found_by_id(model: Model) -> None:
    assert set(model.nodes) == {"A", "S", "B", "C", "D"}
    assert set(model.flows) == {"f", "g"}


def test_processes_are_found_by_id(model: Model) -> None:
    found = model.process("Q")
    assert found is not None
    assert found.scope.nodes[0].id == "D"
    assert model.process("R") is None


def test_nodes_are_walked_with_the_scope_they_are_in(model: Model) -> None:
    where = {node.id: (process.id, node in scope.nodes) for process, scope, node in model.walk()}
    assert where == {"A": ("P", True), "S": ("P", True), "B": ("P", True), "C": ("P", True), "D": ("Q", True)}


def test_the_innermost_lane_counts_and_covers_what_is_inside_a_sub_process(model: Model) -> None:
    assert model.lane_of == {"A": "L1", "S": "L2", "B": "L2", "C": "L2"}


def test_models_are_compared_by_what_they_say_not_by_their_bytes(read: Callable[..., Model]) -> None:
    assert read('<process id="P"/>') == read('<process  id="P"/>')
    assert read('<process id="P"/>') != read('<process id="Q"/>')
