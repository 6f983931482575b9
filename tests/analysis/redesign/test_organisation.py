"""Who does the work: how many units, one or several people, those with time, and those who are quick."""

from dataclasses import replace

import pytest

from analysis.redesign import change_scenario
from analysis.scenario import Arrivals, ResourcePool, Scenario
from bpmn.model import Facts, Lane, Model
from tests.analysis.models import model, node
from tests.analysis.redesign.proposing import chain, fixed, places, proposals, scenario, work


def tasks(*names: str, **facts: Facts) -> Model:
    return chain(*(node(name, "userTask", facts=facts.get(name)) for name in names))


def laned(order: str, **lanes: str) -> Model:
    """Return tasks in a row, each in the lane whose letters name it."""
    kinds = {"s": "startEvent", **dict.fromkeys(order, "userTask"), "e": "endEvent"}
    made = tuple(Lane(id=lane, type="lane", name=lane, nodes=tuple(own)) for lane, own in lanes.items())
    return model(kinds, " > ".join(["s", *order, "e"]), lanes=made)


def test_a_case_that_comes_to_a_role_three_times_stays_with_one_person() -> None:
    given = scenario({name: work() for name in "ABC"})
    assert places(proposals(tasks(*"ABC"), given, "case-assignment")) == [("office", "A", "B", "C")]
    assert not proposals(tasks(*"AB"), scenario({name: work() for name in "AB"}), "case-assignment")
    alone = replace(given, resources={"office": ResourcePool(id="office", amount=1)})
    assert not proposals(tasks(*"ABC"), alone, "case-assignment")


def busy(arrivals: float) -> Scenario:
    return scenario({"A": work("clerks"), "B": work("helpers", 0.1)}, arrivals=Arrivals(inter_arrival=fixed(arrivals)))


def test_a_role_with_time_helps_one_without() -> None:
    (found,) = proposals(tasks(*"AB"), busy(0.6), "flexible-assignment")
    assert found.places == ("A", "helpers")
    assert found.application is not None
    assert change_scenario(busy(0.6), found.application.scenario).activities["A"].resources == ("clerks", "helpers")
    assert not proposals(tasks(*"AB"), busy(10), "flexible-assignment")


def two_offices(second: str) -> Model:
    return model(
        {
            "s": "startEvent",
            "g": "exclusiveGateway",
            "A": node("A", "userTask", name="Check file"),
            "B": node("B", "userTask", name=second),
            "e": "endEvent",
            "f": "endEvent",
        },
        "s > g > A > e, g > B > f",
    )


def test_offices_that_do_the_same_work_as_one() -> None:
    given = scenario({"A": work("north"), "B": work("south")})
    (found,) = proposals(two_offices("Check file"), given, "centralisation")
    assert found.application is not None
    after = change_scenario(given, found.application.scenario)
    assert after.resources["north"].amount == 4
    assert after.activities["B"].resources == ("north",)
    assert not proposals(two_offices("Print letter"), given, "centralisation")


def test_offices_with_other_hours_or_costs_are_not_one() -> None:
    given = scenario({"A": work("north"), "B": work("south")})
    dear = {**given.resources, "south": ResourcePool(id="south", amount=2, cost_per_h=5)}
    assert not proposals(two_offices("Check file"), replace(given, resources=dear), "centralisation")


def test_work_in_two_lanes_has_no_owner() -> None:
    given = scenario({"A": work()})
    assert places(proposals(laned("A", one="A", two="A"), given, "split-responsibilities")) == [("A",)]
    assert not proposals(laned("A", one="A", two=""), given, "split-responsibilities")


def test_a_case_that_goes_to_and_fro_wants_a_team() -> None:
    given = scenario({name: work() for name in "ABCDE"})
    (found,) = proposals(laned("ABCDE", one="ACE", two="BD"), given, "customer-teams")
    assert found.numbers["hand_offs"] == 4
    assert not proposals(laned("ABCDE", one="AB", two="CDE"), given, "customer-teams")


@pytest.mark.parametrize(("roles", "fires"), [("ABCD", True), ("ABC", False)])
def test_four_roles_are_many(roles: str, fires: bool) -> None:
    given = scenario({name: work(f"role{name}", 1 + ord(name) % 7) for name in roles})
    assert bool(proposals(tasks(*roles), given, "numerical-involvement")) is fires


def test_who_deals_with_many_wants_one_person_to_ask() -> None:
    visit = Facts(visits=1)
    made = laned("ABCD", one="A", two="B", three="C", four="D")
    for name in "ABCD":
        object.__setattr__(made.nodes[name], "facts", visit)
    given = scenario({name: work(f"role{name}") for name in "ABCD"})
    assert places(proposals(made, given, "case-manager")) == [("A", "B", "C", "D")]
    assert not proposals(laned("ABCD", one="A", two="B", three="C", four="D"), given, "case-manager")


@pytest.mark.parametrize(("hours", "fires"), [(1.0, True), (3.0, False)])
def test_who_is_quicker_is_asked_first(hours: float, fires: bool) -> None:
    both = replace(work("slow", 3.0), resources=("slow", "quick"), durations={"quick": fixed(hours)})
    given = scenario({"A": both})
    found = proposals(tasks("A"), given, "specialist-generalist")
    assert places(found) == ([("A", "quick")] if fires else [])
    if found and found[0].application:
        assert change_scenario(given, found[0].application.scenario).activities["A"].resources == ("quick", "slow")


def test_two_changes_of_the_system_in_a_row_want_one_system() -> None:
    systems = {name: Facts(system=system) for name, system in zip("ABC", ("Journal", "Register", "Mail"), strict=True)}
    given = scenario({name: work() for name in "ABC"})
    (found,) = proposals(tasks(*"ABC", **systems), given, "integral-technology")
    assert found.numbers["switches"] == 2
    same = dict.fromkeys("ABC", Facts(system="Journal"))
    assert not proposals(tasks(*"ABC", **same), given, "integral-technology")


def test_a_part_that_is_whole_in_itself_can_be_done_by_others() -> None:
    given = scenario({name: work() for name in "ABCD"})
    assert places(proposals(laned("ABCD", one="AD", two="BC"), given, "outsourcing")) == [("two", "B", "C")]
    assert not proposals(laned("ABCD", one="AC", two="BD"), given, "outsourcing")
