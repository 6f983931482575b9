"""A layout written into a file is read back as it was."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bpmn import read_model
from bpmn.model import Bounds, Diagram, Edge, Point, Shape
from bpmn.writing import AddDiagram, InsertNode, RemoveDiagrams, apply_edits

BODY = (
    '<process id="P"><startEvent id="s"/><exclusiveGateway id="x"/>'
    '<sequenceFlow id="f" sourceRef="s" targetRef="x"/></process>'
)
DIAGRAM = Diagram(
    id="D",
    element="P",
    name='Нэг & "хоёр"',
    shapes=(
        Shape(element="s", bounds=Bounds(x=0.5, y=1, width=36, height=36), label=Bounds(x=1, y=2, width=3, height=4)),
        Shape(element="x", bounds=Bounds(x=100, y=-7, width=50, height=50), is_marker_visible=True),
    ),
    edges=(Edge(element="f", points=(Point(x=36.5, y=19), Point(x=100, y=18.123))),),
)


def without_lines(diagram: Diagram) -> Diagram:
    return replace(
        diagram,
        id="D",
        shapes=tuple(Shape(**{n: getattr(s, n) for n in SHAPE}) for s in diagram.shapes),
        edges=tuple(Edge(element=e.element, points=e.points, label=e.label) for e in diagram.edges),
    )


SHAPE = ("element", "bounds", "is_expanded", "is_horizontal", "is_marker_visible", "label")


@pytest.mark.parametrize(
    "dialect",
    [
        "",
        ' xmlns:x="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"',
        ' xmlns:bpmndi="urn:other" xmlns:di="urn:another"',
    ],
)
def test_a_diagram_is_read_back_whatever_prefixes_a_file_has(make_file: Callable[..., bytes], dialect: str) -> None:
    data = make_file(BODY, dialect=dialect)
    written = apply_edits(data, [AddDiagram(diagram=DIAGRAM)])
    assert without_lines(read_model(written, source_name="t").diagrams[0]) == DIAGRAM
    assert apply_edits(written, [RemoveDiagrams()]) == data


def test_elements_without_an_id_are_given_the_one_they_are_drawn_by(make_file: Callable[..., bytes]) -> None:
    data = make_file('<process id="P"><task/></process>')
    (node,) = read_model(data, source_name="t").nodes
    diagram = Diagram(id="D", element="P", shapes=(Shape(element=node, bounds=Bounds(x=0, y=0, width=1, height=1)),))
    written = apply_edits(data, [AddDiagram(diagram=diagram)])
    assert f'<task id="{node}"/>'.encode() in written
    assert read_model(written, source_name="t").diagrams[0].shapes[0].element == node


def test_a_second_diagram_has_ids_of_its_own(make_file: Callable[..., bytes]) -> None:
    written = apply_edits(make_file(BODY), [AddDiagram(diagram=DIAGRAM), AddDiagram(diagram=DIAGRAM)])
    model = read_model(written, source_name="t")
    assert len(model.diagrams) == 2
    assert not [note for note in model.notes if note.rule == "duplicate-id"]
    assert written.count(b'id="s_di1"') == written.count(b'id="s_di2"') == 1


def test_what_is_inserted_is_drawn_in_every_diagram(make_file: Callable[..., bytes]) -> None:
    insert = InsertNode(flow="f", type="userTask", node="n")
    edits = [AddDiagram(diagram=DIAGRAM), AddDiagram(diagram=DIAGRAM), insert]
    model = read_model(apply_edits(make_file(BODY), edits), source_name="t")
    assert all("n" in {shape.element for shape in diagram.shapes} for diagram in model.diagrams)
