"""The topic `certificate`, in a case on each database: the paper, its code, and what the code shows."""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from engine import (
    Actor,
    Engine,
    NotFoundError,
    find_documents,
    find_incidents,
    open_documents,
    read_case,
    read_certificate,
    read_document,
    run_due_jobs,
)
from engine.connectors.certificate import CertificateMaker
from engine.documents.content_types import detect_content_type
from engine.ports import JobRequest, TaskFailure
from engine.references import read_reference
from engine.testing import FakeClock
from engine.values import Json
from tests.engine.small_services import (
    CLERK,
    START_END,
    STRANGER,
    deploy_small,
    flow,
    process,
    service_task,
    start_small,
)

HEADERS = {
    "title": "Бүртгэлийн гэрчилгээ {name}",
    "title.en": "Certificate of registration {name}",
    "text": "{name} бүртгэгдсэн болно.",
    "public": "Дугаар = {number}",
    "facts": "Хаяг = {address}; Огноо = 2026",
    "groups": "registrar",
}


def request(headers: Mapping[str, str] = HEADERS, **inputs: Json) -> JobRequest:
    given: dict[str, Json] = {"name": "Шинэ Үүр ХХК", "number": "9123456", "address": "Улаанбаатар", **inputs}
    return JobRequest(topic="certificate", inputs=given, headers=headers, idempotency_key="job-3", case_reference="R")


@pytest.fixture
def make() -> CertificateMaker:
    return CertificateMaker(clock=FakeClock(), public_address="https://ortoo.example.mn/")


def test_a_certificate_is_a_pdf_with_a_code_that_can_be_typed(make: CertificateMaker) -> None:
    result = make(request())
    (paper,) = result.documents
    assert detect_content_type(paper.content) == "application/pdf"
    assert paper.certificate is not None
    assert read_reference(paper.certificate.code) == paper.certificate.code == result.variables["certificate_code"]
    assert paper.certificate.page.title == "Бүртгэлийн гэрчилгээ Шинэ Үүр ХХК"
    assert result.variables["certificate"] == {
        "document": "job-3-1", "name": "Бүртгэлийн гэрчилгээ Шинэ Үүр ХХК.pdf", "size": len(paper.content),
        "type": "application/pdf",
    }  # fmt: skip


def test_only_what_is_public_goes_with_the_code(make: CertificateMaker) -> None:
    certificate = make(request()).documents[0].certificate
    assert certificate is not None
    assert certificate.page.public == (("Дугаар", "9123456"),)


def test_no_two_certificates_have_one_code(make: CertificateMaker) -> None:
    assert len({make(request()).variables["certificate_code"] for _ in range(3)}) == 3


def test_the_language_of_the_case_chooses_the_words(make: CertificateMaker) -> None:
    certificate = make(request(language="en")).documents[0].certificate
    assert certificate is not None
    assert certificate.page.title == "Certificate of registration Шинэ Үүр ХХК"


@pytest.mark.parametrize(
    "name", ['#import "x"', '#read("/etc/passwd")', "*b* _i_ $x$ ]", "\\", '"', "\u202e\0\ud800", "<a>@b", "x" * 3000]
)
def test_nothing_in_the_inputs_is_read_as_markup(make: CertificateMaker, name: str) -> None:
    assert detect_content_type(make(request(name=name)).documents[0].content) == "application/pdf"


def test_every_letter_of_mongolian_is_in_the_font(make: CertificateMaker) -> None:
    letters = "АБВГДЕЁЖЗИЙКЛМНОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмноөпрстуүфхцчшщъыьэюя₮"
    content = make(request({"title": letters})).documents[0].content
    shown = {chr(int(code, 16)) for part in mapped(content) for code in part}
    assert set(letters) <= shown


def mapped(pdf: bytes) -> Iterator[list[str]]:
    """Yield the characters that the fonts of a PDF map glyphs to (ISO 32000-1 §9.10.3)."""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            text = stream
        if b"beginbfchar" in text:
            yield re.findall(r"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]{4})>", text.decode("latin-1"))


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, '"title"'),
        ({"title": "x", "text": "y" * 30_000}, "too long"),
        ({"title": "x", "public": "a = {name}{name};" * 2_000}, '"public" has more than 20000 characters'),
    ],
)
def test_a_task_that_cannot_be_done_is_not_tried_again(
    make: CertificateMaker, headers: dict[str, str], said: str
) -> None:
    with pytest.raises(TaskFailure, match=said) as caught:
        make(request(headers))
    assert caught.value.retry is False


_HEADERS = "".join(f'<zeebe:header key="{name}" value="{value}"/>' for name, value in HEADERS.items())
CERTIFIED = process(
    START_END
    + service_task("Certify", "certificate", headers=f"<zeebe:taskHeaders>{_HEADERS}</zeebe:taskHeaders>")
    + flow("Start", "Certify", "End")
)


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Engine:
    opened = replace(engine, documents=open_documents(tmp_path / "documents"))
    deploy_small(opened, CERTIFIED)
    return opened


def test_a_case_gets_its_certificate_with_the_step_that_makes_it(office: Engine) -> None:
    case = start_small(office, name="Шинэ", number="1", address="a")
    assert run_due_jobs(office, worker="w") == 1
    details = read_case(office, reference=case.reference)
    assert details.summary.status == "completed"
    (paper,) = find_documents(office, reference=case.reference, actor=CLERK)
    assert details.data["certificate"]["document"] == paper.id  # type: ignore[index,call-overload]
    assert find_documents(office, reference=case.reference, actor=STRANGER) == ()
    _, content = read_document(office, document_id=paper.id, actor=Actor.applicant(case.reference))
    assert content.startswith(b"%PDF")
    shown = read_certificate(office, code=str(details.data["certificate_code"]).lower().replace("-", " "))
    assert (shown.service, shown.title, shown.facts) == ("small", "Бүртгэлийн гэрчилгээ Шинэ", (("Дугаар", "1"),))
    assert shown.sha256 == paper.sha256


@pytest.mark.parametrize("code", ["", "2345-6789-ABCD-EF-G", "x' OR 1=1 --"])
def test_a_code_that_was_not_given_shows_nothing(office: Engine, code: str) -> None:
    with pytest.raises(NotFoundError):
        read_certificate(office, code=code)


def test_a_certificate_that_cannot_be_kept_becomes_an_incident(engine: Engine) -> None:
    deploy_small(engine, CERTIFIED)
    start_small(engine, name="x", number="1", address="a")
    run_due_jobs(engine, worker="w")
    (incident,) = find_incidents(engine).items
    assert "keeps no documents" in incident.message
