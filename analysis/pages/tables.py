"""The tables of the pages, each in the reader's language."""

from analysis.charts.drawing import Table
from analysis.pages.words import amount, measure_rows
from analysis.scenario.values import Scenario
from analysis.simulation.result import SimulationResult
from bpmn.language import translate
from bpmn.model import Model

__all__ = ["activity_table", "measure_table", "member_table", "name_of", "resource_table"]

_EMPTY = "\N{EN DASH}"


def name_of(model: Model, element: str, label: str = "") -> str:
    """Return what people call an element."""
    node = model.nodes.get(element)
    return label or (node.name if node is not None else "") or element


def _headers(language: str, *words: str) -> tuple[str, ...]:
    return tuple(translate(word, language) for word in words)


def measure_table(result: SimulationResult, scenario: Scenario, language: str) -> Table:
    """Return every measure with its interval."""
    return Table(
        caption=translate("All measures", language),
        headers=_headers(language, "Measure", "Mean", "95% interval"),
        rows=tuple(measure_rows(result, scenario.currency, language)),
    )


def activity_table(model: Model, result: SimulationResult, scenario: Scenario, language: str) -> Table:
    """Return what happened at each activity and event, in the order of the file."""
    rows = [
        (
            name_of(model, element, figures.name),
            f"{figures.instances:.2f}",
            f"{figures.share_of_cases * 100:.0f} %",
            amount("work", figures.processing_time_s, "", language),
            amount("elapsed", figures.waiting_time_s, "", language),
            amount("money", figures.cost, scenario.currency, language),
            f"{figures.rework:.2f}",
        )
        for element, figures in result.activities.items()
    ]
    return Table(
        caption=translate("Activities and events", language),
        headers=_headers(
            language, "Activity", "Times a case", "Of the cases", "Work each time", "Waiting each time",
            "Cost each time", "Repeated a case",
        ),
        rows=tuple(rows),
    )  # fmt: skip


def resource_table(result: SimulationResult, scenario: Scenario, language: str) -> Table:
    """Return what each role did."""
    as_needed = translate("as needed", language)
    rows = []
    for pool, figures in result.resources.items():
        ends = figures.utilisation_ci
        rows.append(
            (
                figures.name.into(language) or pool,
                as_needed if figures.amount is None else str(figures.amount),
                _EMPTY if figures.utilisation is None else f"{figures.utilisation * 100:.0f} %",
                _EMPTY if ends is None else f"{ends[0] * 100:.1f} – {ends[1] * 100:.1f} %",
                amount("work", figures.busy_s, "", language),
                amount("elapsed", figures.queue_s, "", language),
                amount("money", figures.cost, scenario.currency, language),
            )
        )
    return Table(
        caption=translate("Roles", language),
        headers=_headers(
            language, "Role", "People", "Busy", "95% interval", "Work a case", "Waiting for them, a case", "Cost a case"
        ),
        rows=tuple(rows),
    )


def member_table(result: SimulationResult, scenario: Scenario, language: str) -> Table:
    """Return what each named person did in each role."""
    rows = tuple(
        (
            member.name.into(language) or member.id,
            figures.name.into(language) or pool,
            f"{member.utilisation * 100:.0f} %",
            amount("work", member.busy_s, "", language),
            amount("money", member.cost, scenario.currency, language),
        )
        for pool, figures in result.resources.items()
        for member in figures.members
    )
    return Table(
        caption=translate("People", language),
        headers=_headers(language, "Person", "Role", "Busy", "Work a case", "Cost a case"),
        rows=rows,
    )
