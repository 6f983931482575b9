"""Every kind of element is drawn with the marks that BPMN 2.0.2 gives it, from a sheet of all kinds."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from bpmn import Model, read_model
from bpmn.errors import BpmnFileError
from bpmn.model import Artifact, DataItem, Diagram, Element, FlowNode, Scope, SequenceFlow, SubProcess
from bpmn.picture import draw_svg
from bpmn.picture.icons import TASK_ICONS
from bpmn.picture.index import elements_of
from bpmn.picture.paint import PAPER, SHADE

SHEET = Path(__file__).parent / "files" / "all-kinds.bpmn"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def sheet() -> Model:
    return read_model(SHEET.read_bytes(), source_name=SHEET.name)


@cache
def drawn(diagram: str) -> etree._Element:
    return etree.fromstring(draw_svg(sheet(), diagram=diagram).encode())


def group(element: str, diagram: str = "kinds") -> etree._Element:
    (found,) = drawn(diagram).xpath(f'.//*[@data-element-id="{element}" and contains(@class, "element")]')
    return found


def markers(element: str, diagram: str = "kinds") -> list[str]:
    return [each.split()[-1] for each in group(element, diagram).xpath('.//@class[starts-with(., "marker")]')]


def icons(element: str) -> list[tuple[str, bool]]:
    """The icons of an event, and whether each is filled."""
    return [
        (each.get("class", "").removeprefix("icon icon-"), each.get("fill") != "none")
        for each in group(element).xpath('.//*[starts-with(@class, "icon icon-")]')
    ]


def outline(element: str, diagram: str = "kinds") -> etree._Element:
    return next(each for each in group(element, diagram) if each.tag != f"{SVG}title")


def text(element: etree._Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_nothing_on_the_sheet_is_left_out() -> None:
    for diagram in sheet().diagrams:
        shown = set(drawn(diagram.id).xpath("//@data-element-id"))
        bands = {shape.element for shape in diagram.shapes if shape.band_of}
        assert bands <= set(drawn(diagram.id).xpath("//@data-participant-id"))
        assert {shape.element for shape in diagram.shapes} - bands <= shown
        assert {edge.element for edge in diagram.edges} <= shown


@pytest.mark.parametrize("kind", sorted(TASK_ICONS))
def test_a_task_has_the_icon_of_its_kind(kind: str) -> None:
    (icon,) = group(kind).xpath('.//*[@class="icon"]')
    assert icon.get("d") == TASK_ICONS[kind]
    assert (icon.get("fill") != "none") == (kind == "sendTask")


def test_an_abstract_task_has_no_icon() -> None:
    assert not group("task").xpath('.//*[@class="icon"]')


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("task-loop", ["marker-loop"]),
        ("task-parallel", ["marker-parallel"]),
        ("task-sequential", ["marker-sequential"]),
        ("task-compensation", ["marker-compensation"]),
        ("task-many", ["marker-compensation", "marker-parallel"]),
        ("subProcess-closed", ["marker-collapsed"]),
        ("subProcess-open", []),
        ("adHocSubProcess-closed", ["marker-collapsed", "marker-ad-hoc"]),
        ("adHocSubProcess-open", ["marker-ad-hoc"]),
        ("call-called", ["marker-collapsed"]),
        ("call-globalTask", []),
        ("data-many", ["marker-parallel"]),
        ("data", []),
        ("inputs", ["marker-parallel"]),
    ],
)
def test_markers_stand_at_the_bottom(element: str, expected: list[str]) -> None:
    assert markers(element) == expected


def test_a_call_has_a_thick_line_and_the_icon_of_the_global_task_it_calls() -> None:
    assert float(outline("call-called").get("stroke-width", "0")) > float(outline("task").get("stroke-width", "0"))
    assert group("call-globalUserTask").xpath('.//*[@class="icon"]/@d') == [TASK_ICONS["userTask"]]
    assert group("call-globalScriptTask").xpath('.//*[@class="icon"]/@d') == [TASK_ICONS["scriptTask"]]


def test_a_transaction_has_two_lines_and_an_event_sub_process_a_dotted_one() -> None:
    assert len(group("transaction-open").findall(f"{SVG}rect")) == 2
    assert outline("subProcess-event-open").get("stroke-dasharray")
    assert not outline("subProcess-open").get("stroke-dasharray")


def test_a_closed_event_sub_process_shows_what_starts_it() -> None:
    assert icons("subProcess-event-closed") == [("message", False)]
    assert icons("subProcess-event-open") == []


# Table 10.93: what may start, be waited for and hang on an activity.
USUAL = ("message", "timer", "conditional", "signal", "multiple", "parallelMultiple")
WAITING = {
    "start": USUAL,
    "start-inner": ("error", "escalation", "compensate"),
    "start-going": (*USUAL, "escalation"),
    "catch": (*USUAL, "link"),
    "stopping": (*USUAL, "error", "escalation", "cancel", "compensate"),
    "going": (*USUAL, "escalation"),
}


@pytest.mark.parametrize(("place", "kind"), [(place, kind) for place, kinds in WAITING.items() for kind in kinds])
def test_what_waits_has_an_empty_icon_and_its_ring_tells_whether_it_interrupts(place: str, kind: str) -> None:
    element = f"{place}-{'parallel' if kind == 'parallelMultiple' else kind}"
    assert icons(element) == [(kind, False)]
    rings = group(element).findall(f"{SVG}circle")
    assert len(rings) == (1 if place.startswith("start") else 2)
    assert all(bool(ring.get("stroke-dasharray")) == (place in {"going", "start-going"}) for ring in rings)


@pytest.mark.parametrize("place", ["throw", "end"])
@pytest.mark.parametrize("kind", ["message", "escalation", "compensate", "signal", "multiple"])
def test_what_causes_has_a_filled_icon(place: str, kind: str) -> None:
    assert icons(f"{place}-{kind}") == [(kind, True)]


def test_an_end_event_has_a_thick_ring_and_no_other() -> None:
    (ring,) = group("end-none").findall(f"{SVG}circle")
    assert float(ring.get("stroke-width", "0")) > float(outline("start-none").get("stroke-width", "0"))
    assert icons("end-terminate") == [("terminate", True)]
    assert icons("catch-link") == [("link", False)]
    assert icons("throw-link") == [("link", True)]


def test_each_kind_of_gateway_has_a_mark_of_its_own() -> None:
    names = ("exclusive", "parallel", "inclusive", "complex", "event-based", "event-start", "event-start-parallel")
    marks = {etree.tostring(group(f"gateway-{name}").find(f"{SVG}g")).split(b">", 1)[1] for name in names}
    assert len(marks) == len(names)
    assert group("gateway-exclusive-plain").findall(f"{SVG}g/*") == []


def test_an_input_has_an_empty_arrow_and_an_output_a_filled_one() -> None:
    assert group("input").xpath('.//*[@class="icon"]/@fill') == ["none"]
    assert group("output").xpath('.//*[@class="icon"]/@fill') != ["none"]


def test_data_shows_its_state_and_a_group_its_category() -> None:
    labels = {each.get("data-element-id"): text(each) for each in drawn("kinds").xpath('.//*[@class="label"]')}
    assert labels["data-state"] == "Claim [checked]"
    assert labels["group"] == "A group"


def test_default_and_conditional_flows_are_marked_where_they_begin() -> None:
    assert group("flow-default").xpath('.//*[@class="default-flow"]')
    assert group("flow-default-2").xpath('.//*[@class="default-flow"]')
    assert group("flow-condition").xpath('.//*[@class="conditional-flow"]')
    assert not group("flow-condition-2").xpath('.//*[@class="conditional-flow"]')
    assert not group("flow").xpath(".//*[@class]")


def test_an_association_has_as_many_heads_as_directions() -> None:
    heads = [len(group(f"association-{direction}").findall(f"{SVG}polyline")) for direction in ("None", "One", "Both")]
    assert heads == [0, 1, 2]


def test_a_message_flow_shows_its_message_shaded_where_it_answers() -> None:
    envelopes = {flow: group(flow, "pools").find(f"{SVG}rect") for flow in ("asks", "answers", "plain")}
    assert {flow: found.get("fill") for flow, found in envelopes.items() if found is not None} == {
        "asks": PAPER,
        "answers": SHADE,
    }
    assert "Question" in text(group("asks", "pools"))


def test_a_pool_of_several_is_marked_and_one_without_a_process_is_empty() -> None:
    assert markers("many", "pools") == ["marker-parallel"]
    assert markers("black", "pools") == []
    assert group("black", "pools").find(f"{SVG}path") is None
    assert group("pool", "pools").find(f"{SVG}path") is not None


def test_names_of_upright_pools_are_level_and_those_of_others_turned() -> None:
    turned = {name: group(name, "pools").find(f"{SVG}text").get("transform") for name in ("upright", "lane-l", "pool")}
    assert turned["upright"] is None
    assert turned["lane-l"] is None
    assert turned["pool"].startswith("rotate(-90")


def test_conversations_are_hexagons_and_calls_of_them_thick() -> None:
    widths = [float(outline(f"{kind}", "conversations").get("stroke-width", "0")) for kind in CONVERSATIONS]
    assert widths[0] == widths[1] < widths[2] == widths[3]
    plus = [bool(group(kind, "conversations").find(f"{SVG}path") is not None) for kind in CONVERSATIONS]
    assert plus == [False, True, False, True]


CONVERSATIONS = ("conversation0", "subConversation1", "callConversation2", "callConversation3")


def test_a_conversation_link_is_a_double_line() -> None:
    lines = group("link-conversation0-buyer", "conversations").findall(f"{SVG}path")
    assert [line.get("stroke") == PAPER for line in lines] == [False, True]


def test_bands_of_a_choreography_task_are_shaded_save_who_begins() -> None:
    bands = group("ct", "choreographies").xpath('.//*[@class="band"]')
    found = {band.get("data-participant-id"): band.find(f"{SVG}path").get("fill") for band in bands}
    assert found == {"one": PAPER, "two": SHADE}
    assert [text(band) for band in bands] == ["Applicant Question", "Office Answer"]


def test_markers_of_choreography_activities() -> None:
    assert markers("ct-loop", "choreographies") == ["marker-loop"]
    assert markers("ct-many", "choreographies") == ["marker-parallel"]
    assert markers("sub", "choreographies") == ["marker-collapsed"]
    assert markers("sub-open", "choreographies") == []
    assert outline("call", "choreographies").get("stroke-width") != outline("ct", "choreographies").get("stroke-width")


def test_bands_are_made_up_where_the_file_has_none() -> None:
    data = SHEET.read_text(encoding="utf-8").partition("<bpmndi:")[0] + "</definitions>"
    svg = etree.fromstring(draw_svg(read_model(data.encode(), source_name="no diagram")).encode())
    bands = svg.xpath('.//*[@data-element-id="ct-loop"]/*[@class="band"]/@data-participant-id')
    assert bands == ["one", "two", "three"]


def _inside(scope: Scope) -> Iterator[FlowNode | SequenceFlow | DataItem | Artifact]:
    yield from (*scope.flows, *scope.data, *scope.artifacts, *scope.nodes)
    for node in scope.nodes:
        if isinstance(node, SubProcess):
            yield from _inside(node.scope)


def _covered(plane: Diagram, known: Mapping[str, Element], order: list[str]) -> Iterator[tuple[str, str]]:
    """What is drawn before something that lies all over it; groups are open."""
    places = {element: number for number, element in enumerate(order)}
    boxes = {s.element: s.bounds for s in plane.shapes if s.element in places}
    corners = {element: ((b.x, b.y), (b.x + b.width, b.y + b.height)) for element, b in boxes.items()}
    corners |= {e.element: tuple((p.x, p.y) for p in e.points) for e in plane.edges if e.element in places and e.points}
    for outer, box in boxes.items():
        if outer in known and known[outer].type in {"group", "textAnnotation"}:
            continue
        for inner, points in corners.items():
            is_in = all(box.x < x < box.x + box.width and box.y < y < box.y + box.height for x, y in points)
            # A message flow or association that runs inside what it leads to, and Bizagi's pools without a size.
            is_spared = inner in known and known[inner].type in {"messageFlow", "association", "participant"}
            if is_in and not is_spared and places[inner] < places[outer]:
                yield inner, outer


@pytest.mark.corpora
@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.nightly)])
def test_every_shape_and_edge_of_every_file_is_drawn_once(corpora: Path, every: int) -> None:
    shown = 0
    for path in sorted((*corpora.rglob("*.bpmn"), *corpora.rglob("*.bpmn20.xml")))[::every]:
        try:
            model = read_model(path.read_bytes(), source_name=path.name)
        except BpmnFileError:
            continue
        known = elements_of(model)
        for plane in model.diagrams:
            svg = etree.fromstring(draw_svg(model, diagram=plane.id or plane.element).encode())
            ids = svg.xpath('//*[starts-with(@class, "element ")]/@data-element-id')
            assert len(ids) == len(set(ids)), path
            closed = [known[s.element] for s in plane.shapes if s.is_expanded is False and s.element in known]
            hidden = {inner.id for node in closed if isinstance(node, SubProcess) for inner in _inside(node.scope)}
            bands = {shape.element for shape in plane.shapes if shape.band_of}
            assert bands <= set(svg.xpath("//@data-participant-id")), path
            wanted = {shape.element for shape in plane.shapes if not shape.band_of}
            wanted |= {edge.element for edge in plane.edges}
            assert {element for element in wanted if element in known} - hidden - set(ids) == set(), path
            assert list(_covered(plane, known, ids)) == [], path
            shown += len(ids)
    assert shown > 10_000 / every
