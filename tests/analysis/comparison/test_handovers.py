"""Hand-overs and automation, counted by hand."""

import pytest

from analysis.comparison.handovers import automated_share, count_facts, expected_handovers
from analysis.scenario import ActivityParameters, ResourcePool, Scenario
from bpmn.model import EndEvent, Gateway, Model, Process, Scope, SequenceFlow, StartEvent, Task


def _model() -> Model:
    """Ask (applicant), look up (machine), choose: three in four to check (clerk), the rest to correct (applicant)."""
    nodes = (
        StartEvent(id="start", type="startEvent", outgoing=("f1",)),
        Task(id="ask", type="userTask", incoming=("f1",), outgoing=("f2",)),
        Task(id="look", type="serviceTask", incoming=("f2",), outgoing=("f3",)),
        Gateway(id="choose", type="exclusiveGateway", incoming=("f3",), outgoing=("f4", "f5")),
        Task(id="check", type="userTask", incoming=("f4",), outgoing=("f6",)),
        Task(id="correct", type="userTask", incoming=("f5",), outgoing=("f7",)),
        EndEvent(id="end", type="endEvent", incoming=("f6", "f7")),
    )
    ends = [("start", "ask"), ("ask", "look"), ("look", "choose"), ("choose", "check"), ("choose", "correct")]
    ends += [("check", "end"), ("correct", "end")]
    flows = tuple(
        SequenceFlow(id=f"f{number}", type="sequenceFlow", source=source, target=target)
        for number, (source, target) in enumerate(ends, start=1)
    )
    return Model(source_name="", processes=(Process(id="P", type="process", scope=Scope(nodes=nodes, flows=flows)),))


SCENARIO = Scenario(
    resources={name: ResourcePool(id=name) for name in ("applicant", "clerk")},
    activities={
        "ask": ActivityParameters(resources=("applicant",)),
        "check": ActivityParameters(resources=("clerk",)),
        "correct": ActivityParameters(resources=("applicant",)),
    },
    flows={"f4": 0.75},
)
VISITS = {"ask": 1.0, "look": 1.0, "check": 0.75, "correct": 0.25}


def test_only_going_on_at_another_performer_is_a_handover() -> None:
    assert expected_handovers(_model(), SCENARIO, VISITS) == pytest.approx(0.75)


def test_the_automated_share_is_weighted_by_visits() -> None:
    assert automated_share(_model(), VISITS) == pytest.approx(1 / 3)
    assert automated_share(_model(), {}) is None


def test_facts_are_counted_in_the_model() -> None:
    facts = count_facts(_model())
    assert (facts["tasks"], facts["automated_tasks"], facts["gateways"], facts["events"]) == (4, 1, 1, 2)
