"""What people see when something goes wrong."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from engine import Engine, create_access_token
from tests.webui.conftest import Browser


def test_a_fault_is_a_page_with_an_id_that_the_log_has_and_nothing_of_the_inside(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_arguments: object) -> None:
        raise RuntimeError("the inside")

    monkeypatch.setitem(app.view_functions, "portal.start", fail)
    with caplog.at_level(logging.ERROR):
        page = browser.get("/services/borrow-a-book", 500).text
    number = page.split("500-")[1].split("<")[0]
    assert "the inside" not in page
    assert "Traceback" not in page
    assert number in caplog.text
    assert "the inside" in caplog.text


def test_faults_are_told_in_mongolian_too(browser: Browser) -> None:
    browser.client.set_cookie("language", "mn")
    assert "Ийм хуудас алга" in browser.get("/nowhere", 404).text


def test_too_large_a_request_is_refused_with_advice(app: Flask, browser: Browser) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    browser.get("/services/borrow-a-book/apply/who")
    page = browser.post("/services/borrow-a-book/apply/who", 413, reader="x" * 2000, email="a@example.mn").text
    assert "too large" in page


def test_a_wrong_method_is_a_page_of_our_own(browser: Browser) -> None:
    assert "405-" in browser.client.put("/").text


def test_markup_in_answers_stays_text(browser: Browser) -> None:
    attack = "<script>alert(1)</script>"
    browser.get("/services/borrow-a-book/apply/who")
    browser.post("/services/borrow-a-book/apply/who", reader=attack, email="a@example.mn")
    page = browser.get("/services/borrow-a-book/apply/who").text
    assert attack not in page
    assert "&lt;script&gt;" in page


@pytest.fixture
def lost_database(engine: Engine, tmp_path: Path) -> Iterator[None]:
    """A database that worked when the application was made, and cannot be opened any more."""
    engine.database.close()
    file = tmp_path / "ortoo.db"
    for one in tmp_path.glob("ortoo.db*"):
        one.unlink()
    file.mkdir()
    yield
    file.rmdir()


@pytest.mark.parametrize(("language", "sentence"), [("en", "Nothing was done"), ("mn", "Юу ч хийгдээгүй")])
def test_a_database_that_is_away_is_a_page_that_says_so_and_when_to_come_again(
    browser: Browser, language: str, sentence: str, request: pytest.FixtureRequest
) -> None:
    browser.client.set_cookie("language", language)
    browser.sign_in("worker")
    request.getfixturevalue("lost_database")
    for address in ("/desk/", "/", "/follow"):
        page = browser.get(address, 503)
        assert sentence in page.text
        assert page.headers["Retry-After"]
        assert "unable to open" not in page.text


def test_a_program_is_told_that_the_database_is_away(
    app: Flask, engine: Engine, request: pytest.FixtureRequest
) -> None:
    _, secret = create_access_token(engine, name="charger", topics=["charge"])
    request.getfixturevalue("lost_database")
    answer = app.test_client().get("/engine-rest/external-task", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json["type"] if answer.json else "") == (503, "RestException")
