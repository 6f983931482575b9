"""Papers in the browser: sent with an application, read by the office, refused when hostile; certificates checked."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine import SYSTEM, Deployment, Engine, deploy, open_documents, open_engine, run_due_jobs
from engine.connectors import connectors
from processes.catalogue import Service
from tests.engine.documents import files
from tests.webui import conftest
from tests.webui.certified_service import certified
from tests.webui.conftest import ANSWERS, Browser
from tests.webui.library_service import make_service
from webui.application import create_app
from webui.settings import Settings

FILE = {"type": "filepicker", "id": "papers", "key": "papers", "label": "Your papers", "validate": {"required": True}}
START = "/services/borrow-a-book"
PAGE = f"{START}/apply/what"


@pytest.fixture
def service() -> Service:
    plain = make_service()
    forms = dict(plain.forms)
    decide, what = {**FILE, "key": "opinion", "validate": {}}, {**FILE, "multiple": True}
    for name, question in (("what", what), ("decide", decide), ("fetch", FILE)):
        schema = dict(forms[name])
        forms[name] = {**schema, "components": [*schema["components"], question]}  # type: ignore[misc]  # a list
    return certified(replace(plain, forms=forms))


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


def sent(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def begin(browser: Browser) -> None:
    browser.get(START)
    browser.post(f"{START}/new")
    browser.get(f"{START}/apply/who")
    browser.post(f"{START}/apply/who", **ANSWERS["who"])


def apply(browser: Browser, *papers: tuple[io.BytesIO, str]) -> str:
    begin(browser)
    browser.get(PAGE)
    browser.post(PAGE, **ANSWERS["what"], papers=list(papers))
    return browser.post(f"{START}/check", draft=browser.draft()).headers["Location"].split("/")[2]


def item_of(browser: Browser) -> str:
    return re.findall(r"/desk/items/(\w+)", browser.get("/desk/").text)[0]


def download_of(answer: TestResponse) -> str:
    found = re.search(r'href="([^"]+/documents/[^"]+)"', answer.text)
    assert found
    return found[1]


def test_an_application_carries_its_papers_to_the_office(
    browser: Browser, open_browser: Callable[[], Browser], engine: Engine
) -> None:
    reference = apply(browser, sent(files.PDF, "me/scan.html"), sent(files.png(), "photo.png"))
    run_due_jobs(engine, worker="w")
    own = browser.get(f"/cases/{reference}")
    assert "scan.html.pdf" in own.text
    assert browser.get(download_of(own)).data == files.PDF
    office = open_browser()
    office.sign_in("worker")
    page = office.get(f"/desk/items/{item_of(office)}")
    assert "scan.html.pdf (1 KB)" in page.text
    assert "photo.png" in page.text
    answer = office.get(download_of(page))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=scan.html.pdf")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")


def test_a_page_with_a_mistake_keeps_the_file_that_came_with_it(browser: Browser) -> None:
    begin(browser)
    browser.get(PAGE)
    wrong = browser.post(PAGE, 422, book="", days="14", papers=[sent(files.PDF, "scan.pdf")])
    kept = re.findall(r'name="papers" value="([^"]+)"', wrong.text)
    assert "scan.pdf (1 KB)" in wrong.text
    browser.post(PAGE, **ANSWERS["what"], papers=kept)
    assert "scan.pdf" in browser.get(f"{START}/check").text


def test_a_file_on_the_first_page_begins_the_application(browser: Browser, service: Service) -> None:
    schema = dict(service.forms["who"])
    service.forms["who"] = {**schema, "components": [*schema["components"], FILE]}  # type: ignore[index,misc]
    browser.get(f"{START}/apply/who")
    wrong = browser.post(f"{START}/apply/who", 422, reader="", email="a@b", papers=sent(files.JPEG, "a.jpg"))
    kept = re.findall(r'name="papers" value="([^"]+)"', wrong.text)
    assert len(kept) == 1
    browser.post(f"{START}/apply/who", **ANSWERS["who"], papers=kept)


def test_a_file_can_be_taken_out_again(browser: Browser) -> None:
    begin(browser)
    browser.get(PAGE)
    browser.post(PAGE, **ANSWERS["what"], papers=[sent(files.PDF, "one.pdf"), sent(files.JPEG, "two.jpg")])
    page = browser.get(PAGE).text
    first, second = re.findall(r'name="papers" value="([^"]+)"', page)
    browser.post(PAGE, **ANSWERS["what"], papers=[first, second], **{"papers-remove": first})
    check = browser.get(f"{START}/check").text
    assert "two.jpg" in check
    assert "one.pdf" not in check


def test_a_question_for_a_file_has_to_be_answered_with_one(browser: Browser) -> None:
    begin(browser)
    browser.get(PAGE)
    answer = browser.post(PAGE, 422, **ANSWERS["what"])
    assert "Choose a file: Your papers" in answer.text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<html><script>alert(1)</script></html>", "cv.pdf", "is no PDF"),
        (files.DOCX_WITH_MACROS, "cv.docx", "macros"),
        (files.BOMB, "cv.docx", "is no PDF"),
        (b"", "empty.pdf", "empty"),
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(browser: Browser, content: bytes, name: str, said: str) -> None:
    begin(browser)
    browser.get(PAGE)
    answer = browser.post(PAGE, 422, **ANSWERS["what"], papers=[sent(content, name)], action="save")
    assert said in answer.text
    assert 'href="#papers"' in answer.text
    assert "papers-remove" not in answer.text


def test_a_request_that_is_far_too_large_is_not_read(engine: Engine, settings: Settings, service: Service) -> None:
    small = create_app(engine, services=[service], settings=replace(settings, upload_limit_bytes=100_000))
    client = small.test_client()
    client.set_cookie("language", "en")
    browser = Browser(client)
    begin(browser)
    browser.get(PAGE)
    answer = browser.post(PAGE, 413, **ANSWERS["what"], papers=[sent(b"x" * 200_000, "huge.pdf")])
    assert "too large" in answer.text


@pytest.mark.usefixtures("unforgiving_throttles")
def test_an_address_sends_files_only_so_often(engine: Engine, settings: Settings, service: Service) -> None:
    careful = create_app(engine, services=[service], settings=replace(settings, uploads_per_minute=2))
    client = careful.test_client()
    client.set_cookie("language", "en")
    browser = Browser(client)
    begin(browser)
    browser.get(PAGE)
    statuses = []
    for number in range(4):
        content = files.PDF + b" " * 30_000 + str(number).encode() + b"%%EOF"
        data = {"csrf_token": browser._token, **ANSWERS["what"], "papers": sent(content, "a.pdf")}
        statuses.append(client.post(PAGE, data=data).status_code)
    assert statuses == [303, 303, 429, 429]
    assert client.post(PAGE, data={"csrf_token": browser._token, **ANSWERS["what"]}).status_code == 422


def test_the_id_of_somebody_elses_paper_is_no_answer(browser: Browser, open_browser: Callable[[], Browser]) -> None:
    reference = apply(browser, sent(files.PDF, "mine.pdf"))
    mine = download_of(browser.get(f"/cases/{reference}"))
    thief = open_browser()
    begin(thief)
    thief.get(PAGE)
    answer = thief.post(PAGE, 422, **ANSWERS["what"], papers=mine.rpartition("/")[2])
    assert "mine.pdf" not in answer.text
    assert thief.get(mine, 303).location.startswith("/follow")
    other = apply(thief, sent(files.JPEG, "theirs.jpg"))
    thief.get(mine.replace(reference, other), 403)


def test_only_the_office_of_the_case_gets_its_papers(
    browser: Browser, open_browser: Callable[[], Browser], service: Service, engine: Engine
) -> None:
    question = {**FILE, "properties": {"groups": "librarian"}}
    schema = dict(service.forms["what"])
    service.forms["what"] = {**schema, "components": [*schema["components"][:-1], question]}  # type: ignore[index]
    reference = apply(browser, sent(files.PDF, "secret.pdf"))
    document_id = download_of(browser.get(f"/cases/{reference}")).rpartition("/")[2]
    for who, status in (("worker", 200), ("manager", 200), ("stranger", 403), ("operator", 403), ("analyst", 403)):
        office = open_browser()
        office.sign_in(who)
        office.get(f"/desk/documents/{document_id}", status)
    assert open_browser().get(f"/desk/documents/{document_id}", 303).location.startswith("/account/sign-in")


def test_the_office_adds_a_paper_to_its_own_step(
    browser: Browser, open_browser: Callable[[], Browser], engine: Engine
) -> None:
    reference = apply(browser, sent(files.PDF, "scan.pdf"))
    run_due_jobs(engine, worker="w")
    office = open_browser()
    office.sign_in("worker")
    address = f"/desk/items/{item_of(office)}"
    office.get(address)
    office.post(f"{address}/claim")
    office.get(address)
    again = office.post(address, 422, decision="", shelf="1", opinion=sent(files.DOCX, "opinion.docx"))
    kept = re.findall(r'name="opinion" value="([^"]+)"', again.text)
    office.post(address, decision="yes", shelf="1", opinion=kept)
    assert "opinion.docx" in office.get(f"/desk/cases/{reference}").text
    assert "opinion.docx" not in browser.get(f"/cases/{reference}").text
    late = office.post(address, 409, decision="yes", shelf="1", opinion=sent(files.ODT, "late.odt"))
    assert "completed this" in late.text


def test_the_applicant_sends_a_paper_to_what_waits_for_them(
    browser: Browser, open_browser: Callable[[], Browser], engine: Engine
) -> None:
    reference = apply(browser, sent(files.PDF, "scan.pdf"))
    run_due_jobs(engine, worker="w")
    office = open_browser()
    office.sign_in("worker")
    address = f"/desk/items/{item_of(office)}"
    office.get(address)
    office.post(f"{address}/claim")
    office.post(address, decision="yes", shelf="1")
    run_due_jobs(engine, worker="w")
    task = re.search(rf"/cases/{reference}/tasks/\w+", browser.get(f"/cases/{reference}").text)
    assert task
    browser.get(task[0])
    browser.post(task[0], code="7", papers=sent(files.JPEG, "receipt.jpg"))
    assert "receipt.jpg" in browser.get(f"/cases/{reference}").text


def test_anybody_checks_a_certificate_by_its_code(
    browser: Browser, open_browser: Callable[[], Browser], engine: Engine
) -> None:
    reference = apply(browser, sent(files.PDF, "scan.pdf"))
    run_due_jobs(engine, worker="w")
    page = browser.get(f"/cases/{reference}")
    links = re.findall(r'href="([^"]+/documents/[^"]+)"[^>]*>Reader', page.text)
    pdf = browser.client.get(links[0]).data
    with engine.database.reading() as work:
        case = work.cases.by_reference(reference)
        assert case is not None
        code = str(case.data["certificate_code"])
    anybody = open_browser()
    address = anybody.get(f"/verify/?code={code.lower()}", 303).location
    shown = anybody.get(address).text
    assert "Reader&#39;s card" in shown
    assert "A book" in shown
    for private in ("Demo Reader", "reader@example.mn", reference):
        assert private not in shown
    assert "unchanged" in anybody.post(address, 200, file=sent(pdf, "card.pdf")).text
    assert "not the one" in anybody.post(address, 200, file=sent(pdf + b" ", "card.pdf")).text
    assert "unchanged" not in anybody.post(address, 200).text


@pytest.mark.parametrize("code", ["AAAA-AAAA-AAAA-AA-A", "'; DROP TABLE certificates; --", "x" * 500, "Ө"])
def test_a_code_that_was_not_given_is_said_to_be_unknown(browser: Browser, code: str) -> None:
    answer = browser.get(f"/verify/{code}", 404)
    assert "No certificate has this code" in answer.text
    browser.get("/follow")  # for its token
    browser.post(f"/verify/{code}", 303)
