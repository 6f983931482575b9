"""Incidents, and what a supervisor asks."""

from pathlib import Path

import pytest
from flask import Flask

from engine import Engine, JobLoop, find_incidents, open_engine, run_due_jobs, upgrade_database
from engine.jobs.upkeep import plan_upkeep
from engine.ports import JobRequest, TaskFailure
from engine.store.records import JobKind
from tests.engine.damage import break_it
from tests.webui.conftest import Browser
from tests.webui.library_service import make_service
from webui.application import create_app
from webui.health.views import JOBS
from webui.settings import Settings


def test_what_failed_is_listed_and_can_be_tried_again(tmp_path: Path, settings: Settings) -> None:
    from tests.webui.conftest import _furnish

    faults = [True]

    def notify(_request: JobRequest, /) -> dict[str, str]:
        if faults:
            raise TaskFailure("The post office is closed.", retry=False)
        return {}

    address = f"sqlite:///{tmp_path / 'ortoo.db'}"
    upgrade_database(address)
    engine = open_engine(address, handlers={"notify": notify})
    try:
        _furnish(engine)
        app = create_app(engine, services=[make_service()], settings=settings)
        citizen, worker, operator = (Browser(app.test_client()) for _each in range(3))
        for browser in (citizen, worker, operator):
            browser.client.set_cookie("language", "en")
        reference = citizen.apply()
        worker.sign_in("worker")
        item = worker.get("/desk/").text.split("/desk/items/")[1].split('"')[0]
        worker.get(f"/desk/items/{item}")
        worker.post(f"/desk/items/{item}/claim")
        worker.post(f"/desk/items/{item}", decision="yes", shelf="A1")
        run_due_jobs(engine, worker="test")
        operator.sign_in("operator")
        page = operator.get("/operations/").text
        assert "The post office is closed." in page
        assert reference in page
        assert "Delayed" in citizen.get(f"/cases/{reference}").text
        faults.clear()
        operator.get("/operations/")
        operator.post("/operations/incidents/" + page.split('/retry"')[0].rsplit("/incidents/", 1)[1] + "/retry")
        run_due_jobs(engine, worker="test")
        assert find_incidents(engine).total == 0
        assert "Waiting for you" in citizen.get(f"/cases/{reference}").text
    finally:
        engine.close()


def test_a_supervisor_is_answered_without_a_session(browser: Browser) -> None:
    for address in ("/health/live", "/health/ready"):
        answer = browser.get(address)
        assert answer.json
        assert "Set-Cookie" not in answer.headers


def test_a_process_whose_jobs_have_stopped_is_not_ready(app: Flask, browser: Browser, engine: Engine) -> None:
    loop = JobLoop(engine)
    app.extensions[JOBS] = loop
    assert browser.get("/health/ready", 503).json == {"status": "not ready", "obstacles": ["jobs"]}
    loop.start()
    assert browser.get("/health/ready").json == {"status": "ready"}
    loop.stop()
    assert browser.get("/health/ready", 503).json == {"status": "not ready", "obstacles": ["jobs"]}


def test_a_process_whose_database_is_gone_is_not_ready(
    app: object, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.health.views.find_obstacles", lambda _engine: ("database",))
    assert browser.get("/health/ready", 503).json == {"status": "not ready", "obstacles": ["database"]}
    browser.get("/health/live")


def test_the_journey_is_the_same_on_every_database(database_url: str, settings: Settings) -> None:
    from tests.webui.conftest import _furnish

    engine = open_engine(database_url)
    try:
        _furnish(engine)
        browser = Browser(create_app(engine, services=[make_service()], settings=settings).test_client())
        reference = browser.apply()
        assert reference in browser.get(f"/cases/{reference}").text
        browser.sign_in("worker")
        assert reference in browser.get("/desk/").text
    finally:
        engine.close()


def test_an_alarm_of_the_hourly_check_is_listed_until_all_is_well(engine: Engine, browser: Browser) -> None:
    plan_upkeep(engine)
    break_it(engine, "UPDATE audit SET actor = 'x' || actor WHERE sequence = 1 AND chain = 'installation'")
    _check_now(engine)
    browser.sign_in("operator")
    page = browser.get("/operations/").text
    assert "The hourly check of the stored data" in page
    assert "installation 1" in page
    break_it(engine, "UPDATE audit SET actor = substr(actor, 2) WHERE sequence = 1 AND chain = 'installation'")
    _check_now(engine)
    assert "The hourly check" not in browser.get("/operations/").text


def _check_now(engine: Engine) -> None:
    with engine.database.writing() as work:
        work.jobs.hasten(JobKind.CHECK, engine.clock.now())
    run_due_jobs(engine, worker="w")
