"""What a file is, by its content alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.content_types import EXTENSIONS, detect_content_type
from engine.documents.names import clean_name
from tests.engine.documents import files


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (files.PDF, "pdf"),
        (files.png(), "png"),
        (files.JPEG, "jpg"),
        (files.DOCX, "docx"),
        (files.XLSX, "xlsx"),
        (files.ODT, "odt"),
    ],
)
def test_a_paper_of_an_office_is_known_by_its_content(content: bytes, ending: str) -> None:
    assert EXTENSIONS[detect_content_type(content) or ""] == ending


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\x00 a program",
        b"\x7fELF\x02 a program",
        b"#!/bin/sh\nrm -rf /\n",
        b"GIF89a",
        b"<script>%PDF-1.7 %%EOF</script>",
        b"%PDF-1.7 cut off",
        b"%PDF-<script>%%EOF",
        files.png()[:-6],
        b"\x89PNG\r\n\x1a\n<html>",
        b"\xff\xd8\xff<html>",
        files.ZIP,
        files.DOCX_WITH_MACROS,
        files.DOCX[:-30],
        b"PK\x03\x04 no zip at all",
        files.package(mimetype=b"application/x-evil"),
    ],
)
def test_what_is_no_paper_of_an_office_is_not_known(content: bytes) -> None:
    assert detect_content_type(content) is None


def test_a_file_that_unpacks_to_far_more_than_it_is_is_not_known() -> None:
    assert len(files.BOMB) < 100_000
    assert detect_content_type(files.BOMB) is None


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_no_bytes_make_the_detection_fail(content: bytes, beginning: bytes) -> None:
    assert detect_content_type(beginning + content) in {None, *EXTENSIONS}


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("scan.pdf", "scan.pdf"),
        ("SCAN.PDF", "SCAN.pdf"),
        ("../../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\invoice.pdf", "invoice.pdf"),
        ("evil.html", "evil.html.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ("a\r\nContent-Type: text/html", "aContent-Type text/html.pdf".rpartition("/")[2]),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("Гэрээ хуулбар.pdf", "Гэрээ хуулбар.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
    ],
)
def test_a_name_is_only_a_name_and_ends_as_the_file_is(given_name: str, shown: str) -> None:
    assert clean_name(given_name, "application/pdf") == shown


@given(st.text())
def test_every_name_can_be_shown_and_saved(name: str) -> None:
    clean = clean_name(name, "image/png")
    assert clean.endswith(".png")
    assert not set(clean) & set('/\\<>:"|?*\r\n\0')
    assert len(clean) <= 124
    clean.encode()
