"""The studio's pages: models with their evidence, uploads, the comparison as a background job."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bpmn import read_model
from engine import Engine, find_models, open_engine, read_analysis, run_due_jobs
from engine.ports import AnalysisResult, AnalysisStopped, AnalysisWatch
from processes import find_service
from tests.webui.conftest import Browser
from webui import analyses
from webui.application import create_app
from webui.settings import Settings
from webui.studio.answers import report_answer

SERVICE = find_service("company-registration")
HOME = "/studio/services/company-registration"
FILES = Path(__file__).parents[1] / "browser" / "files"
STUCK = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t"><process id="p">'
    '<startEvent id="s"/><exclusiveGateway id="x"/><task id="a"/><task id="b"/><parallelGateway id="j"/>'
    '<endEvent id="e"/>'
    + "".join(
        f'<sequenceFlow id="{one}-{other}" sourceRef="{one}" targetRef="{other}"/>'
        for one, other in ("sx", "xa", "xb", "aj", "bj", "je")
    )
    + "</process></definitions>"
)
RESULT = AnalysisResult(
    value={"summary": {
        language: {
            "verdict": f"Lower ({language})",
            "changes": [{"kind": "automated", "texts": ["A step is done by a machine."]}],
            "measures": [
                {"group": "Speed", "label": "Time", "as_is": "9 days", "to_be": "1 day", "difference": "−8 days",
                 "interval": "", "outcome": "better", "origin": "simulated"}
            ],
            "replications": 2, "cases": 3, "seed": 1,
        }
        for language in ("mn", "en")
    }},
    parts={
        f"{form}:{language}": content
        for language in ("mn", "en")
        for form, content in {
            "html": "<html><style>p { color: red }</style><p>A report</p></html>",
            "pdf": "JVBERi0x",  # %PDF-1
            "xlsx": "UEsDBA==",  # PK, and two bytes more
            "json": "{}",
        }.items()
    },
)  # fmt: skip


@pytest.fixture
def analyst(engine: Engine, settings: Settings) -> Browser:
    """An analyst who is signed in and reads English."""
    client = create_app(engine, services=[SERVICE], settings=settings).test_client()
    client.set_cookie("language", "en")
    browser = Browser(client)
    browser.sign_in("analyst")
    return browser


def upload(analyst: Browser, name: str, content: bytes, status: int) -> str:
    analyst.get("/studio/")
    answer = analyst.post("/studio/models", status, model=(io.BytesIO(content), name))
    return answer.headers.get("Location") or answer.text


@pytest.mark.parametrize("side", ["as-is", "to-be"])
def test_a_model_is_shown_with_marks_for_the_elements_of_the_ranking(analyst: Browser, side: str) -> None:
    text = analyst.get(f"{HOME}/{side}").text
    found = re.search(r'<script type="application/json" id="marks">(.*?)</script>', text, re.DOTALL)
    assert found
    marks = json.loads(found[1])
    model = (SERVICE.as_is if side == "as-is" else SERVICE.to_be).decode()
    assert marks
    assert all(f'id="{element}"' in model and 0 <= mark["level"] <= 4 for element, mark in marks.items())
    assert max(mark["level"] for mark in marks.values()) == 4


def test_labels_and_reasons_are_in_the_readers_language(analyst: Browser) -> None:
    analyst.client.set_cookie("language", "mn")
    text = analyst.get(f"{HOME}/as-is").text
    assert "Нэр шалгаж захиалах" in text
    assert "Check and reserve name" not in text
    assert "Нэр шалгаж захиалах" in analyst.get(f"{HOME}/as-is/file").get_data(as_text=True)


def test_a_side_or_service_there_is_not_is_not_found(analyst: Browser) -> None:
    analyst.get(f"{HOME}/sideways", 404)
    analyst.get("/studio/services/nothing/as-is", 404)
    analyst.get("/studio/models/nothing", 404)


def test_an_uploaded_model_is_kept_and_shown_with_its_findings(analyst: Browser, engine: Engine) -> None:
    content = (FILES / "wants-os.bpmn").read_bytes()
    address = upload(analyst, "wants-os.bpmn", content, 303)
    text = analyst.get(address).text
    assert "Clean up" in text
    assert "wizardTask" in text
    assert "script-refused" in text
    assert analyst.get(f"{address}/file").data == content
    assert [model.name for model in find_models(engine).items] == ["wants-os.bpmn"]
    assert "wants-os.bpmn" in analyst.get("/studio/").text


@pytest.mark.parametrize(
    ("name", "said"),
    [("not-xml.bpmn", "does not begin like XML"), ("dtd.bpmn", "document type"), ("page.html", "HTML")],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    analyst: Browser, engine: Engine, name: str, said: str
) -> None:
    text = upload(analyst, name, (FILES / name).read_bytes(), 422)
    assert said in text
    assert name in text
    assert find_models(engine).total == 0


def test_sending_no_file_is_said(analyst: Browser) -> None:
    assert "Choose a BPMN file" in upload(analyst, "", b"", 422)


def test_a_label_that_looks_like_markup_stays_a_label(analyst: Browser) -> None:
    hostile = (FILES / "wants-os.bpmn").read_text().replace("Clean up", "&lt;/script&gt;&lt;script&gt;alert(1)")
    address = upload(analyst, "hostile.bpmn", hostile.encode(), 303)
    assert "<script>alert" not in analyst.get(address).text


def test_the_comparison_is_asked_for_computed_in_the_background_and_shown(
    tmp_path: Path, empty_database: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    asked: list[dict[str, Any]] = []

    def compare(arguments: dict[str, Any], _: object) -> AnalysisResult:
        asked.append(dict(arguments))
        return RESULT

    monkeypatch.setattr(analyses, "_compare_service", compare)
    working = open_engine(f"sqlite:///{tmp_path / 'ortoo.db'}", analyses=analyses.analyses())
    client = create_app(working, services=[SERVICE], settings=settings).test_client()
    client.set_cookie("language", "en")
    analyst = Browser(client)
    analyst.sign_in("analyst")
    assert "Compute the comparison" in analyst.get(f"{HOME}/comparison").text
    assert analyst.get(f"{HOME}/comparison/report", 303).headers["Location"].endswith("/comparison")
    analyst.get(f"{HOME}/comparison")
    analyst.post(f"{HOME}/comparison")
    waiting = analyst.get(f"{HOME}/comparison")
    assert "being computed" in waiting.text
    assert waiting.headers["Refresh"] == "2"
    run_due_jobs(working, worker="w")
    done = analyst.get(f"{HOME}/comparison")
    assert "Lower (en)" in done.text
    assert ">Speed</th>" in done.text
    assert "Refresh" not in done.headers
    assert asked == [{"service": "company-registration", "seed": 1}]
    assert "sha256-" in analyst.get(f"{HOME}/comparison/report").headers["Content-Security-Policy"]
    for form, begins in {"html": b"<html>", "pdf": b"%PDF-1", "xlsx": b"PK", "json": b"{}"}.items():
        address = f"{HOME}/comparison/report?form={form}"
        assert address in done.text
        report = analyst.get(address)
        assert f"company-registration-en.{form}" in report.headers["Content-Disposition"]
        assert report.data.startswith(begins)
    analyst.get(f"{HOME}/comparison/report?form=exe", 404)
    working.close()


def test_a_comparison_shows_how_far_it_is_and_can_be_stopped(
    tmp_path: Path, empty_database: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    pages: list[str] = []

    def compare(_: object, watch: AnalysisWatch) -> AnalysisResult:
        watch.progress(42, 100)
        pages.append(browser.get(f"{HOME}/comparison").text)
        browser.post(f"{HOME}/comparison/cancel")
        raise AnalysisStopped

    monkeypatch.setattr(analyses, "_compare_service", compare)
    working = open_engine(f"sqlite:///{tmp_path / 'ortoo.db'}", analyses=analyses.analyses())
    client = create_app(working, services=[SERVICE], settings=settings).test_client()
    client.set_cookie("language", "en")
    browser = Browser(client)
    browser.sign_in("analyst")
    browser.get(f"{HOME}/comparison")
    browser.post(f"{HOME}/comparison/cancel")  # nobody has asked for it yet
    browser.post(f"{HOME}/comparison")
    assert "Stop computing" in browser.get(f"{HOME}/comparison").text
    run_due_jobs(working, worker="w")
    assert 'value="42" max="100"' in pages[0]
    stopped = browser.get(f"{HOME}/comparison")
    assert "was stopped" in stopped.text
    assert "Compute the comparison" in stopped.text
    assert "Refresh" not in stopped.headers
    assert read_analysis(working, key=analyses.comparison_key(SERVICE)).result is None
    working.close()


def test_a_comparison_has_another_key_for_another_seed_or_scenario() -> None:
    assert analyses.comparison_key(SERVICE) == analyses.comparison_key(SERVICE)
    assert analyses.comparison_key(SERVICE) != analyses.comparison_key(SERVICE, seed=2)


def test_a_report_without_styles_may_have_none() -> None:
    assert "style-src 'none'" in report_answer("<p>plain</p>").headers["Content-Security-Policy"]


def test_a_model_without_a_diagram_is_shown_with_a_layout(analyst: Browser) -> None:
    address = upload(analyst, "stuck.bpmn", STUCK.encode(), 303)
    shown = read_model(analyst.get(f"{address}/diagram").data, source_name="shown.bpmn")
    assert {shape.element for diagram in shown.diagrams for shape in diagram.shapes} >= set(shown.nodes)
    assert f"{address}/diagram" in analyst.get(address).text


def test_a_model_with_a_diagram_is_shown_as_it_was_drawn(analyst: Browser) -> None:
    address = upload(analyst, "drawn.bpmn", SERVICE.as_is, 303)
    assert analyst.get(f"{address}/diagram").data == SERVICE.as_is


def test_a_picture_stands_in_where_the_diagram_cannot_be_shown(analyst: Browser) -> None:
    address = upload(analyst, "wants-os.bpmn", (FILES / "wants-os.bpmn").read_bytes(), 303)
    answer = analyst.get(f"{address}/picture")
    assert answer.mimetype == "image/svg+xml"
    assert answer.data.startswith(b"<svg")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_way_to_a_fault_can_be_shown_on_the_diagram(analyst: Browser) -> None:
    address = upload(analyst, "stuck.bpmn", STUCK.encode(), 303)
    found = re.search(r'data-way="([^"]+)"', analyst.get(address).text)
    assert found
    assert found[1].split()[:2] == ["s", "x"]


def calling(decision: str) -> bytes:
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t" '
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><process id="p" isExecutable="true">'
        '<startEvent id="s"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="d"/>'
        '<sequenceFlow id="g" sourceRef="d" targetRef="e"/><businessRuleTask id="d" name="Decide"><extensionElements>'
        f'<zeebe:calledDecision decisionId="{decision}" resultVariable="outcome"/><zeebe:ioMapping>'
        '<zeebe:input source="=1" target="applicant_ag"/></zeebe:ioMapping></extensionElements></businessRuleTask>'
        "</process></definitions>"
    ).encode()


def test_an_upload_is_held_against_the_decisions_of_the_service_that_it_calls(analyst: Browser) -> None:
    called = next(iter(SERVICE.decision_ids))
    shown = analyst.get(upload(analyst, "calling.bpmn", calling(called), 303)).text
    assert "calls the decision" in shown
    assert "decision-call-input" in shown


def test_an_upload_that_calls_a_decision_of_no_service_is_not_blamed_for_it(analyst: Browser) -> None:
    shown = analyst.get(upload(analyst, "calling.bpmn", calling("of-somebody-else"), 303)).text
    assert "of-somebody-else" not in shown
    assert "decision-missing" not in shown
