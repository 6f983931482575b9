"""The page of one incident: seen and mended by operators, closed to others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from engine import Engine, find_incidents, open_engine, read_case, run_due_jobs, upgrade_database
from engine.ports import JobRequest, TaskFailure
from tests.webui.conftest import Browser, _furnish
from tests.webui.library_service import make_service
from webui.application import create_app
from webui.settings import Settings

FAULTS: list[bool] = []


def notify(request: JobRequest, /) -> dict[str, str]:
    if FAULTS:
        FAULTS.pop()
        raise TaskFailure("The post office is <closed>.", retry=False)
    return {}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    address = f"sqlite:///{tmp_path / 'ortoo.db'}"
    upgrade_database(address)
    opened = open_engine(address, handlers={"notify": notify})
    _furnish(opened)
    yield opened
    opened.close()


@pytest.fixture
def app(engine: Engine, settings: Settings) -> Flask:
    return create_app(engine, services=[make_service()], settings=settings)


@pytest.fixture
def operator(app: Flask) -> Browser:
    browser = Browser(app.test_client())
    browser.client.set_cookie("language", "en")
    browser.sign_in("operator")
    return browser


@pytest.fixture
def reference(app: Flask, engine: Engine) -> str:
    """A case whose notice could not be sent."""
    FAULTS[:] = [True]
    citizen, worker = Browser(app.test_client()), Browser(app.test_client())
    found = citizen.apply()
    worker.sign_in("worker")
    item = worker.get("/desk/").text.split("/desk/items/")[1].split('"')[0]
    worker.get(f"/desk/items/{item}")
    worker.post(f"/desk/items/{item}/claim")
    worker.post(f"/desk/items/{item}", decision="yes", shelf="A1")
    run_due_jobs(engine, worker="test")
    return found


def only(engine: Engine) -> str:
    (incident,) = find_incidents(engine).items
    return f"/operations/incidents/{incident.id}"


def test_an_operator_sees_the_jobs_input_and_the_error(operator: Browser, engine: Engine, reference: str) -> None:
    assert only(engine) in operator.get("/operations/").text
    page = operator.get(only(engine)).text
    assert "The post office is &lt;closed&gt;." in page
    assert reference in page
    assert "&#34;inputs&#34;" in page
    operator.get("/operations/incidents/none", 404)


def test_others_do_not(app: Flask, engine: Engine, reference: str) -> None:
    worker = Browser(app.test_client())
    worker.get(only(engine), 303)
    worker.sign_in("worker")
    worker.get(only(engine), 403)
    worker.get("/desk/")
    worker.post(f"{only(engine)}/skip", 403, reason="x")


def test_a_variable_is_changed_and_the_job_tried_again(operator: Browser, engine: Engine, reference: str) -> None:
    address = only(engine)
    operator.get(address)
    assert "JSON" in operator.post(f"{address}/change", 422, name="shelf", value="B2").text
    operator.post(f"{address}/change", 422, name="shelf", value="NaN")
    operator.post(f"{address}/change", name="shelf", value='"B2"')
    run_due_jobs(engine, worker="test")
    assert find_incidents(engine).total == 0
    assert read_case(engine, reference=reference).data["shelf"] == "B2"


def test_a_step_is_left_out_with_a_reason(operator: Browser, engine: Engine, reference: str) -> None:
    address = only(engine)
    operator.get(address)
    assert "Say why" in operator.post(f"{address}/skip", 422, reason="").text
    operator.post(f"{address}/skip", reason="told by telephone")
    assert find_incidents(engine).total == 0
    assert "is over" in operator.get(address).text
    operator.post(f"{address}/skip", 422, reason="told by telephone")
    operator.post(f"{address}/retry")
    assert "This incident is over" in operator.get("/operations/").text


def test_a_case_is_given_up(operator: Browser, engine: Engine, reference: str) -> None:
    address = only(engine)
    operator.get(address)
    operator.post(f"{address}/give-up", reason="applied twice")
    assert read_case(engine, reference=reference).summary.status == "cancelled"


def test_all_are_tried_again_at_once(operator: Browser, engine: Engine, reference: str) -> None:
    operator.get("/operations/")
    operator.post("/operations/incidents/retry")
    run_due_jobs(engine, worker="test")
    assert find_incidents(engine).total == 0
