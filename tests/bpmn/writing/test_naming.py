"""Edits that leave everything else as it was."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import read_model
from bpmn.errors import BpmnFileError
from bpmn.writing import with_names

FILE = b"""<?xml version='1.0' encoding="UTF-8" ?>
<!-- <task id="A" name="in a comment"/> -->
<b:definitions xmlns:b = 'http://www.omg.org/spec/BPMN/20100524/MODEL'  targetNamespace="urn:t">\r
 <b:process  id="P" ><b:task name = 'old "name"'   id="A"/> <b:task id="B"
   startQuantity="1"></b:task><b:task/>
   <b:documentation><![CDATA[<b:task id="A" name="in CDATA"/>]]> a &gt; b</b:documentation>
   <?tool <b:task id="A"?>
 </b:process>
</b:definitions>
"""


def test_a_name_is_replaced_in_its_place() -> None:
    written = with_names(FILE, {"A": "new"})
    assert written == FILE.replace(b"""name = 'old "name"'""", b'name = "new"')


def test_a_missing_name_is_put_behind_the_id() -> None:
    assert with_names(FILE, {"B": "new"}) == FILE.replace(b'id="B"', b'id="B" name="new"')


def test_an_element_without_an_id_is_named_by_the_id_it_was_given() -> None:
    assert with_names(FILE, {"task_1": "new"}) == FILE.replace(b"<b:task/>", b'<b:task name="new"/>')


def test_without_names_nothing_changes() -> None:
    assert with_names(FILE, {}) == FILE


def test_the_encoding_stays_and_what_it_lacks_is_written_by_number() -> None:
    data = FILE.replace(b"UTF-8", b"cp1251").replace(b"old", "хуучин".encode("cp1251"))
    written = with_names(data, {"B": "Өргөдөл авах"})
    assert 'name="&#1256;рг&#1257;д&#1257;л авах"'.encode("cp1251") in written
    assert read_model(written, source_name="").nodes["B"].name == "Өргөдөл авах"


def test_an_unknown_element_is_an_error() -> None:
    with pytest.raises(BpmnFileError, match="no element Z"):
        with_names(FILE, {"Z": "new"})


def test_a_character_that_xml_does_not_allow_is_an_error() -> None:
    with pytest.raises(BpmnFileError, match="does not allow"):
        with_names(FILE, {"A": "\x00"})


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")))
def test_any_name_is_read_back(name: str) -> None:
    written = with_names(FILE, {"A": name, "B": name})
    nodes = read_model(written, source_name="").nodes
    assert nodes["A"].name == nodes["B"].name == " ".join(name.split())


def test_names_can_be_given_to_a_small_file(make_file: Callable[..., bytes]) -> None:
    data = make_file('<process id="P"><task id="A" name="a"/></process>')
    assert with_names(data, {"A": "a"}) == data


@pytest.mark.corpora
def test_names_of_any_file_can_be_changed_and_changed_back(corpora: Path) -> None:
    tried = 0
    for path in sorted(corpora.rglob("*.bpmn"))[::21]:
        data = path.read_bytes()
        try:
            model = read_model(data, source_name=path.name)
        except BpmnFileError:
            continue
        assert with_names(data, {}) == data
        names = {element: f'Ажил {number} "x" & <y>' for number, element in enumerate(islice(model.nodes, 20))}
        written = with_names(data, names)
        renamed = read_model(written, source_name=path.name).nodes
        assert {element: renamed[element].name for element in names} == names, path
        back = with_names(written, {element: model.nodes[element].name for element in names})
        assert {node.id: node.name for node in read_model(back, source_name=path.name).nodes.values()} == {
            node.id: node.name for node in model.nodes.values()
        }, path
        tried += 1
    assert tried > 30
