"""The picture holds every element where the file puts it, and nothing that a strict policy forbids."""

from pathlib import Path

import pytest
from lxml import etree

from bpmn import Model, read_model
from bpmn.picture import draw_svg, lay_out
from bpmn.picture.index import elements_of
from bpmn.picture.lettering import text_width, wrap

SVG = "{http://www.w3.org/2000/svg}"
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:test" '
    'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">'
)
BODY = (
    '<process id="P"><startEvent id="s"/><userTask id="a" name="A &lt;b&gt; &amp; &quot;c&quot;"/><endEvent id="e"/>'
    '<exclusiveGateway id="x" default="xe"/><sequenceFlow id="sa" sourceRef="s" targetRef="a"/>'
    '<sequenceFlow id="ax" sourceRef="a" targetRef="x"/><sequenceFlow id="xe" sourceRef="x" targetRef="e"/>'
    '<sequenceFlow id="xa" sourceRef="x" targetRef="a"/></process>'
)


def plain() -> Model:
    return read_model(f"{HEAD}{BODY}</definitions>".encode(), source_name="test.bpmn")


def drawn(model: Model, **options: object) -> etree._Element:
    return etree.fromstring(draw_svg(model, **options).encode())  # type: ignore[arg-type]


def group(svg: etree._Element, element: str) -> etree._Element:
    (found,) = svg.xpath(f'.//*[@data-element-id="{element}" and contains(@class, "element")]')
    return found


def test_labels_are_escaped_and_each_element_has_a_title() -> None:
    svg = drawn(plain())
    assert group(svg, "a").findtext(f"{SVG}title") == 'User task: A <b> & "c"'
    assert all(g.find(f"{SVG}title") is not None for g in svg.xpath('.//*[contains(@class, "element")]'))


def test_nothing_is_in_it_that_a_strict_policy_forbids() -> None:
    svg = drawn(plain(), heat={"a": 0.9}, badges={"a": "<1"}, path=("s", "a"))
    tags = {etree.QName(node).localname for node in svg.iter()}
    attributes = {name for node in svg.iter() for name in node.attrib}
    assert not tags & {"script", "style", "image", "foreignObject", "use", "a"}
    assert not [name for name in attributes if name == "style" or name.startswith("on") or "href" in name]


def test_heat_is_a_class_and_a_fill() -> None:
    svg = drawn(plain(), heat={"a": 1.0, "x": 0.0})
    assert "heat-4" in group(svg, "a").get("class", "")
    assert "heat-0" in group(svg, "x").get("class", "")
    fills = {group(svg, element)[1].get("fill") for element in ("a", "x", "s")}
    assert len(fills) == 3


def test_the_path_is_highlighted_with_the_flows_on_it() -> None:
    svg = drawn(plain(), path=("s", "a", "x"))
    on_path = {g.get("data-element-id") for g in svg.xpath('.//*[contains(@class, "on-path")]')}
    assert on_path == {"s", "a", "x", "sa", "ax"}


def test_badges_and_other_names_are_drawn() -> None:
    svg = drawn(plain(), badges={"a": "2.5 h"}, names={"a": "Өргөдөл шалгах"})
    assert "2.5 h" in "".join(svg.itertext())
    assert group(svg, "a").findtext(f"{SVG}title") == "User task: Өргөдөл шалгах"


def test_default_flow_has_its_slash() -> None:
    assert group(drawn(plain()), "xe").xpath('.//*[@class="default-flow"]')


def test_an_unknown_diagram_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw_svg(plain(), diagram="nowhere")


def test_an_empty_model_is_an_empty_picture() -> None:
    assert drawn(Model(source_name="empty")).get("viewBox")


def test_a_model_without_diagram_is_laid_out_with_nothing_on_top_of_another() -> None:
    boxes = [shape.bounds for shape in lay_out(plain()).shapes]
    for n, a in enumerate(boxes):
        for b in boxes[n + 1 :]:
            is_apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
            assert is_apart


def test_a_colour_that_is_none_is_not_taken_from_the_file() -> None:
    shape = (
        '<di:BPMNDiagram><di:BPMNPlane bpmnElement="P"><di:BPMNShape bpmnElement="a" '
        'xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" bioc:fill="url(http://x)">'
        '<dc:Bounds x="10" y="20" width="100" height="80"/></di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>'
    )
    model = read_model(f"{HEAD}{BODY}{shape}</definitions>".encode(), source_name="test.bpmn")
    rectangle = group(drawn(model), "a").find(f"{SVG}rect")
    assert rectangle is not None
    assert (rectangle.get("x"), rectangle.get("y"), rectangle.get("fill")) == ("10", "20", "#ffffff")


def test_cyrillic_is_measured_wider_than_latin() -> None:
    assert text_width("Шийдвэрлэх", 12) > text_width("Illustrate", 12)


def test_no_line_is_wider_than_there_is_room() -> None:
    text = "Хуулийн этгээдийн улсын бүртгэлийн ерөнхий газарт тодорхойлолт гаргуулах"
    assert all(text_width(line, 12) <= 90 for line in wrap(text, 90, 12))
    assert "".join(wrap(text, 90, 12)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.corpora
def test_reference_models_show_every_element_where_it_is(corpora: Path) -> None:
    for path in sorted((corpora / "miwg" / "reference").glob("*.bpmn")):
        model = read_model(path.read_bytes(), source_name=path.name)
        known = elements_of(model)
        for plane in model.diagrams:
            svg = drawn(model, diagram=plane.id)
            shown = set(svg.xpath("//@data-element-id"))
            left, top, width, height = map(float, svg.get("viewBox", "").split())
            hidden = {node.id for scope, node in _inside_collapsed(model, plane.id)}
            for shape in plane.shapes:
                assert shape.element in shown | hidden, (path.name, shape.element)
                assert left <= shape.bounds.x <= left + width
                assert top <= shape.bounds.y <= top + height
            edges = {edge.element for edge in plane.edges if edge.element in known and len(edge.points) > 1}
            assert edges - shown <= {flow for flow in model.flows if flow not in shown and hidden}


def _inside_collapsed(model: Model, plane: str) -> list[tuple[object, object]]:
    diagram = next(found for found in model.diagrams if found.id == plane)
    collapsed = {shape.element for shape in diagram.shapes if shape.is_expanded is False}
    return [
        pair
        for node in model.nodes.values()
        if node.id in collapsed and hasattr(node, "scope")
        for pair in node.scope.walk()
    ]
