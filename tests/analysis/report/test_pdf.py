"""The PDF: the same every time, tagged, archivable, complete in both languages, with fonts of its own."""

import ctypes
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from analysis.comparison import Comparison
from analysis.report import Names, ReportNotSetError, report_pdf, write_report
from analysis.report.wording import wording_of
from bpmn.language import LANGUAGES
from processes import find_service

MADE = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def _pdf(comparison: Comparison, language: str) -> bytes:
    service = find_service("company-registration")
    names = Names(as_is=service.element_names(language, "as-is"), to_be=service.element_names(language, "to-be"))
    return report_pdf(comparison, language=language, generated_at=MADE, names=names)


@pytest.fixture(scope="module")
def english(comparison: Comparison) -> bytes:
    return _pdf(comparison, "en")


def _pages(content: bytes) -> list[str]:
    """Return the text of each page, in one line."""
    document = pypdfium2.PdfDocument(content)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(re.sub(r"\s+", " ", text.get_text_range()))
        text.close()
        page.close()
    document.close()
    return texts


def _letters(text: str) -> str:
    """Return letters and digits alone: where lines and words break is the typesetter's business."""
    return re.sub(r"\W", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_change_and_assumption_is_in_it(comparison: Comparison, language: str) -> None:
    service = find_service("company-registration")
    names = Names(as_is=service.element_names(language, "as-is"), to_be=service.element_names(language, "to-be"))
    wording = wording_of(comparison, language, names)
    text = _letters("".join(_pages(_pdf(comparison, language))))
    said = [wording.say(found.label) for found in comparison.measures]
    said += [wording.say(change.text) for change in comparison.changes]
    said += [wording.say(effect.assumption.text) for effect in comparison.assumptions]
    said.append(wording.say(comparison.verdict))
    assert [sentence for sentence in said if _letters(sentence) not in text] == []


def test_pages_are_numbered(english: bytes) -> None:
    pages = _pages(english)
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text


def test_the_table_of_contents_names_the_pages_on_which_the_chapters_begin(english: bytes) -> None:
    pages = _pages(english)
    contents = next(text for text in pages if "Contents" in text)
    entries = re.findall(r"(\d+)\. ([^.]+?) ?(?:\. ?)+ ?(\d+)", contents.partition("Contents")[2])
    assert [int(entry[0]) for entry in entries] == list(range(1, 15))
    for number, title, page in entries:
        assert f"{number}. {title}" in pages[int(page) - 1]


def test_the_same_comparison_and_moment_give_the_same_bytes(comparison: Comparison, english: bytes) -> None:
    assert _pdf(comparison, "en") == english


def test_it_is_tagged_has_a_language_and_says_which_standards_it_meets(english: bytes) -> None:
    assert b"<pdfaid:part>2" in english
    assert b"<pdfuaid:part>1" in english
    assert b"/Lang(en)" in english
    document = pypdfium2.PdfDocument(english)
    assert document.is_tagged()
    assert document.get_metadata_value("Title") != ""
    document.close()


def test_a_name_with_markup_is_set_as_it_is(comparison: Comparison, tmp_path: Path) -> None:
    given = Names(as_is={"Task_choose_names": '#panic("x") *y* $z$'})
    write_report(comparison, tmp_path / "r.pdf", "en", generated_at=MADE, names=given)
    assert '#panic("x") *y* $z$' in "".join(_pages((tmp_path / "r.pdf").read_bytes()))


def test_a_name_in_a_wrong_encoding_is_set_without_what_no_font_has(comparison: Comparison, tmp_path: Path) -> None:
    given = Names(as_is={"Task_choose_names": "Pr\x9fung\x07"})
    write_report(comparison, tmp_path / "r.pdf", "en", generated_at=MADE, names=given)
    assert "Prung" in "".join(_pages((tmp_path / "r.pdf").read_bytes()))


def test_a_script_that_the_fonts_do_not_have_is_refused_in_words(comparison: Comparison, tmp_path: Path) -> None:
    given = Names(as_is={"Task_choose_names": "\u9078\u3076"})
    with pytest.raises(ReportNotSetError, match="could not be set"):
        write_report(comparison, tmp_path / "r.pdf", "en", generated_at=MADE, names=given)


def test_a_comparison_without_changes_and_assumptions_is_set_too(comparison: Comparison) -> None:
    bare = replace(comparison, changes=(), assumptions=(), requirements=())
    text = "".join(_pages(_pdf(bare, "en")))
    assert "The two models do not differ." in text
    assert "The scenarios state no assumptions." in text


def _links(content: bytes, page: int) -> list[int]:
    """Return the pages, counted from 0, to which the links of a page lead."""
    document = pypdfium2.PdfDocument(content)
    found: list[int] = []
    start, link = ctypes.c_int(0), pypdfium2.raw.FPDF_LINK()
    opened = document[page]
    while pypdfium2.raw.FPDFLink_Enumerate(opened, start, link):
        target = pypdfium2.raw.FPDFLink_GetDest(document, link)
        found.append(pypdfium2.raw.FPDFDest_GetDestPageIndex(document, target))
    opened.close()
    document.close()
    return found


def test_the_numbers_of_the_first_page_are_links_into_the_chapters(english: bytes) -> None:
    links = _links(english, 0)
    assert len(links) > 40
    assert min(links) > 1  # the first two pages are the summary and the contents
