"""What Ortoo records of an activity, written into files of other tools."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import read_model
from bpmn.errors import BpmnFileError
from bpmn.model import Document, Facts
from bpmn.writing import SetDocuments, SetFact, apply_edits
from tests.bpmn.conftest import bpmn_file

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"))
TASK = (
    '<process id="P">\n  <userTask id="A" name="a">\n    <documentation>why</documentation>\n    <incoming>f</incoming>'
)
FILE = bpmn_file(f"{TASK}\n  </userTask>\n</process>")


def facts_of(data: bytes) -> Facts | None:
    return read_model(data, source_name="t").nodes["A"].facts  # type: ignore[attr-defined, no-any-return]


def test_extension_elements_stand_behind_the_documentation_and_declare_what_they_need() -> None:
    written = apply_edits(FILE, [SetFact(element="A", fact="legalBasis", value="Art. 5"), fee(500)])
    assert written == FILE.replace(
        b"</documentation>",
        b"</documentation>\n    <extensionElements>\n"
        b'      <ortoo:facts xmlns:ortoo="urn:ortoo:bpmn:1" legalBasis="Art. 5" feeMnt="500"/>\n'
        b"    </extensionElements>",
    )


def fee(value: int | None) -> SetFact:
    return SetFact(element="A", fact="feeMnt", value=value)


def test_a_vendors_extensions_stay_and_a_declared_prefix_is_used(make_file: Callable[..., bytes]) -> None:
    body = '<task id="A"><extensionElements><v:x xmlns:v="urn:v"/></extensionElements></task>'
    data = make_file(f'<process id="P">{body}</process>', dialect=' xmlns:o="urn:ortoo:bpmn:1"')
    written = apply_edits(data, [fee(7)])
    assert written == data.replace(b'urn:v"/>', b'urn:v"/><o:facts feeMnt="7"/>')


def test_the_last_fact_takes_its_element_along() -> None:
    assert apply_edits(apply_edits(FILE, [fee(500)]), [fee(None)]) == FILE


@given(TEXTS, st.integers(0, 10**9), st.booleans())
def test_facts_are_read_back(text: str, count: int, is_original: bool) -> None:
    paper = Document(name=text.strip(), held_by=text.strip(), is_original=is_original)
    edits = [
        SetFact(element="A", fact="redesignNote", value=text),
        SetFact(element="A", fact="visits", value=count),
        SetDocuments(element="A", documents=(paper, paper)),
    ]
    read = facts_of(apply_edits(FILE, edits))
    assert read == Facts(redesign_note=text.strip(), visits=count, documents=(paper, paper))


def test_papers_are_replaced() -> None:
    first = apply_edits(FILE, [SetDocuments(element="A", documents=(Document(name="a"), Document(name="b")))])
    second = apply_edits(first, [SetDocuments(element="A", documents=(Document(name="c"),))])
    assert facts_of(second) == Facts(documents=(Document(name="c"),))
    assert apply_edits(second, [SetDocuments(element="A", documents=())]) == FILE


@pytest.mark.parametrize(
    ("fact", "value"), [("visits", "-1"), ("visits", "many"), ("valueClass", "good"), ("colour", "red")]
)
def test_what_is_no_fact_is_refused(fact: str, value: str) -> None:
    with pytest.raises(BpmnFileError, match=fact):
        apply_edits(FILE, [SetFact(element="A", fact=fact, value=value)])


def test_only_activities_have_facts() -> None:
    with pytest.raises(BpmnFileError, match="no activity"):
        apply_edits(FILE, [SetFact(element="P", fact="visits", value=1)])
