"""Every plane of a file can be drawn, and what is in a closed sub-process on the plane around it too."""

from pathlib import Path

import pytest
from lxml import etree

from bpmn import Model, read_model
from bpmn.picture import draw_svg, planes_of

FILES = Path(__file__).parent / "files"


def read(name: str) -> Model:
    return read_model((FILES / name).read_bytes(), source_name=name)


def shown(model: Model, diagram: str | None) -> set[str]:
    svg = etree.fromstring(draw_svg(model, diagram=diagram).encode())
    return set(svg.xpath('//*[starts-with(@class, "element ")]/@data-element-id'))


def test_planes_are_those_of_the_file_in_its_order() -> None:
    planes = planes_of(read("all-kinds.bpmn"))
    assert [plane.id for plane in planes] == ["kinds", "pools", "conversations", "choreographies"]


def test_a_plane_is_found_by_its_own_id_and_by_what_it_shows() -> None:
    model = read("all-kinds.bpmn")
    assert shown(model, "pools") == shown(model, "c") != shown(model, None)


def test_what_a_closed_sub_process_holds_on_the_same_plane_is_a_plane_of_its_own() -> None:
    model = read("closed-on-one-plane.bpmn")
    assert [plane.id for plane in planes_of(model)] == ["diagram", "sub"]
    assert shown(model, None) == {"sub"}
    assert shown(model, "sub") == {"a", "b", "a-b"}


def test_a_model_without_a_diagram_has_one_plane() -> None:
    model = read("without-diagram.bpmn")
    (plane,) = planes_of(model)
    assert set(model.nodes) <= {shape.element for shape in plane.shapes}


def test_an_unknown_plane_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw_svg(read("closed-on-one-plane.bpmn"), diagram="nowhere")
