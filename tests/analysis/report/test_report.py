"""The report as a page: complete, self-contained, escaped, in both languages, the same every time."""

import ast
import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

import analysis
from analysis.comparison import Comparison, Equivalence, OneOff
from analysis.comparison.verdict import find_verdict
from analysis.report import (
    STYLE_HASH,
    Dossier,
    Names,
    ReportFormatError,
    Source,
    report_html,
    report_json,
    write_report,
)
from bpmn.language import LANGUAGES, translate

MADE = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ROOMS = ("burden", "comparison", "charts", "report")


@pytest.fixture(scope="module")
def pages(comparison: Comparison) -> dict[str, str]:
    return {language: report_html(comparison, language=language, generated_at=MADE) for language in LANGUAGES}


def test_the_page_needs_nothing_but_itself(pages: dict[str, str]) -> None:
    root: Any = html.fromstring(pages["en"])
    assert STYLE_HASH in pages["en"]
    for element in root.iter():
        if isinstance(element.tag, str):
            assert element.tag not in {"script", "link", "img", "iframe", "object"}
            assert element.get("style") is None
            assert not (element.get("href") or "#").startswith(("http", "//"))


NUMBER = re.compile(r"(?<![\w.,])(?<!\w-)[+\u2212]?\d+(?:,\d{3})*(?:\.\d+)?(?!\w)")


def _numbers(text: str) -> list[str]:
    """Return the numbers in a text, without their signs: lower by 3 is a difference of -3."""
    return [found.lstrip("+-\N{MINUS SIGN}") for found in NUMBER.findall(text)]


def _follow(page: str) -> int:
    """Follow every number of the first page to its row, which must hold it, and return how many there are."""
    root: Any = html.fromstring(page)
    rows = {row.get("id"): _numbers(" ".join(row.itertext())) for row in root.xpath("//tr[@id]")}
    first_page = root.get_element_by_id("decision")
    followed = 0
    for link in first_page.xpath(".//a"):
        held = rows[link.get("href").removeprefix("#")]
        for number in _numbers(link.text_content()):
            assert number in held, (link.text_content(), held)
            followed += 1
        link.drop_tree()
    assert _numbers(first_page.text_content()) == []
    return followed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_on_the_first_page_leads_to_a_row_that_holds_it(pages: dict[str, str], language: str) -> None:
    assert _follow(pages[language]) > 40


def test_so_do_numbers_of_what_it_costs_once_and_of_no_difference(comparison: Comparison) -> None:
    saved = OneOff(cost=2.5e8, source="", saved_per_year=1.2e8, months=25.0, months_low=23.2, months_high=27.7)
    same = [
        replace(
            found,
            is_certain=False,
            ci_low=-0.2 * abs(found.difference),
            ci_high=0.3 * abs(found.difference),
            equivalence=Equivalence(margin=0.5 * abs(found.difference), p_value=0.001, is_shown=True),
        )
        for found in comparison.measures
        if found.measure in {"cycle_time", "cost_office"}
    ]
    told = replace(comparison, one_off=saved, measures=tuple(same), verdict=find_verdict(same, (), saved))
    page = report_html(told, language="en", generated_at=MADE)
    assert "23.2" in page
    assert "no difference beyond" in page
    assert _follow(page) > 10


def test_all_links_lead_somewhere_and_no_two_places_have_the_same_name(pages: dict[str, str]) -> None:
    root: Any = html.fromstring(pages["en"])
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert [link for link in root.xpath("//a/@href") if link.removeprefix("#") not in ids] == []


def test_a_measure_leads_on_to_its_unrounded_figures(comparison: Comparison, pages: dict[str, str]) -> None:
    root: Any = html.fromstring(pages["en"])
    found = comparison.measure("cycle_time")
    assert found is not None
    (link,) = root.get_element_by_id("m-cycle_time").xpath(".//a/@href")
    raw = [float(text.replace(",", "")) for text in _numbers(root.get_element_by_id(link[1:]).text_content())]
    assert any(value == pytest.approx(found.as_is, rel=1e-6) for value in raw)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_does_not_see_the_page_can_find_their_way_in_it(pages: dict[str, str], language: str) -> None:
    root: Any = html.fromstring(pages[language])
    levels = [int(heading.tag[1]) for heading in root.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in root.iter("table"):
        assert table.findtext("caption").strip()
        assert table.xpath("./thead//th")
        assert all(cell.get("scope") for cell in table.iter("th"))
        assert all(cell.text_content().strip() for cell in table.iter("th"))
    for picture in root.iter("svg"):
        assert picture.get("role") in {"img", "graphics-document"}
        assert picture.get("aria-label") or picture.findtext("title")
    for figure in root.xpath("//figure[@class='figure']"):
        assert figure.xpath(".//table//td")  # the same figures for who does not see the chart
    for region in root.xpath("//*[@role='region']"):
        assert region.get("aria-label")
        assert region.get("tabindex") == "0"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_people_can_say_is_marked_and_left_open(pages: dict[str, str], language: str) -> None:
    root: Any = html.fromstring(pages[language])
    marks = root.xpath("//div[@class='fill']")
    assert len(marks) >= 15
    assert all(translate("To be filled in", language) in mark.text_content() for mark in marks)


def test_what_the_library_knows_of_the_service_is_shown(comparison: Comparison) -> None:
    dossier = Dossier(
        summary="Found a company.",
        sources=(Source(number="S28", says="2 working days", where="burtgel.gov.mn"),),
        files=(("decisions/eligibility.dmn", "ab" * 32),),
    )
    page = report_html(comparison, language="en", generated_at=MADE, dossier=dossier)
    for said in ("Found a company.", "burtgel.gov.mn", "ab" * 32):
        assert said in page
    assert hashlib.sha256(comparison.as_is.model.source).hexdigest() in page


def test_the_same_comparison_and_moment_give_the_same_page(comparison: Comparison, pages: dict[str, str]) -> None:
    assert pages["mn"] == report_html(comparison, language="mn", generated_at=MADE)


def test_the_date_is_in_the_readers_form(pages: dict[str, str]) -> None:
    assert "24 November 2026, 20:00" in pages["en"]
    assert "2026 оны арван нэгдүгээр сарын 24, 20:00" in pages["mn"]


def test_names_in_the_readers_language_are_escaped_and_used(comparison: Comparison) -> None:
    names = Names(as_is={"Task_check_file": "<b>Шалгах</b>"})
    page = report_html(comparison, language="mn", generated_at=MADE, names=names)
    assert "<b>Шалгах" not in page
    assert "&lt;b&gt;Шалгах" in page


def test_a_file_is_written_by_its_suffix(comparison: Comparison, tmp_path: Path) -> None:
    write_report(comparison, tmp_path / "report.json", "en", generated_at=MADE)
    assert (tmp_path / "report.json").read_bytes() == report_json(comparison, generated_at=MADE)
    write_report(comparison, tmp_path / "report.html", "en", generated_at=MADE)
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_json_report_has_the_comparison_and_beside_it_what_the_page_shows(
    comparison: Comparison, pages: dict[str, str]
) -> None:
    document = json.loads(report_json(comparison, "mn", generated_at=MADE))
    report = document.pop("report")
    assert document == json.loads(report_json(comparison, "mn"))
    page: Any = html.fromstring(pages["mn"])
    titles = [chapter["title"] for chapter in report["chapters"]]
    assert titles == [title.partition(". ")[2] for title in page.xpath("//main/section/h2/text()")[1:]]
    assert "svg" not in json.dumps(report)


def test_another_form_is_refused_in_words(comparison: Comparison, tmp_path: Path) -> None:
    with pytest.raises(ReportFormatError, match="none of these"):
        write_report(comparison, tmp_path / "r.txt", "en")
    assert not (tmp_path / "r.txt").exists()


def test_every_sentence_has_a_mongolian_form() -> None:
    missing = [message for message in _messages() if _has_words(message) and translate(message, "mn") == message]
    assert missing == []


def _has_words(message: str) -> bool:
    return bool(re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", message)))


def _messages() -> list[str]:
    root = Path(analysis.__file__).parent
    found: list[str] = []
    for room in ROOMS:
        for file in sorted((root / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    found += [str(node.args[0].value)] if called in {"Text", "word"} else []
        for file in sorted((root / room).rglob("*.html")):
            found += re.findall(r'_\("(.*?)"\)', file.read_text(encoding="utf-8"))
    assert len(found) > 100
    return found
