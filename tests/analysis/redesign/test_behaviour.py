"""Order of work: what can run side by side, come after a check, or be checked first; and what its data forbid."""

from dataclasses import replace

import pytest

from analysis.redesign import Proposal
from bpmn.model import Expression, FlowNode, Model, SequenceFlow
from bpmn.writing import Move, Parallelise
from tests.analysis.models import model, node
from tests.analysis.redesign.proposing import chain, places, proposals, scenario, with_form, work

TWO_ROLES = {"A": work("clerks"), "B": work("officers", 3)}


def two_checks(first: str = "a", second: str = "b") -> Model:
    """Return two checks in a row that each end some cases, with the fields that they fill and decide by."""
    nodes: dict[str, str | FlowNode] = {
        "start": "startEvent",
        "A": with_form("A", first),
        "x": node("x", "exclusiveGateway", default="x_B"),
        "no1": "endEvent",
        "B": with_form("B", second),
        "y": node("y", "exclusiveGateway", default="y_C"),
        "no2": "endEvent",
        "C": with_form("C", "done"),
        "end": "endEvent",
    }
    made = model(nodes, "start > A > x > B > y > C > end, x > no1, y > no2")
    reads = {"x_no1": first, "y_no2": second}

    def decided(flow: SequenceFlow) -> SequenceFlow:
        name = reads.get(flow.id)
        return replace(flow, condition=Expression(text=f"{name} = 1", language="feel")) if name else flow

    process = made.processes[0]
    scope = replace(process.scope, flows=tuple(map(decided, process.scope.flows)))
    return replace(made, processes=(replace(process, scope=scope),))


def knock_outs(made: Model, *, first: float = 0.1, second: float = 0.4, hours: float = 1.0) -> list[Proposal]:
    given = scenario({"A": work(hours=hours), "B": work()}, flows={"x_no1": first, "y_no2": second})
    return proposals(made, given, "knock-out")


def test_a_check_that_ends_more_cases_for_the_same_work_goes_first() -> None:
    (found,) = knock_outs(two_checks())
    assert found.places == ("B", "A")
    assert found.application is not None
    assert found.application.edits == (Move(node="B", flow="start_A"),)
    assert found.question is None
    assert "40 %" in str(found.argument)


@pytest.mark.parametrize(("first", "second", "hours"), [(0.4, 0.1, 1.0), (0.1, 0.1, 1.0), (0.1, 0.2, 0.5)])
def test_checks_in_the_best_order_stay(first: float, second: float, hours: float) -> None:
    assert not knock_outs(two_checks(), first=first, second=second, hours=hours)


def test_a_check_that_reads_what_the_one_before_it_finds_stays_behind_it() -> None:
    assert not knock_outs(two_checks("same", "same"))


def test_independent_work_of_different_people_can_run_side_by_side() -> None:
    (found,) = proposals(chain(with_form("A", "x"), with_form("B", "y")), scenario(TWO_ROLES), "parallelism")
    assert found.places == ("A", "B")
    assert found.application is not None
    assert found.application.edits == (Parallelise(first="A", second="B"),)
    assert found.question is None
    assert found.numbers["saved_s"] == pytest.approx(3600)


def test_work_that_needs_what_comes_before_it_does_not_run_beside_it() -> None:
    assert not proposals(chain(with_form("A", "x"), with_form("B", "x")), scenario(TWO_ROLES), "parallelism")


def test_work_of_the_same_people_does_not_run_side_by_side() -> None:
    made = chain(with_form("A", "x"), with_form("B", "y"))
    assert not proposals(made, scenario({"A": work(), "B": work()}), "parallelism")


def test_where_data_are_not_known_it_is_asked_and_what_the_applicant_hands_in_is_needed() -> None:
    made = chain(node("A", "userTask"), node("B", "userTask"))
    (found,) = proposals(made, scenario(TWO_ROLES), "parallelism")
    assert "Does B need anything that A gives?" in str(found.question)
    assert not proposals(made, scenario({**TWO_ROLES, "A": work("applicant")}), "parallelism")


def before_a_check(field: str) -> Model:
    nodes: dict[str, str | FlowNode] = {
        "start": "startEvent",
        "A": with_form("A", field),
        "B": with_form("B", "ok"),
        "y": node("y", "exclusiveGateway", default="y_C"),
        "no": "endEvent",
        "C": with_form("C", "done"),
        "end": "endEvent",
    }
    made = model(nodes, "start > A > B > y > C > end, y > no")
    process = made.processes[0]
    asked = Expression(text="ok = false", language="feel")
    flows = tuple(replace(flow, condition=asked) if flow.id == "y_no" else flow for flow in process.scope.flows)
    return replace(made, processes=(replace(process, scope=replace(process.scope, flows=flows)),))


def test_work_goes_behind_the_check_that_may_make_it_needless() -> None:
    given = scenario({"A": work(), "B": work()}, flows={"y_no": 0.25})
    (found,) = proposals(before_a_check("letter"), given, "resequencing")
    assert found.places == ("A", "B")
    assert found.application is not None
    assert found.application.edits == (Move(node="B", flow="start_A"),)
    assert found.numbers["vain_s"] == pytest.approx(900)


def test_work_that_the_check_needs_stays_before_it() -> None:
    given = scenario({"A": work(), "B": work()}, flows={"y_no": 0.25})
    assert places(proposals(before_a_check("ok"), given, "resequencing")) == []
