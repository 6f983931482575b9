"""Kinds of cases: told apart, not gathered, the seldom ones out of the way, and checked early."""

from dataclasses import replace

import pytest

from analysis.redesign import change_scenario
from analysis.scenario import Batch, Distribution, EventParameters
from bpmn.model import Document, Expression, Facts, FlowNode, Job, Mapping, Model
from bpmn.writing import RemoveNode, SetDocuments
from tests.analysis.models import model, node, timer
from tests.analysis.redesign.proposing import HOUR, chain, fixed, places, proposals, scenario, with_form, work

ABCD = {name: work() for name in "ABCD"}


def parted(flows: str) -> Model:
    kinds: dict[str, str | FlowNode] = {
        "s": "startEvent",
        "g": "exclusiveGateway",
        "e": "endEvent",
        "m": "exclusiveGateway",
    }
    return model(kinds | dict.fromkeys("ABCD", "userTask"), flows)


def test_ways_with_nothing_in_common_are_kinds_of_cases() -> None:
    found = proposals(parted("s > g > A > B > m > e, g > C > D > m"), scenario(ABCD), "case-types")
    assert places(found) == [("g",)]
    assert found[0].application is None


@pytest.mark.parametrize("flows", ["s > g > A > m > B > C > D > e, g > m", "s > A > B > g > C > m > e, g > D > m"])
def test_ways_that_share_their_work_or_part_late_are_one_kind(flows: str) -> None:
    assert not proposals(parted(flows), scenario(ABCD), "case-types")


def test_a_case_is_worked_on_when_it_comes() -> None:
    given = scenario({"A": work(batch=Batch(least=2))})
    (found,) = proposals(chain(node("A", "userTask")), given, "case-based-work")
    assert found.application is not None
    assert change_scenario(given, found.application.scenario).activities["A"].batch is None
    assert not proposals(chain(node("A", "userTask")), scenario({"A": work()}), "case-based-work")


def test_a_timer_on_the_way_of_a_case_is_asked_about() -> None:
    made = chain(node("w", "intermediateCatchEvent", definitions=(timer("P7D"),)))
    given = scenario({}, events={"w": EventParameters(duration=fixed(168))})
    (found,) = proposals(made, given, "case-based-work")
    assert found.application is not None
    assert found.application.edits == (RemoveNode(node="w"),)
    assert found.question is not None


def test_a_timer_that_limits_another_wait_is_no_waiting_for_a_day() -> None:
    made = model(
        {
            "s": "startEvent",
            "g": "eventBasedGateway",
            "w": node("w", "intermediateCatchEvent", definitions=(timer("P7D"),)),
            "r": "receiveTask",
            "e": "endEvent",
            "f": "endEvent",
        },
        "s > g > w > e, g > r > f",
    )
    assert not proposals(made, scenario({}), "case-based-work")


@pytest.mark.parametrize(("sd", "fires"), [(2.0, True), (1.0, False)])
def test_work_that_varies_too_much_for_one_kind_is_mixed(sd: float, fires: bool) -> None:
    law = Distribution(type="lognormal", mean=HOUR, sd=sd * HOUR)
    given = scenario({"A": replace(work(), duration=law)})
    assert bool(proposals(chain(node("A", "userTask")), given, "triage")) is fires


@pytest.mark.parametrize(("share", "fires"), [(0.02, True), (0.3, False)])
def test_a_seldom_way_with_work_of_its_own_is_an_exception(share: float, fires: bool) -> None:
    made = parted("s > g > A > m > B > C > D > e, g > m")
    found = proposals(made, scenario(ABCD, flows={"g_A": share}), "exception")
    assert places(found) == ([("g", "g_A", "A")] if fires else [])


def late_check(name: str, back: float) -> list[tuple[str, ...]]:
    made = model(
        {
            "s": "startEvent",
            "m": "exclusiveGateway",
            "A": node("A", "userTask", name="Write"),
            "B": node("B", "userTask", name=name),
            "C": node("C", "userTask", name="Check"),
            "g": "exclusiveGateway",
            "e": "endEvent",
        },
        "s > m > A > B > C > g > e, g > m",
    )
    return places(
        proposals(made, scenario({"A": work(), "B": work(), "C": work()}, flows={"g_m": back}), "control-addition")
    )


def test_much_work_before_a_check_that_often_sends_back_wants_an_earlier_one() -> None:
    assert late_check("Draw", 0.2) == [("m", "g")]
    assert late_check("Verify", 0.2) == []
    assert late_check("Draw", 0.05) == []


def call(id_: str, topic: str = "look-up") -> FlowNode:
    return node(
        id_,
        "serviceTask",
        job=Job(topic=topic),
        inputs=(Mapping(source=Expression(text="person", language="feel"), target="key"),),
        outputs=(Mapping(source=Expression(text="key", language="feel"), target="answer"),),
    )


def test_a_call_that_brings_what_is_there_already_is_left_out() -> None:
    found = proposals(chain(call("A"), with_form("B", "x"), call("C")), scenario({"B": work()}), "buffering")
    assert places(found) == [("C", "A")]
    assert found[0].application is not None
    assert found[0].application.edits == (RemoveNode(node="C"),)


@pytest.mark.parametrize("between", ["person", "answer"])
def test_a_call_is_needed_again_after_what_it_asks_or_brings_has_changed(between: str) -> None:
    made = chain(call("A"), with_form("B", between), call("C"))
    assert not proposals(made, scenario({"B": work()}), "buffering")


def test_another_call_is_not_the_same() -> None:
    assert not proposals(chain(call("A"), call("C", "other")), scenario({}), "buffering")


def test_a_paper_that_has_been_shown_is_not_asked_for_again() -> None:
    deed, plan = Document(name="Deed"), Document(name="Plan")
    made = chain(
        node("A", "userTask", facts=Facts(documents=(deed,))),
        node("B", "userTask", facts=Facts(documents=(deed, plan))),
    )
    (found,) = proposals(made, scenario({"A": work(), "B": work()}), "buffering")
    assert found.application is not None
    assert found.application.edits == (SetDocuments(element="B", documents=(plan,)),)
    assert found.question is None
    (asked,) = proposals(made, scenario({"A": work(), "B": work("others")}), "buffering")
    assert "pass Deed on" in str(asked.question)
    other = chain(
        node("A", "userTask", facts=Facts(documents=(deed,))), node("B", "userTask", facts=Facts(documents=(plan,)))
    )
    assert not proposals(other, scenario({"A": work(), "B": work()}), "buffering")
