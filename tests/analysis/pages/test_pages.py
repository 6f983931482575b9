"""The pages need nothing but themselves, say everything in both languages, and are the same every time."""

import ast
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

import analysis
from analysis.pages.analysing import analyse
from analysis.pages.analysis_page import analysis_html
from analysis.pages.simulation_page import simulation_html
from analysis.pages.terminal_rows import waiting_rows
from analysis.pages.values import Analysis
from analysis.pages.words import amount
from analysis.scenario import read_scenario
from analysis.scenario.labels import Label
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn import read_model
from bpmn.language import translate
from processes import find_service

MADE = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def found() -> Analysis:
    service = find_service("company-registration")
    scenario = read_scenario(service.scenario("as-is"), source_name="as-is.json")
    model = read_model(service.as_is, source_name="as-is.bpmn")
    short = replace(scenario, cases=40, warm_up=5, replications=3)
    return analyse(model, short, simulated=True, over_time=True)


@pytest.fixture(scope="module")
def result(found: Analysis) -> SimulationResult:
    assert found.simulation is not None
    return found.simulation


def written(found: Analysis, result: SimulationResult, language: str) -> list[str]:
    return [
        analysis_html(found, language=language, generated_at=MADE),
        simulation_html(found.model, found.scenario, result, language=language, generated_at=MADE),
    ]


@pytest.fixture(scope="module")
def pages(found: Analysis, result: SimulationResult) -> dict[str, list[str]]:
    return {language: written(found, result, language) for language in ("en", "mn")}


@pytest.mark.parametrize("language", ["en", "mn"])
def test_the_pages_need_nothing_but_themselves(pages: dict[str, list[str]], language: str) -> None:
    for page in pages[language]:
        root = html.fromstring(page)
        assert root.get("lang") == language
        assert "default-src 'none'" in page
        for element in root.iter():
            if isinstance(element.tag, str):
                assert element.tag not in {"script", "link", "img", "iframe", "object"}
                assert element.get("style") is None
                assert not (element.get("href") or "#").startswith(("http", "//"))
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert all(link.removeprefix("#") in ids for link in root.xpath("//nav//a/@href"))


def test_every_chart_has_its_table_and_every_picture_a_name(pages: dict[str, list[str]]) -> None:
    for page in pages["en"]:
        root = html.fromstring(page)
        charts = root.xpath("//figure[contains(@class, 'figure')]")
        assert len(charts) >= 6
        assert all(chart.xpath(".//table//tbody/tr") for chart in charts)
        assert all(
            svg.get("aria-label") or svg.xpath("./*[local-name()='title']") for svg in root.xpath("//figure//svg")
        )


def test_queues_utilisation_and_cycle_times_are_charts_and_the_diagram_is_in_heat(pages: dict[str, list[str]]) -> None:
    page = pages["en"][1]
    for title in ("Queues over time", "Utilisation over time", "How long cases take", "How busy each role is"):
        assert f"<strong>{title}</strong>" in page
    assert re.search(r'class="[^"]*heat-4', page)


def test_the_same_analysis_and_moment_give_the_same_bytes(
    found: Analysis, result: SimulationResult, pages: dict[str, list[str]]
) -> None:
    assert written(found, result, "mn") == pages["mn"]


def test_without_a_simulation_the_page_says_what_is_computed(found: Analysis) -> None:
    page = analysis_html(replace(found, simulation=None), language="en", generated_at=MADE)
    assert "computed" in page
    assert "Queues over time" not in page


def test_names_are_escaped(found: Analysis) -> None:
    wrong = tuple(replace(one, label=Label((("en", "<b>wild</b>"),))) for one in found.bottlenecks[:1])
    page = analysis_html(replace(found, bottlenecks=wrong), language="en", generated_at=MADE)
    assert "&lt;b&gt;wild&lt;/b&gt;" in page
    assert "<b>wild" not in page


def test_causes_of_waiting_add_up_to_all_waiting(result: SimulationResult) -> None:
    shares = [int(share.removesuffix(" %")) for _, _, share in waiting_rows(result, "en")]
    assert abs(sum(shares) - 100) <= len(shares)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "0"), (1e-12, "0"), (None, "–"), (float("inf"), "–"), (3 * 86400.0, "3.00 days"), (90.0, "90.0 seconds")],
)
def test_times_are_said_in_a_fitting_unit(value: float | None, said: str) -> None:
    assert amount("elapsed", value, "MNT", "en") == said


def test_a_model_that_never_ends_is_analysed_and_why_it_was_not_simulated_is_said(
    monkeypatch: pytest.MonkeyPatch, found: Analysis
) -> None:
    def refuse(*_: object, **__: object) -> None:
        return simulate(compile_simulation(found.model, found.scenario), cases=1, replications=0)  # type: ignore[return-value]  # raises

    monkeypatch.setattr("analysis.pages.analysing.simulate", refuse)
    again = analyse(found.model, found.scenario, simulated=True)
    assert again.simulation is None
    assert "could not be simulated" in str(again.remarks[0])
    assert str(again.remarks[0]) in analysis_html(again, language="en", generated_at=MADE)


def test_every_sentence_has_a_mongolian_form() -> None:
    root = Path(analysis.__file__).parent
    sentences = {message for room in ("bottlenecks", "pages") for message in _messages(root / room)}
    assert len(sentences) > 130
    missing = [message for message in sorted(sentences) if translate(message, "mn") == message]
    assert missing == []


def _messages(room: Path) -> set[str]:
    found: set[str] = set()
    for file in room.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Text", "translate", "_say", "_headers"}:
                said = (argument.value for argument in node.args if isinstance(argument, ast.Constant))
                found |= {message for message in said if isinstance(message, str)}
    for file in room.rglob("*.html"):
        found |= set(re.findall(r'_\("(.*?)"\)', file.read_text(encoding="utf-8")))
    return {message for message in found if re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", message))}
