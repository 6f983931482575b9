"""What can follow what: sub-processes, links, boundary events and what no token reaches."""

from dataclasses import replace

from analysis.structure import measure_structure
from analysis.structure.shape import BEGIN, END
from bpmn.model import BoundaryEvent, EventDefinition, FlowNode, SubProcess
from tests.analysis.models import definition, model, node, scope
from tests.analysis.structure.graphs import shape


def sub_process(id_: str = "S", *, type_: str = "subProcess", is_event_sub_process: bool = False) -> SubProcess:
    inside = scope({"i": "startEvent", "A": "userTask", "o": "endEvent"}, "i > A > o")
    return SubProcess(id=id_, type=type_, name=id_, scope=inside, is_event_sub_process=is_event_sub_process)


def test_an_opened_sub_process_is_no_loop_and_what_is_in_it_is_passed() -> None:
    found = measure_structure(model({"s": "startEvent", "S": sub_process(), "e": "endEvent"}, "s > S > e"))
    assert found.passages == ("s", "S", "i", "A", "o", "e")
    assert found.unavoidable == ("S", "A")
    assert found.measures["cyclicity"] == found.measures["rework_loops"] == 0
    assert found.measures["diameter"] == 6
    assert found.dominators == {"s": None, "S": "s", "e": "S", "i": "S", "A": "i", "o": "A"}
    assert found.post_dominators == {"s": "S", "S": "i", "e": None, "i": "A", "A": "o", "o": "S"}


def test_an_activity_of_an_ad_hoc_sub_process_can_be_passed_by() -> None:
    ad_hoc = replace(sub_process(type_="adHocSubProcess"), scope=scope({"A": "userTask", "B": "userTask"}, ""))
    found = measure_structure(model({"s": "startEvent", "S": ad_hoc, "e": "endEvent"}, "s > S > e"))
    assert found.unavoidable == ("S",)


def test_no_case_starts_in_an_event_sub_process_or_in_compensation() -> None:
    kinds: dict[str, str | FlowNode] = {
        "s": "startEvent", "A": "userTask", "e": "endEvent", "E": sub_process("E", is_event_sub_process=True),
        "c": BoundaryEvent(id="c", type="boundaryEvent", attached_to="A", definitions=(definition("compensate"),)),
        "U": node("U", "userTask", is_for_compensation=True),
    }  # fmt: skip
    found = shape(model(kinds, "s > A > e"))
    assert set(found.steps.successors(BEGIN)) == {"s"}
    assert set(found.steps.predecessors(END)) == {"e"}
    assert not found.steps.has_edge("A", "c")


def test_a_boundary_event_is_a_way_past_what_follows_its_activity() -> None:
    kinds: dict[str, str | FlowNode] = {
        "s": "startEvent", "A": "userTask", "B": "userTask", "e": "endEvent", "x": "endEvent",
        "t": node("t", "boundaryEvent", attached_to="A"),
    }  # fmt: skip
    assert measure_structure(model(kinds, "s > A > B > e, t > x")).unavoidable == ("A",)


def test_an_activity_with_a_boundary_event_and_nothing_after_it_ends_the_case() -> None:
    kinds: dict[str, str | FlowNode] = {
        "s": "startEvent", "A": "userTask", "B": "userTask", "e": "endEvent",
        "t": node("t", "boundaryEvent", attached_to="A"),
    }  # fmt: skip
    assert measure_structure(model(kinds, "s > A, t > B > e")).unavoidable == ("A",)


def test_an_error_end_leads_to_the_boundary_event_that_catches_it() -> None:
    inside = scope({"i": "startEvent", "o": node("o", "endEvent", definitions=(definition("error"),))}, "i > o")
    kinds: dict[str, str | FlowNode] = {
        "s": "startEvent", "S": replace(sub_process(), scope=inside), "B": "userTask", "C": "userTask", "e": "endEvent",
        "t": node("t", "boundaryEvent", attached_to="S", definitions=(definition("error"),)),
    }  # fmt: skip
    found = measure_structure(model(kinds, "s > S > B > e, t > C > e"))
    assert "t" in found.passages
    assert "C" in found.unavoidable


def test_a_link_leads_on_and_may_lead_back() -> None:
    def link(id_: str, type_: str) -> EventDefinition:
        return EventDefinition(id=id_ + type_, type="linkEventDefinition", link_name="L")

    kinds: dict[str, str | FlowNode] = {
        "s": "startEvent", "m": "exclusiveGateway", "A": "userTask", "x": "exclusiveGateway", "e": "endEvent",
        "throw": node("throw", "intermediateThrowEvent", definitions=(link("d1", "t"),)),
        "catch": node("catch", "intermediateCatchEvent", definitions=(link("d2", "c"),)),
    }  # fmt: skip
    found = measure_structure(model(kinds, "s > m > A > x > e, x > throw, catch > m"))
    assert [loop.elements for loop in found.loops] == [("A", "catch", "m", "throw", "x")]
    assert found.loops[0].back_edges == ("catch_m",)


def test_without_start_and_end_events_a_process_begins_and_ends_where_nothing_leads_to_or_from() -> None:
    found = measure_structure(model({"A": "userTask", "B": "userTask"}, "A > B"))
    assert found.unavoidable == ("A", "B")
    assert found.minimum_cut == ("B",)


def test_a_circle_without_a_start_has_measures_and_no_passages() -> None:
    found = measure_structure(model({"A": "userTask", "B": "userTask"}, "A > B > A"))
    assert found.passages == found.minimum_cut == ()
    assert found.measures["cyclicity"] == 1
    assert found.loops[0].back_edges == ("B_A",)
