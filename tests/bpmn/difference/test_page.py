"""The page with both diagrams in the colours of what changes."""

import re
from collections.abc import Callable
from typing import get_args

from lxml import html

from bpmn import Model
from bpmn.difference import Change, compare_models, difference_page, draw_changes
from bpmn.difference.change import Kind
from bpmn.difference.colouring import STYLES, style_of
from bpmn.language import Text

Read = Callable[..., Model]
FLOWS = (
    '<sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="g" sourceRef="a" targetRef="b"/>'
    '<sequenceFlow id="h" sourceRef="b" targetRef="e"/>'
)


def small(read_process: Read, *, name: str = "Check papers", kind: str = "userTask", last: str = "b") -> Model:
    return read_process(
        f'<startEvent id="s"/><{kind} id="a" name="{name}"/><task id="{last}" name="Answer {last}"/><endEvent id="e"/>'
        + FLOWS.replace('"b"', f'"{last}"')
    )


def page(as_is: Model, to_be: Model, language: str = "en") -> str:
    return difference_page(as_is, to_be, compare_models(as_is, to_be), language=language)


def test_each_changed_element_has_its_colour_and_the_number_of_its_change(read_process: Read) -> None:
    as_is, to_be = small(read_process), small(read_process, kind="serviceTask")
    changes = compare_models(as_is, to_be)
    ((_, before),), ((_, behind),) = draw_changes(as_is, to_be, changes)
    style = style_of(changes[0])
    for svg in (before, behind):
        assert f"{style.sign} 1" in svg
        assert style.fill in svg


def test_the_page_tells_every_change_and_counts_them(read_process: Read) -> None:
    shown = html.fromstring(page(small(read_process), small(read_process, kind="serviceTask", name="Check")))
    items = shown.xpath('//ul[@class="changes"]/li')
    assert len(items) == 2
    assert "is done by a machine" in items[0].text_content()
    assert len(shown.xpath('//ul[@class="legend"]/li')) == len(STYLES)
    assert len(shown.xpath("//section")) == 2


def test_equal_models_are_said_to_be_equal(read_process: Read) -> None:
    model = small(read_process)
    assert "The two models do not differ." in page(model, model)
    assert "ялгаагүй" in page(model, model, "mn")


def test_nothing_of_a_file_is_taken_for_markup(read_process: Read) -> None:
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"
    written = page(small(read_process), small(read_process, name=evil))
    shown = html.fromstring(written)
    assert shown.xpath("//script | //img") == []
    assert not re.search(r"<[^>]* (style|on\w+)=", written)


def test_all_kinds_have_a_label_and_a_style_in_both_languages() -> None:
    for kind in get_args(Kind):
        change = Change(kind=kind, text=Text("x"))
        for text in (change.label, style_of(change).name):
            assert text.into("mn") != text.into("en") == text.template
