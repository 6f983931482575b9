"""The page of an analysis: where time is lost, what relieving it would do, and what the model's structure says."""

import math
from datetime import datetime

from analysis.bottlenecks import KINDS
from analysis.charts.drawing import Chart, Table
from analysis.charts.stacked import StackedBar, stacked_chart
from analysis.dates import spoken_date
from analysis.pages.blocks import Card, Page, Section, chart, picture, sentences, table
from analysis.pages.html import page_html
from analysis.pages.measures import STRUCTURE
from analysis.pages.pictures import draw_ranking
from analysis.pages.relief_words import relief_cell, relief_gain
from analysis.pages.simulation_page import facts_of, simulation_sections, title_of
from analysis.pages.tables import name_of
from analysis.pages.values import Analysis
from analysis.pages.words import amount, run_of, scale_of, unbroken
from bpmn.language import Text, translate

__all__ = ["analysis_html"]

_MOST_BARS = 15
_MOST_DETAILS = 10


def analysis_html(analysis: Analysis, *, language: str, generated_at: datetime) -> str:
    """Return the page of one analysis; the same analysis and moment give the same page.

    Args:
        analysis: What was found.
        language: The reader's language, "mn" or "en".
        generated_at: When the page is made, aware; shown in Ulaanbaatar's time.
    """
    simulation = analysis.simulation
    facts = [facts_of(analysis.model, analysis.scenario, language)]
    warnings = [*analysis.flow.warnings, *analysis.remarks]
    simulated: tuple[Section, ...] = ()
    if simulation is not None:
        facts.append(run_of(simulation, language))
        simulated = simulation_sections(analysis.model, analysis.scenario, simulation, language)
        warnings += simulation.warnings
    page = Page(
        kind=translate("Analysis and bottlenecks", language),
        title=title_of(analysis.model, analysis.scenario, language),
        facts=tuple(facts),
        generated=spoken_date(generated_at, language),
        lead=_lead(analysis, language),
        warnings=tuple(dict.fromkeys(text.into(language) for text in warnings)),
        cards=tuple(_cards(analysis, language)),
        sections=(
            _bottlenecks(analysis, language),
            *simulated,
            _structure(analysis, language),
            _method(analysis, language),
        ),
    )
    return page_html(page, language=language)


def _lead(analysis: Analysis, language: str) -> tuple[str, ...]:
    """Return the worst bottleneck's reason, and what removing it would do."""
    if not analysis.bottlenecks:
        return ()
    worst = analysis.bottlenecks[0]
    gain = relief_gain(worst.relief.get("removed"), language)
    removed = Text("If it were removed, the mean time of a case would change by {gain}.", gain=gain).into(language)
    return (worst.reason.into(language), *((removed,) if len(gain) > 1 else ()))


def _cards(analysis: Analysis, language: str) -> list[Card]:
    flow, simulation, currency = analysis.flow, analysis.simulation, analysis.scenario.currency
    measures = simulation.measures if simulation is not None else {}
    mean = measures["cycle_time"].mean if "cycle_time" in measures else flow.cycle_time_s
    waiting = measures["waiting_time"].mean if "waiting_time" in measures else flow.waiting_time_s
    how = translate("simulated" if simulation is not None else "computed", language)
    cards = [
        Card(
            label=_say("Time from application to end, mean", language),
            value=amount("elapsed", mean, "", language),
            note=how,
        ),
        Card(label=_say("Working time", language), value=amount("work", flow.processing_time_s, "", language)),
        Card(label=_say("Waiting time", language), value=amount("elapsed", waiting, "", language), note=how),
        Card(label=_say("Cost to the office", language), value=amount("money", flow.cost, currency, language)),
    ]
    if math.isfinite(flow.capacity_per_h):
        arriving = Text("{number} arrive", number=f"{flow.arrival_rate_per_h * 24:.1f}").into(language)
        value = f"{flow.capacity_per_h * 24:.1f}"
        cards.append(Card(label=_say("Cases a day that can be done", language), value=value, note=arriving))
    if flow.constraint is not None:
        load = flow.utilisation.get(flow.constraint, 0.0)
        name = analysis.scenario.resources[flow.constraint].name.into(language) or flow.constraint
        label = _say("Busy time of the busiest role", language)
        cards.append(Card(label=label, value=f"{load * 100:.0f} %", note=name, is_bad=load > _BUSY))
    return cards


_BUSY = 0.8


def _say(message: str, language: str) -> str:
    return translate(message, language)


def _bottlenecks(analysis: Analysis, language: str) -> Section:
    caption = _say("The darker an element, the more time is lost there; the number is its rank in the table.", language)
    blocks = (
        picture(draw_ranking(analysis.model, analysis.bottlenecks), caption),
        *table(_ranking(analysis, language)),
        *chart(_ranking_chart(analysis, language)),
        *table(_reliefs(analysis, language)),
    )
    return Section(id="bottlenecks", title=_say("Bottlenecks", language), blocks=blocks)


def _ranking(analysis: Analysis, language: str) -> Table:
    currency = analysis.scenario.currency
    rows = tuple(
        (
            f"{found.rank}. {found.name_in(language)}",
            KINDS[found.kind].into(language),
            found.reason.into(language),
            unbroken(amount("elapsed", found.time_s, "", language)),
            unbroken(f"{found.share * 100:.0f} %"),
            unbroken(amount("money", found.cost, currency, language)) if found.cost else "\N{EN DASH}",
            unbroken(f"{found.cases * 100:.0f} %"),
        )
        for found in analysis.bottlenecks
    )
    headers = ("Where", "Kind", "Why", "Time a case", "Share", "Cost a case", "Cases")
    return Table(
        caption=_say("Bottlenecks, worst first", language),
        headers=tuple(_say(word, language) for word in headers),
        rows=rows,
    )


def _reliefs(analysis: Analysis, language: str) -> Table:
    currency = analysis.scenario.currency
    rows = tuple(
        (
            f"{found.rank}. {found.name_in(language)}",
            relief_cell(found, "ten_per_cent", currency, language),
            relief_cell(found, "removed", currency, language),
        )
        for found in analysis.bottlenecks[:_MOST_DETAILS]
        if found.relief
    )
    headers = ("Where", "Relieved by 10 %", "Removed")
    return Table(
        caption=_say("What relieving the worst ones would do", language),
        headers=tuple(_say(word, language) for word in headers),
        rows=rows,
    )


def _ranking_chart(analysis: Analysis, language: str) -> Chart | None:
    """Return the bottlenecks by the time a case loses, and what of it their removal would save."""
    found = analysis.bottlenecks[:_MOST_BARS]
    if not found:
        return None
    scale = scale_of("elapsed", [one.time_s for one in found], "")
    lost = _say("time lost a case", language)
    bars = [
        StackedBar(
            name=f"{one.rank}. {one.name_in(language)}",
            parts={lost: one.time_s * scale.factor},
            shown=Text(
                "{time}; removed: {gain}",
                time=amount("elapsed", one.time_s, "", language),
                gain=relief_gain(one.relief.get("removed"), language),
            ).into(language),
            cells=(),
        )
        for one in found
    ]
    return stacked_chart(
        bars,
        parts=[lost],
        key="ranks",
        title=_say("Time that a case loses", language),
        note=_say(
            "At the end of each bar: the time, and how the mean time of a case changes if it is removed.", language
        ),
        axis=scale.unit.into(language),
        headers=(_say("Where", language), _say("Time a case; change if removed", language)),
    )


def _structure(analysis: Analysis, language: str) -> Section:
    measures = analysis.structure.measures
    rows = tuple(
        (label.into(language), f"{measures[name]:.2f}".rstrip("0").rstrip("."))
        for name, label in STRUCTURE.items()
        if name in measures
    )
    values = Table(
        caption=_say("Measures of the structure", language),
        headers=(_say("Measure", language), _say("Value", language)),
        rows=rows,
    )
    unavoidable = tuple(name_of(analysis.model, key) for key in analysis.structure.unavoidable)
    blocks = (
        *sentences(
            _say("What is worth saying", language), tuple(f.text.into(language) for f in analysis.structure.findings)
        ),
        *sentences(_say("What every case passes", language), unavoidable),
        *table(values, is_numeric=True),
    )
    return Section(id="structure", title=_say("Structure of the model", language), blocks=blocks)


def _method(analysis: Analysis, language: str) -> Section:
    said = [
        Text("Time is that of all work and all waiting of an average case; the share is a part of it."),
        Text("Rework, roles and what hangs on one person look at the same time from another side: they add to no sum."),
        Text("What relief does is computed by flow analysis; the worst are simulated too, with the same chance."),
    ]
    blocks = (
        *sentences(
            _say("Assumed because the scenario says nothing", language),
            tuple(text.into(language) for text in analysis.assumed),
        ),
        *sentences(_say("How it was reckoned", language), tuple(text.into(language) for text in said)),
    )
    return Section(id="method", title=_say("Assumptions and method", language), blocks=blocks)
