"""Files made to do harm, or absurdly large, are refused with a reason or read; none of them breaks anything."""

from typing import TYPE_CHECKING

import pytest

from bench.hostile_files import KINDS, calls, file
from bpmn import read_model
from bpmn.check import check_model
from bpmn.errors import UnreadableFileError
from bpmn.normal import normal_form
from bpmn.soundness import check_soundness

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSED = {
    "document type": "DTD",
    "external entity": "DTD",
    "billion laughs": "DTD",
    "document type of 9 MB": "more than 50000 elements",
    "50 MB": "The file has 49.6 MB",
    "100,000 nested elements": "more than 50000 elements",
    "100,000 nested sub-processes": "more than 50000 elements",
    "gzip bomb": "a gzip archive",
    "zip bomb": "a ZIP archive",
    "zeros": "does not begin like XML",
    "UTF-16 without a mark": "more than 50000 elements",
    "windows-1251 undeclared": "Save it as UTF-8",
    "unknown encoding": "klingon",
    "2,000,000 attributes on one element": "The file has 21.8 MB",
    "700,000 attributes on one element": "more than 200000 attributes",
    "250,000 attributes on one element": "more than 256 attributes",
    "2,000,000 attributes on 20,000 elements": "The file has 15.2 MB",
    "250 attributes on each of 4,000 elements": "more than 200000 attributes",
    "380,000 namespaces on one element": "more than 200000 attributes",
    "600,000 namespaces on 6,000 elements": "more than 200000 attributes",
    "60 namespaces on each of 90 nested": "More than 256 namespaces",
    "1,000,000 comments": "more than 50000 elements",
    "1,000,000 instructions": "more than 50000 elements",
    "text of 9 MB": "9437184 characters is too long",
    "attribute of 9 MB": "longer than 1000000 characters",
    "100,000 tasks": "more than 50000 elements",
}


@pytest.mark.parametrize("kind", REFUSED)
def test_hostile_files_are_refused_with_the_reason(kind: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_model(KINDS[kind](), source_name="hostile.bpmn")
    assert REFUSED[kind] in str(caught.value)
    assert str(caught.value).startswith("hostile.bpmn")
    assert caught.value.into("mn") != str(caught.value)


@pytest.mark.nightly
@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(REFUSED)))
def test_files_within_the_bounds_are_read_and_put_into_normal_form(kind: str) -> None:
    model = read_model(KINDS[kind](), source_name="hostile.bpmn")
    assert normal_form(model).model.nodes.keys() >= model.nodes.keys()


@pytest.mark.parametrize("count", [1, 2, 200])
def test_processes_that_call_each_other_in_a_ring_are_read_checked_and_decided(count: int) -> None:
    model = read_model(calls(count), source_name="ring.bpmn")
    assert len(model.processes) == count
    assert len(normal_form(model).model.processes) == count
    check_model(model)
    assert len(check_soundness(model)) == count


def importing(location: str, own: str, other: str) -> bytes:
    return file(
        f'<import importType="http://www.omg.org/spec/BPMN/20100524/MODEL" location="{location}" namespace="urn:t"/>'
        f'<process id="{own}"><callActivity id="c_{own}" calledElement="{other}"/></process>'
    )


@pytest.mark.parametrize("names", [("a.bpmn", "a.bpmn"), ("a.bpmn", "b.bpmn")])
def test_files_that_import_and_call_each_other_are_checked(names: tuple[str, str]) -> None:
    first, second = names
    files = {second: importing(first, "Q", "P"), first: importing(second, "P", "Q")}
    neighbour: Callable[[str], bytes | None] = files.get
    model = read_model(files[first], source_name=first)
    assert "import" in {finding.rule for finding in check_model(model, neighbour=neighbour)}
    assert set(check_soundness(model)) == {"P"}
