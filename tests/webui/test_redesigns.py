"""The studio's redesign pages: found in the background, shown, and made a draft."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest

from analysis.scenario import read_scenario
from bpmn import read_model
from engine import Engine, find_models, open_engine, run_due_jobs
from engine.ports import AnalysisStopped
from processes import find_service
from tests.webui.conftest import Browser
from webui import analyses, redesigns
from webui.application import create_app
from webui.settings import Settings

SERVICE = find_service("company-registration")
HOME = "/studio/services/company-registration/redesign"
LOG, CHECK = "automation-Task_log_file", "automation-Task_check_file"
SMALL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="P">
<startEvent id="s"/><userTask id="a" name="Register file"/><userTask id="b" name="Check file"/><endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="b"/>
<sequenceFlow id="f3" sourceRef="b" targetRef="e"/></process></definitions>"""


class Watch:
    def __init__(self, *, stops: bool = False) -> None:
        self.seen: list[float] = []
        self.stops = stops

    def progress(self, done: int, total: int) -> None:
        self.seen.append(done / total)

    def should_stop(self) -> bool:
        return self.stops


def signed_in(engine: Engine, settings: Settings) -> Browser:
    client = create_app(engine, services=[SERVICE], settings=settings).test_client()
    client.set_cookie("language", "en")
    browser = Browser(client)
    browser.sign_in("analyst")
    return browser


@pytest.fixture
def analyst(engine: Engine, settings: Settings) -> Browser:
    """An analyst who is signed in and reads English."""
    return signed_in(engine, settings)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What is found for a small model."""
    subject = redesigns.Subject(name="small.bpmn", content=SMALL.encode())
    asked: dict[str, Any] = {}

    def note(_engine: object, *, arguments: dict[str, Any], **_: object) -> None:
        asked.update(arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(redesigns, "request_analysis", note)
        redesigns.request_redesign(None, subject, actor=None)  # type: ignore[arg-type]  # neither is looked at
    return redesigns.find_redesigns(asked, Watch())


def test_what_is_found_is_json_in_both_languages_with_the_four_sides(found: dict[str, Any]) -> None:
    assert json.loads(json.dumps(found)) == found
    assert set(found) == {"mn", "en"}
    page = found["en"]
    assert page["front"]
    assert any("around the clock" in text for text in page["assumed"]), "no scenario came with the file"
    assert any("be written down?" in text for member in page["front"] for text in member["questions"])
    assert page["chart"].startswith("<svg")
    assert "style=" not in page["chart"], "the policy lets no style through"
    proposals = [one for group in page["groups"] for one in group["proposals"]]
    assert {"automation-a", "automation-b"} <= {one["id"] for one in proposals}
    for one in proposals:
        assert {line["side"] for line in one["sides"]} >= {"time", "cost", "quality"}
        assert any(line["interval"] for line in one["sides"])
    assert found["mn"]["groups"][0]["proposals"][0]["argument"] != page["groups"][0]["proposals"][0]["argument"]


def test_progress_goes_from_nothing_to_all_and_stopping_gives_no_result() -> None:
    watch = Watch()
    arguments = {"name": "small.bpmn", "file": base64.b64encode(SMALL.encode()).decode()}
    redesigns.find_redesigns(arguments, watch)
    assert watch.seen == sorted(watch.seen)
    assert (watch.seen[0], watch.seen[-1]) == (0.0, 1.0)
    with pytest.raises(AnalysisStopped):
        redesigns.find_redesigns(arguments, Watch(stops=True))


def test_redesigns_are_asked_for_found_in_the_background_and_shown(
    tmp_path: Path, empty_database: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, engine: Engine,
    found: dict[str, Any],
) -> None:  # fmt: skip
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(analyses, "find_redesigns", lambda arguments, _: asked.append(dict(arguments)) or found)
    working = open_engine(f"sqlite:///{tmp_path / 'ortoo.db'}", analyses=analyses.analyses())
    analyst = signed_in(working, settings)
    assert "Find redesigns" in analyst.get(HOME).text
    analyst.post(HOME)
    waiting = analyst.get(HOME)
    assert "being tried" in waiting.text
    assert waiting.headers["Refresh"] == "2"
    run_due_jobs(working, worker="w")
    shown = analyst.get(HOME)
    assert "Refresh" not in shown.headers
    assert asked == [{"service": "company-registration", "seed": 1}]
    assert "Register file" in shown.text
    assert "<svg" in shown.text
    assert "What was assumed" in shown.text
    analyst.client.set_cookie("language", "mn")
    assert "Ирээдүйн загварын ноорогт" in analyst.get(HOME).text
    working.close()


def test_what_is_no_longer_wanted_is_cancelled(analyst: Browser) -> None:
    analyst.get(HOME)
    analyst.post(HOME)
    analyst.get(HOME)
    analyst.post(f"{HOME}/cancel")
    assert "was stopped" in analyst.get(HOME).text


def test_chosen_proposals_become_a_draft_with_a_scenario(analyst: Browser, engine: Engine) -> None:
    analyst.get(HOME)
    address = analyst.post(f"{HOME}/draft", id=[LOG, CHECK]).headers["Location"]
    (kept,) = find_models(engine).items
    assert kept.name == "company-registration-to-be-draft.bpmn"
    draft = read_model(analyst.get(f"{address}/file").data, source_name="draft.bpmn")
    assert {draft.nodes[one].type for one in ("Task_log_file", "Task_check_file")} == {"serviceTask"}
    answer = analyst.get(f"{HOME}/scenario?id={LOG}&id={CHECK}")
    assert "company-registration-to-be-draft.scenario.json" in answer.headers["Content-Disposition"]
    assert read_scenario(answer.data, source_name="s").activities["Task_log_file"].resources == ()


def test_a_draft_of_nothing_or_of_what_does_not_go_together_is_refused_with_the_reason(
    analyst: Browser, engine: Engine
) -> None:
    analyst.get(HOME)
    assert "Choose at least one proposal" in analyst.post(f"{HOME}/draft", 422).text
    together = analyst.post(f"{HOME}/draft", 422, id=[LOG, "composition-Task_log_file-Task_check_file"])
    assert "There is no proposal composition-Task_log_file-Task_check_file" in together.text
    analyst.get(f"{HOME}/scenario?id=nothing", 404)
    assert find_models(engine).total == 0


def test_a_model_of_which_nothing_can_be_said_has_a_page_with_the_reason() -> None:
    empty = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"/>'
    found = redesigns.find_redesigns({"name": "empty.bpmn", "file": base64.b64encode(empty).decode()}, Watch())
    assert "process" in found["en"]["problem"]
    assert found["en"]["problem"] != found["mn"]["problem"]


def test_an_upload_has_the_page_too(analyst: Browser) -> None:
    analyst.get("/studio/")
    sent = analyst.post("/studio/models", 303, model=(io.BytesIO(SMALL.encode()), "small.bpmn"))
    address = sent.headers["Location"]
    assert f"{address}/redesign" in analyst.get(address).text
    page = analyst.get(f"{address}/redesign")
    assert "small.bpmn" in page.text
    analyst.post(f"{address}/redesign/draft", 303, id=["automation-a"])
    analyst.get("/studio/models/nothing/redesign", 404)
    analyst.get("/studio/services/nothing/redesign", 404)
