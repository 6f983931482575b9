"""Certificates in the browser: managers revoke them and have them issued anew, anybody sees what became of them."""

import html
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from engine import (
    SYSTEM,
    Deployment,
    Engine,
    cancel_case,
    deploy,
    erase_case,
    find_certificates,
    open_documents,
    open_engine,
    run_due_jobs,
)
from engine.connectors import connectors
from processes.catalogue import Service
from tests.webui import conftest
from tests.webui.certified_service import certified
from tests.webui.conftest import Browser
from tests.webui.library_service import make_service
from webui.application import create_app
from webui.operations import certificate_views
from webui.settings import Settings


@pytest.fixture
def service() -> Service:
    return certified(make_service())


@pytest.fixture
def engine(tmp_path: Path, empty_database: Path, service: Service) -> Iterator[Engine]:
    file = tmp_path / "ortoo.db"
    file.write_bytes(empty_database.read_bytes())
    opened = open_engine(f"sqlite:///{file}", handlers=connectors(), documents=open_documents(tmp_path / "documents"))
    conftest._furnish(opened)
    model = Deployment(service=service.key, model=service.to_be, model_name="book.bpmn", forms=service.forms)
    deploy(opened, model, actor=SYSTEM)
    yield opened
    opened.close()


@pytest.fixture
def app(engine: Engine, settings: Settings, service: Service) -> Flask:
    return create_app(engine, services=[service], settings=settings)


@pytest.fixture
def case(browser: Browser, engine: Engine) -> str:
    """The reference of a case that has got its certificate."""
    reference = browser.apply()
    run_due_jobs(engine, worker="w")
    return reference


@pytest.fixture
def code(engine: Engine, case: str) -> str:
    """The code of that certificate."""
    return find_certificates(engine, text=case, actor=SYSTEM).items[0].certificate.code


@pytest.fixture
def manager(open_browser: Callable[[], Browser]) -> Browser:
    opened = open_browser()
    opened.sign_in("manager")
    return opened


def shown(browser: Browser, code: str) -> str:
    return browser.get(f"/verify/{code}").text


def test_a_manager_finds_a_certificate_from_its_case(manager: Browser, case: str, code: str) -> None:
    link = re.findall(r'href="([^"]+)">Certificates of this case', manager.get(f"/desk/cases/{case}").text)[0]
    page = manager.get(link).text
    assert code in page
    assert "Reader&#39;s card" in page
    assert "Valid" in page
    assert code in manager.get(f"/operations/certificates?text={code.lower()}").text
    assert "No certificate has this code" in manager.get("/operations/certificates?text=nothing").text


def test_a_revoked_certificate_says_so_to_anybody(manager: Browser, browser: Browser, case: str, code: str) -> None:
    assert "Valid" in shown(browser, code)
    page = f"/operations/certificates/{code}"
    manager.get(page)
    done = manager.post(f"{page}/revoke", reason="Entered by mistake.")
    told = manager.get(done.location).text
    for said in ("The certificate was revoked.", "Entered by mistake.", "Demo Manager"):
        assert said in told
    assert "Revoke it" not in told
    public = shown(browser, code)
    assert "This certificate was revoked on" in public
    assert "<title>Revoked: " in public
    assert "Entered by mistake." not in public
    assert "Valid" not in public
    assert "Entered by mistake." in browser.get(f"/cases/{case}").text


def test_the_file_of_a_revoked_certificate_is_not_said_to_be_good(
    manager: Browser, browser: Browser, engine: Engine, code: str
) -> None:
    manager.get(f"/operations/certificates/{code}")
    manager.post(f"/operations/certificates/{code}/revoke", reason="Entered by mistake.")
    assert engine.documents is not None
    content = engine.documents.folder.read(find_certificates(engine, actor=SYSTEM).items[0].certificate.sha256)
    shown(browser, code)
    answer = browser.post(f"/verify/{code}", 200, file=(io.BytesIO(content), "card.pdf"))
    assert "unchanged, but it has been revoked" in answer.text


def test_a_certificate_is_issued_anew_and_the_old_one_points_to_no_code(
    manager: Browser, browser: Browser, engine: Engine, case: str, code: str
) -> None:
    page = f"/operations/certificates/{code}"
    manager.get(page)
    new = manager.post(f"{page}/reissue", reason="The paper was lost.").location
    new_code = new.rpartition("/")[2]
    assert new_code != code
    assert "This certificate was issued in its place." in manager.get(new).text
    assert manager.post(f"{page}/reissue", reason="sent twice").location == new
    assert new_code in manager.get(page).text
    public = shown(browser, code)
    assert "Another was issued in its place" in public
    assert new_code not in public
    assert "Valid" in shown(browser, new_code)
    assert browser.get(f"/cases/{case}").text.count("Reader&#39;s card.pdf") == 2
    assert find_certificates(engine, text=case, actor=SYSTEM).total == 2


@pytest.mark.parametrize("what", ["revoke", "reissue"])
def test_a_missing_reason_is_asked_for_where_it_belongs(manager: Browser, code: str, what: str) -> None:
    manager.get(f"/operations/certificates/{code}")
    page = manager.post(f"/operations/certificates/{code}/{what}", 422, reason="  ").text
    assert f'href="#{what}"' in page
    assert f'id="{what}-error"' in page
    assert "Say why" in page
    assert "Valid" in manager.get(f"/operations/certificates/{code}").text


def test_an_erased_certificate_is_confirmed_without_its_person(
    manager: Browser, browser: Browser, engine: Engine, case: str, code: str
) -> None:
    cancel_case(engine, reference=case, reason="over", actor=SYSTEM)
    erase_case(engine, reference=case, reason="asked for", actor=SYSTEM)
    public = shown(browser, code)
    for said in ("Reader&#39;s card", "The library", "Valid", "What it says of a person is no longer kept here."):
        assert said in public
    assert "A book" not in public
    page = manager.get(f"/operations/certificates/{code}").text
    assert "The personal data of its case is erased." in page
    assert "Issue it anew" not in page
    manager.post(f"/operations/certificates/{code}/reissue", 422, reason="lost")
    manager.post(f"/operations/certificates/{code}/revoke", reason="a forgery")
    assert "was revoked" in shown(browser, code)


def test_only_managers_see_the_register(open_browser: Callable[[], Browser], code: str) -> None:
    for who in ("worker", "operator", "analyst"):
        office = open_browser()
        office.sign_in(who)
        office.get(f"/operations/certificates/{code}", 403)
        office.get("/operations/certificates", 403)
    operator = open_browser()
    operator.sign_in("operator")
    assert "/operations/certificates" not in operator.get("/operations/").text


def test_a_code_that_was_not_given_is_not_found(manager: Browser, code: str) -> None:
    manager.get(f"/operations/certificates/{code}")
    for unknown in ("AAAA-AAAA-AAAA-AA-A", "x" * 500):
        manager.get(f"/operations/certificates/{unknown}", 404)
        manager.post(f"/operations/certificates/{unknown}/revoke", 404, reason="x")


def test_the_register_is_shown_page_by_page_with_what_was_looked_for(
    manager: Browser, engine: Engine, case: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_one(engine: Engine, **more: Any) -> Any:
        return find_certificates(engine, **more, size=1)

    monkeypatch.setattr(certificate_views, "find_certificates", by_one)
    page = f"/operations/certificates/{code}"
    manager.get(page)
    new_code = manager.post(f"{page}/reissue", reason="The paper was lost.").location.rpartition("/")[2]
    first = manager.get(f"/operations/certificates?text={case}")
    shown = {one for one in (code, new_code) if f"certificates/{one}" in first.text}
    assert len(shown) == 1
    following = re.search(r'href="([^"]*)" rel="next"', first.text)
    assert following
    assert f"text={case}" in following[1]
    second = manager.get(html.unescape(following[1]))
    assert {one for one in (code, new_code) if f"certificates/{one}" in second.text} == {code, new_code} - shown
    assert 'rel="next"' not in second.text
    assert 'rel="prev"' in second.text
