"""A model without a diagram gets one in which nothing lies on anything else and everything is where it belongs."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn import Model, read_model
from bpmn.errors import BpmnFileError
from bpmn.model import Bounds, Diagram
from bpmn.picture import draw_svg, lay_out
from bpmn.picture.ranking import arrange_by_rank
from tests.bpmn.picture.readability import Faults, faults_of

FILES = Path(__file__).parent / "files"
NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
KINDS = ("task", "exclusiveGateway", "intermediateThrowEvent", "subProcess", "parallelGateway", "endEvent")


def read(name: str) -> Model:
    return read_model((FILES / name).read_bytes(), source_name=name)


def boxes(diagram: Diagram) -> dict[str, Bounds]:
    return {shape.element: shape.bounds for shape in diagram.shapes}


def is_inside(inner: Bounds, outer: Bounds) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


def grave(faults: Faults) -> Faults:
    return replace(faults, crossings=0, bends=0)


def test_pools_lie_below_each_other_and_hold_their_lanes_which_hold_their_nodes() -> None:
    model = read("without-diagram.bpmn")
    diagram = lay_out(model)
    found = boxes(diagram)
    assert grave(faults_of(model, diagram)) == Faults()
    assert found["office"].y + found["office"].height < found["citizen"].y
    assert is_inside(found["front"], found["office"])
    assert is_inside(found["back"], found["office"])
    assert is_inside(found["deciding"], found["back"])
    assert is_inside(found["decide"], found["deciding"])
    assert is_inside(found["file"], found["back"])
    assert not is_inside(found["file"], found["deciding"])


def test_everything_that_can_be_drawn_has_a_place() -> None:
    model = read("without-diagram.bpmn")
    diagram = lay_out(model)
    shown = set(boxes(diagram)) | {edge.element for edge in diagram.edges}
    wanted = {"paper", "register", "note", "late", "question", "handler", "asked", "answer", "to-note", "to-paper"}
    assert wanted <= shown
    assert set(model.nodes) | set(model.flows) <= shown


def test_data_lies_below_what_uses_it_and_a_note_above() -> None:
    found = boxes(lay_out(read("without-diagram.bpmn")))
    assert found["paper"].y > found["check"].y + found["check"].height
    assert found["note"].y + found["note"].height < found["decide"].y
    assert abs(found["paper"].x + found["paper"].width / 2 - found["check"].x - found["check"].width / 2) < 1


def test_a_boundary_event_sits_on_the_edge_of_its_activity() -> None:
    found = boxes(lay_out(read("without-diagram.bpmn")))
    event, host = found["late"], found["decide"]
    assert event.y < host.y + host.height < event.y + event.height
    assert host.x < event.x < event.x + event.width < host.x + host.width


def test_an_event_sub_process_and_one_in_another_hold_what_is_in_them() -> None:
    found = boxes(lay_out(read("without-diagram.bpmn")))
    assert is_inside(found["asked-back"], found["handler"])
    assert is_inside(found["inner"], found["outer"])
    assert is_inside(found["deepest"], found["inner"])


def test_a_compensation_handler_lies_where_a_flow_would_lead() -> None:
    xml = (
        f'<definitions xmlns="{NAMESPACE}"><process id="p"><startEvent id="s"/><task id="book"/><task id="pay"/>'
        '<boundaryEvent id="undo" attachedToRef="book"><compensateEventDefinition id="c"/></boundaryEvent>'
        '<task id="cancel" isForCompensation="true"/><association id="leads" sourceRef="undo" targetRef="cancel"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="book"/><sequenceFlow id="g" sourceRef="book" targetRef="pay"/>'
        "</process></definitions>"
    )
    diagram = lay_out(read_model(xml.encode(), source_name="made"))
    found = boxes(diagram)
    points = next(edge.points for edge in diagram.edges if edge.element == "leads")
    assert found["cancel"].y > found["book"].y + found["book"].height
    assert found["cancel"].x > found["s"].x + found["s"].width
    assert points[0].y == pytest.approx(found["undo"].y + found["undo"].height)


def test_a_message_flow_touches_both_its_ends() -> None:
    diagram = lay_out(read("without-diagram.bpmn"))
    found = boxes(diagram)
    points = next(edge.points for edge in diagram.edges if edge.element == "asked")
    assert found["receive"].y + found["receive"].height == pytest.approx(points[-1].y)
    assert found["citizen"].y == pytest.approx(points[0].y)


def test_flows_into_pools_and_other_scopes_are_drawn_too() -> None:
    xml = (
        f'<definitions xmlns="{NAMESPACE}"><collaboration id="c"><participant id="one" processRef="p"/>'
        '<participant id="two" processRef="q"/><participant id="three"/><participant id="four"/>'
        '<textAnnotation id="note"><text>For all</text></textAnnotation><association id="to-note" sourceRef="one" '
        'targetRef="note"/><messageFlow id="to-pool" sourceRef="a" targetRef="two"/><messageFlow id="from-pool" '
        'sourceRef="two" targetRef="a"/><messageFlow id="pools" sourceRef="three" targetRef="four"/>'
        '<messageFlow id="inside" sourceRef="b" targetRef="three"/>'
        '<messageFlow id="nowhere" sourceRef="x" targetRef="a"/>'
        '</collaboration><process id="p"><task id="a"/><sequenceFlow id="into" sourceRef="a" targetRef="b"/></process>'
        '<process id="q"><subProcess id="s"><task id="b"/></subProcess></process></definitions>'
    )
    model = read_model(xml.encode(), source_name="made")
    diagram = lay_out(model)
    found = boxes(diagram)
    ends = {edge.element: (edge.points[0], edge.points[-1]) for edge in diagram.edges}
    assert set(ends) == {"to-note", "to-pool", "from-pool", "pools", "inside", "into"}
    assert ends["to-pool"][1].y == pytest.approx(found["two"].y)
    assert ends["from-pool"][0].y == pytest.approx(found["two"].y)
    assert ends["pools"][1].y == pytest.approx(found["four"].y)
    assert ends["inside"][0].y == pytest.approx(found["b"].y + found["b"].height)


def test_conversations_and_choreographies_are_laid_out() -> None:
    model = read("talks-without-diagram.bpmn")
    diagram = lay_out(model)
    shown = set(boxes(diagram)) | {edge.element for edge in diagram.edges}
    assert {"buyer", "seller", "talk", "link-buyer", "link-seller", "order", "confirm", "order-confirm"} <= shown
    assert "data-element-id" in draw_svg(model)


def test_a_model_of_nothing_is_laid_out_as_nothing() -> None:
    assert lay_out(Model(source_name="empty")).shapes == ()


def test_where_no_way_of_arranging_answers_nodes_are_ranked() -> None:
    model = read("without-diagram.bpmn")
    diagram = lay_out(model, ways=[lambda *_: {}])
    assert boxes(diagram) == boxes(lay_out(model, ways=[arrange_by_rank]))


@st.composite
def processes(draw: st.DrawFn) -> str:
    """A process of some nodes, flows anyhow, two lanes and boundary events."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=10))
    nodes = [f'<{kind} id="n{number}" name="Хүсэлт {number}"/>' for number, kind in enumerate(kinds)]
    tasks = [number for number, kind in enumerate(kinds) if kind == "task"]
    nodes += [f'<boundaryEvent id="b{n}" attachedToRef="n{n}"/>' for n in tasks if draw(st.booleans())]
    ends = st.integers(0, len(kinds) - 1)
    pairs = draw(st.lists(st.tuples(st.sampled_from("nnb"), ends, ends), max_size=14))
    flows = [
        f'<sequenceFlow id="f{number}" name="{number}" sourceRef="{kind if a in tasks else "n"}{a}" targetRef="n{b}"/>'
        for number, (kind, a, b) in enumerate(pairs)
    ]
    lanes = [
        f'<lane id="l{lane}">'
        + "".join(f"<flowNodeRef>n{n}</flowNodeRef>" for n in range(len(kinds)) if n % 3 == lane)
        + "</lane>"
        for lane in range(draw(st.integers(0, 2)))
    ]
    lane_set = f"<laneSet>{''.join(lanes)}</laneSet>" if lanes else ""
    return (
        f'<definitions xmlns="{NAMESPACE}"><process id="p">{lane_set}{"".join(nodes + flows)}</process></definitions>'
    )


@settings(max_examples=80, deadline=None)
@given(processes())
def test_however_nodes_hang_together_nothing_is_missing_or_lies_on_anything_else(xml: str) -> None:
    model = read_model(xml.encode(), source_name="made")
    faults = faults_of(model, lay_out(model))
    assert replace(grave(faults), on_each_other=0) == Faults()


@pytest.mark.corpora
@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.nightly)])
def test_files_without_a_diagram_are_laid_out_without_a_grave_fault(corpora: Path, every: int) -> None:
    total, count = Faults(), 0
    for path in sorted((*corpora.rglob("*.bpmn"), *corpora.rglob("*.bpmn20.xml")))[::every]:
        try:
            model = read_model(path.read_bytes(), source_name=path.name)
        except BpmnFileError:
            continue
        if not any(diagram.shapes for diagram in model.diagrams):
            faults = faults_of(model, lay_out(model))
            assert grave(faults) == Faults(), path
            total, count = total + faults, count + 1
    assert count > 500 / every
    # bench/layouts.py: 1 crossing in 562 files; bpmn.io's columns and rows alone 7, those by rank 73.
    assert total.crossings <= 2


def test_a_tangle_of_flows_is_laid_out_though_not_every_path_is_searched_for() -> None:
    nodes = "".join(f'<task id="n{number}"/>' for number in range(40))
    ends = [(number % 40, number * 7 % 40) for number in range(600)]
    flows = "".join(f'<sequenceFlow id="f{n}" sourceRef="n{a}" targetRef="n{b}"/>' for n, (a, b) in enumerate(ends))
    xml = f'<definitions xmlns="{NAMESPACE}"><process id="p">{nodes}{flows}</process></definitions>'
    diagram = lay_out(read_model(xml.encode(), source_name="tangle"))
    assert len(diagram.edges) == 600
    assert len({(box.x, box.y) for box in boxes(diagram).values()}) == 40
