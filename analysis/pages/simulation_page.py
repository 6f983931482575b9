"""The page of a simulation: how long, how much, how busy, where cases wait and why, and how sure that is."""

from datetime import datetime

from analysis.dates import spoken_date
from analysis.pages import figures, tables
from analysis.pages.blocks import Block, Card, Page, Section, chart, picture, sentences, table
from analysis.pages.html import page_html
from analysis.pages.pictures import draw_waiting
from analysis.pages.words import MEASURES, amount, interval, run_of
from analysis.scenario.values import Scenario
from analysis.simulation.result import SimulationResult
from bpmn.language import Text, translate
from bpmn.model import Model

__all__ = ["simulation_html", "simulation_sections", "title_of"]

_CARDS = ("cycle_time", "cycle_time_p90", "promise_kept", "waiting_time", "processing_time", "cost_office", "wip")


def simulation_html(
    model: Model, scenario: Scenario, result: SimulationResult, *, language: str, generated_at: datetime
) -> str:
    """Return the page of one simulation; the same result and moment give the same page.

    Args:
        model: The model.
        scenario: Its scenario, complete.
        result: From `simulate`.
        language: The reader's language, "mn" or "en".
        generated_at: When the page is made, aware; shown in Ulaanbaatar's time.
    """
    page = Page(
        kind=translate("Simulation", language),
        title=title_of(model, scenario, language),
        facts=(facts_of(model, scenario, language), run_of(result, language)),
        generated=spoken_date(generated_at, language),
        lead=(),
        warnings=tuple(text.into(language) for text in result.warnings),
        cards=tuple(_cards(result, scenario, language)),
        sections=(
            *simulation_sections(model, scenario, result, language),
            _method(result, language),
        ),
    )
    return page_html(page, language=language)


def title_of(model: Model, scenario: Scenario, language: str) -> str:
    """Return what the page is about: the scenario's name, else the process's, else the file's."""
    process = model.process(scenario.process) if scenario.process else None
    return scenario.name.into(language) or (process.name if process is not None else "") or model.source_name


def facts_of(model: Model, scenario: Scenario, language: str) -> str:
    """Return which file and which scenario the page is about."""
    return Text(
        "Model {file}, scenario {scenario}", file=model.source_name, scenario=scenario.source_name or _ASSUMED
    ).into(language)


_ASSUMED = Text("assumed")


def _cards(result: SimulationResult, scenario: Scenario, language: str) -> list[Card]:
    cards = []
    for name in _CARDS:
        if name not in result.measures:
            continue
        label, quantity = MEASURES[name]
        measure = result.measures[name]
        ends = interval(quantity, measure, scenario.currency, language)
        note = Text("95% interval {ends}", ends=ends).into(language) if len(ends) > 1 else ""
        value = amount(quantity, measure.mean, scenario.currency, language)
        cards.append(Card(label=label.into(language), value=value, note=note))
    return cards + _busiest(result, language)


def _busiest(result: SimulationResult, language: str) -> list[Card]:
    limited = [(figures.utilisation or 0.0, pool) for pool, figures in result.resources.items() if figures.utilisation]
    if not limited:
        return []
    load, pool = max(limited)
    name = result.resources[pool].name.into(language) or pool
    label = translate("Busy time of the busiest role", language)
    return [Card(label=label, value=f"{load * 100:.0f} %", note=name, is_bad=load > figures.BUSY)]


def simulation_sections(
    model: Model, scenario: Scenario, result: SimulationResult, language: str
) -> tuple[Section, ...]:
    """Return the sections with what was simulated: waiting, time, load, and all figures."""
    wait_picture = picture(
        draw_waiting(model, result, language),
        translate("The darker an element, the longer a case waits there; the number says how long.", language),
    )
    numbers = (
        tables.measure_table(result, scenario, language),
        tables.activity_table(model, result, scenario, language),
        tables.resource_table(result, scenario, language),
        tables.member_table(result, scenario, language),
    )
    over_time: tuple[Block, ...] = tuple(
        block for one in figures.over_time_charts(result, language) for block in chart(one)
    )
    found = (
        ("waiting", "Where cases wait", (wait_picture, *chart(figures.waiting_chart(model, result, language)))),
        ("time", "How long cases take", chart(figures.distribution_chart(result, scenario, language))),
        ("load", "Who is how busy", (*chart(figures.utilisation_chart(result, language)), *over_time)),
        ("figures", "All figures", tuple(block for one in numbers for block in table(one, is_numeric=True))),
    )
    return tuple(
        Section(id=key, title=translate(title, language), blocks=blocks) for key, title, blocks in found if blocks
    )


def _method(result: SimulationResult, language: str) -> Section:
    said = (
        Text(
            "Discrete events, drawn anew in each replication; means of the replications with Student's 95% intervals."
        ),
        Text(
            "The same seed gives the same figures; variants of a model that are simulated with it meet the same chance."
        ),
    )
    assumed = tuple(text.into(language) for text in result.assumed)
    blocks = (
        *sentences(translate("Assumed because the scenario says nothing", language), assumed),
        *sentences(translate("How it was reckoned", language), tuple(text.into(language) for text in said)),
    )
    return Section(id="method", title=translate("Assumptions and method", language), blocks=blocks)
