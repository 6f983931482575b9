"""How cases end, and how that is recognised."""

import pytest

from analysis.endings import find_endings, share_of
from bpmn import read_model
from bpmn.model import EndEvent
from tests.analysis.models import definition, model, node

FILE = """
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:ortoo="urn:ortoo:bpmn:1" id="d">
  <process id="p">
    <startEvent id="s"><outgoing>f</outgoing></startEvent>
    <sequenceFlow id="f" sourceRef="s" targetRef="e"/>
    <endEvent id="e" name="Refused">
      <extensionElements><ortoo:facts outcome="{outcome}"/></extensionElements>
      <incoming>f</incoming>
    </endEvent>
  </process>
</definitions>
"""


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("Permit refused", "rejected"),
        ("Application is not approved", "rejected"),
        ("Зөвшөөрөл олгохоос татгалзсан", "rejected"),
        ("Application lapsed", "abandoned"),
        ("Хүсэлтийг цуцалсан", "abandoned"),
        ("Transfer failed", "error"),
        ("Permit issued", "granted"),
        ("", "unknown"),
    ],
)
def test_an_end_is_recognised_by_words_of_its_name(name: str, outcome: str) -> None:
    found = find_endings(model({"e": node("e", "endEvent", name=name)}, ""), "p", {"e": 0.25})
    assert [(one.outcome, one.share) for one in found] == [(outcome, 0.25)]


def test_an_error_event_is_an_error_whatever_it_is_called() -> None:
    end = node("e", "endEvent", name="Permit refused", definitions=(definition("error"),))
    assert find_endings(model({"e": end}, ""), "p", {"e": 1.0})[0].outcome == "error"


def test_what_the_model_says_goes_before_its_name() -> None:
    read = read_model(FILE.replace("{outcome}", "granted").encode(), source_name="said.bpmn")
    (ending,) = find_endings(read, "p", {"e": 1.0})
    assert (ending.outcome, str(ending.recognised_by)) == ("granted", "the model says so")


def test_an_outcome_nobody_knows_is_noted_by_the_reader_and_the_name_decides() -> None:
    read = read_model(FILE.replace("{outcome}", "lost").encode(), source_name="said.bpmn")
    end = read.nodes["e"]
    assert isinstance(end, EndEvent)
    assert end.outcome == ""
    assert any("lost" in str(note.text) for note in read.notes)
    assert find_endings(read, "p", {"e": 1.0})[0].outcome == "rejected"


def test_only_the_ends_of_the_process_itself_count_and_no_share_goes_over_one() -> None:
    inner = {"in": "endEvent"}
    whole = model(
        {
            "sub": node("sub", "subProcess", scope=model(inner, "").processes[0].scope),
            "no": node("no", "endEvent", name="Refused"),
            "failed": node("failed", "endEvent", name="Failed"),
        },
        "",
    )
    found = find_endings(whole, "p", {"in": 1.0, "no": 2.0, "failed": 1e-15})
    assert [(one.element, one.share) for one in found] == [("no", 1.0), ("failed", 0.0)]
    assert share_of(found, "rejected") == 1.0
    assert share_of(found, "error", "abandoned") == 0.0
