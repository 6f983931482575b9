"""The work itself: left out, joined, done by a machine, trusted to who does it, or shared by more people."""

import pytest

from analysis.redesign import change_scenario
from analysis.scenario import Arrivals, Batch, ResourcePool
from bpmn.model import Facts
from bpmn.writing import Merge, RemoveNode, ReplaceType
from tests.analysis.models import model, node
from tests.analysis.redesign.proposing import chain, fixed, places, proposals, scenario, with_form, work

BOTH = {"A": work(), "B": work(hours=2)}
WASTE = Facts(value_class="waste")


def test_waste_that_nobody_needs_is_left_out() -> None:
    made = chain(with_form("A", "x", facts=WASTE), with_form("B", "y"))
    (found,) = proposals(made, scenario(BOTH), "elimination")
    assert found.places == ("A",)
    assert found.application is not None
    assert found.application.edits == (RemoveNode(node="A"),)
    assert found.question is None


def test_waste_whose_result_a_later_step_reads_stays() -> None:
    made = chain(with_form("A", "x", facts=WASTE), with_form("B", "x"))
    assert not proposals(made, scenario(BOTH), "elimination")


def test_what_decides_at_a_gateway_is_not_left_out() -> None:
    nodes = {"s": "startEvent", "A": with_form("A", "x", facts=WASTE), "g": "exclusiveGateway", "e": "endEvent"}
    made = model({**nodes, "f": "endEvent"}, "s > A > g > e, g > f")
    assert not proposals(made, scenario({"A": work()}), "elimination")


def test_waste_that_a_law_demands_is_a_question() -> None:
    law = Facts(value_class="waste", legal_basis="Article 12")
    (found,) = proposals(chain(with_form("A", "x", facts=law)), scenario({"A": work()}), "elimination")
    assert "Article 12 demands A" in str(found.question)


def test_the_same_work_by_the_same_people_a_second_time_is_left_out() -> None:
    made = chain(with_form("A", "x", name="Check papers"), with_form("B", "y", name="check  papers."))
    assert places(proposals(made, scenario(BOTH), "elimination")) == [("B", "A")]
    assert not proposals(made, scenario({**BOTH, "B": work("others")}), "elimination")


def test_neighbours_of_one_role_are_joined_with_the_work_of_both() -> None:
    given = scenario({**BOTH, "B": work(hours=2, delay=fixed(5))})
    (found,) = proposals(chain(with_form("A", "x"), with_form("B", "x")), given, "composition")
    assert found.application is not None
    assert found.application.edits == (Merge(first="A", second="B", name="A; B"),)
    after = change_scenario(given, found.application.scenario)
    assert set(after.activities) == {"A"}
    duration = after.activities["A"].duration
    assert duration is not None
    assert duration.expected == pytest.approx(3 * 3600)
    assert found.question is None
    assert found.numbers["waiting_s"] == pytest.approx(5 * 3600, rel=0.001)


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("B", work("others")),
        ("Approve the licence", work()),
        ("B", work(batch=Batch(least=2))),
    ],
)
def test_other_people_approvals_and_batches_are_not_joined(name: str, second: object) -> None:
    made = chain(with_form("A", "x"), with_form("B", "y", name=name))
    assert not proposals(made, scenario({"A": work(), "B": second}), "composition")  # type: ignore[dict-item]


def test_an_approval_that_never_refuses_is_trusted_to_who_prepares_it() -> None:
    made = chain(with_form("A", "x"), with_form("B", "y", name="Approve the licence"))
    (found,) = proposals(made, scenario(BOTH), "empower")
    assert found.application is not None
    assert found.application.edits == (RemoveNode(node="B"),)
    assert found.question is not None


@pytest.mark.parametrize(("refused", "fires"), [(0.02, True), (0.3, False)])
def test_an_approval_that_refuses_often_stays(refused: float, fires: bool) -> None:
    nodes = {"s": "startEvent", "B": with_form("B", "y", name="Approve"), "g": "exclusiveGateway", "e": "endEvent"}
    made = model({**nodes, "f": "endEvent"}, "s > B > g > e, g > f")
    found = proposals(made, scenario({"B": work()}, flows={"g_f": refused}), "empower")
    assert bool(found) is fires
    assert all(one.application is None for one in found)


def test_an_approval_whose_result_is_read_later_stays() -> None:
    made = chain(with_form("B", "y", name="Approve the licence"), with_form("A", "y"))
    assert not proposals(made, scenario(BOTH), "empower")


def test_a_busy_role_gets_the_people_it_lacks() -> None:
    given = scenario({"A": work(hours=1)}, arrivals=Arrivals(inter_arrival=fixed(0.4)))
    given.resources["office"] = ResourcePool(id="office", amount=2)  # type: ignore[index]
    (found,) = proposals(chain(node("A", "userTask")), given, "extra-resources")
    assert found.places == ("office", "A")
    assert found.application is not None
    assert change_scenario(given, found.application.scenario).resources["office"].amount == 4
    assert "125 %" in str(found.argument)


def test_a_role_with_time_left_gets_nobody() -> None:
    assert not proposals(chain(node("A", "userTask")), scenario({"A": work()}), "extra-resources")


def test_frequent_work_by_rules_is_given_to_a_machine() -> None:
    given = scenario({"A": work()}, volume_per_year=1000)
    (found,) = proposals(chain(node("A", "userTask", name="Calculate the fee")), given, "automation")
    assert found.application is not None
    assert found.application.edits == (ReplaceType(node="A", type="serviceTask"),)
    after = change_scenario(given, found.application.scenario).activities["A"]
    assert after.resources == ()
    assert found.numbers["hours_a_year"] == pytest.approx(1000)


@pytest.mark.parametrize(
    ("name", "pool", "volume"),
    [
        ("Talk to the neighbours", "office", 5000),
        ("Calculate the fee", "office", 999),
        ("Calculate", "applicant", 5000),
    ],
)
def test_seldom_work_judgement_and_the_applicants_own_work_are_left_to_people(
    name: str, pool: str, volume: float
) -> None:
    given = scenario({"A": work(pool)}, volume_per_year=volume)
    assert not proposals(chain(node("A", "userTask", name=name)), given, "automation")


@pytest.mark.parametrize("names", [("Check level 1", "Check level 2"), ("", "")])
def test_numbered_and_nameless_work_is_not_the_same_work(names: tuple[str, str]) -> None:
    made = chain(with_form("A_1", "x", name=names[0]), with_form("A_2", "y", name=names[1]))
    assert not proposals(made, scenario({"A_1": work(), "A_2": work()}), "elimination")


def test_where_nobody_is_named_it_is_asked_whether_the_same_people_do_both() -> None:
    made = chain(with_form("A", "x"), with_form("B", "y"))
    (found,) = proposals(made, scenario({}, resources={}), "composition")
    assert "Do the same people do A and B?" in str(found.question)
