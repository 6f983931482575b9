"""The report as a page: complete, self-contained, escaped, in both languages, the same every time."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

import analysis
from analysis.comparison import Comparison
from analysis.report import STYLE_HASH, Names, ReportFormatError, report_html, report_json, write_report
from bpmn.language import translate

MADE = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ROOMS = ("burden", "comparison", "charts", "report")


def test_the_page_needs_nothing_but_itself(comparison: Comparison) -> None:
    page = report_html(comparison, language="en", generated_at=MADE)
    root = html.fromstring(page)
    assert STYLE_HASH in page
    for element in root.iter():
        if isinstance(element.tag, str):
            assert element.tag not in {"script", "link", "img", "iframe", "object"}
            assert element.get("style") is None
            assert not (element.get("href") or "#").startswith(("http", "//"))


def test_every_key_figure_leads_to_its_row(comparison: Comparison) -> None:
    root = html.fromstring(report_html(comparison, language="en", generated_at=MADE))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = root.xpath("//*[contains(@class, 'card')]/a/@href")
    assert links
    assert all(link.removeprefix("#") in ids for link in links)


def test_the_same_comparison_and_moment_give_the_same_page(comparison: Comparison) -> None:
    first = report_html(comparison, language="mn", generated_at=MADE)
    assert first == report_html(comparison, language="mn", generated_at=MADE)


def test_the_date_is_in_the_readers_form(comparison: Comparison) -> None:
    assert "24 November 2026, 20:00" in report_html(comparison, language="en", generated_at=MADE)
    assert "2026 оны арван нэгдүгээр сарын 24, 20:00" in report_html(comparison, language="mn", generated_at=MADE)


def test_names_in_the_readers_language_are_escaped_and_used(comparison: Comparison) -> None:
    names = Names(as_is={"Task_check_file": "<b>Шалгах</b>"})
    page = report_html(comparison, language="mn", generated_at=MADE, names=names)
    assert "<b>Шалгах" not in page
    assert "&lt;b&gt;Шалгах" in page


def test_a_file_is_written_by_its_suffix(comparison: Comparison, tmp_path: Path) -> None:
    write_report(comparison, tmp_path / "report.json", "en")
    assert (tmp_path / "report.json").read_bytes() == report_json(comparison)
    write_report(comparison, tmp_path / "report.html", "en", generated_at=MADE)
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


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
