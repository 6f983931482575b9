"""What each chapter of the report shows, worked out before any template sees it: templates hold no arithmetic."""

from dataclasses import dataclass
from datetime import datetime

from analysis.charts import Chart, Table
from analysis.comparison import Comparison
from analysis.report import figures, tables
from analysis.report.pictures import draw_as_is, draw_to_be
from analysis.report.rows import MeasureGroup, MeasureRow, key_rows, measure_groups
from analysis.report.wording import Names, Wording

__all__ = ["Chapters", "chapters_of", "title_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapters:
    """The whole report in words, rows and pictures.

    Attributes:
        title: What is compared.
        generated: When the report was made.
        verdict: The verdict.
        sureness: How sure it is, in sentences.
        key_rows: The key figures.
        takes: What the change takes, as pairs of heading and sentences.
        decisions: What is to be decided.
        as_is_picture: The as-is diagram as SVG.
        to_be_picture: The to-be diagram as SVG.
        bottlenecks: Bottleneck tables of both sides.
        changes: The model's changes as sentences, in the order of their numbers on the diagram.
        measures: Every measure, in groups.
        change_chart: The main measures in per cent, or None.
        time_charts: Time, waiting and utilisation.
        burden: The cost model's table.
        yearly: Yearly totals, or None.
        documents: The papers asked for.
        drivers: Where the differences come from.
        sensitivity_chart: The tornado, or None.
        assumptions: Stated assumptions.
        assumed: What was assumed where a scenario says nothing, as-is then to-be.
        method: How it was worked out, in sentences.
        limits: What it does not say.
    """

    title: str
    generated: str
    verdict: str
    sureness: tuple[str, ...]
    key_rows: tuple[MeasureRow, ...]
    takes: tuple[tuple[str, tuple[str, ...]], ...]
    decisions: tuple[str, ...]
    as_is_picture: str
    to_be_picture: str
    bottlenecks: tuple[Table, Table]
    changes: tuple[str, ...]
    measures: tuple[MeasureGroup, ...]
    change_chart: Chart | None
    time_charts: tuple[Chart, ...]
    burden: Table
    yearly: Table | None
    documents: Table
    drivers: Table
    sensitivity_chart: Chart | None
    assumptions: Table
    assumed: tuple[tuple[str, tuple[str, ...]], ...]
    method: tuple[str, ...]
    limits: tuple[str, ...]


def chapters_of(comparison: Comparison, wording: Wording, names: Names, generated_at: datetime) -> Chapters:
    """Return the report on a comparison, in the reader's words."""
    charts = (
        figures.time_chart(comparison, wording),
        figures.waiting_chart(comparison, wording),
        figures.utilisation_chart(comparison, wording),
    )
    return Chapters(
        title=title_of(comparison, wording),
        generated=wording.date(generated_at),
        verdict=wording.say(comparison.verdict),
        sureness=_sureness(comparison, wording),
        key_rows=key_rows(comparison, wording),
        takes=_takes(comparison, wording),
        decisions=tuple(wording.say(r.text) for r in comparison.requirements if r.kind == "decision"),
        as_is_picture=draw_as_is(comparison, names.as_is),
        to_be_picture=draw_to_be(comparison, names.to_be),
        bottlenecks=(
            tables.bottleneck_table(comparison, 0, wording),
            tables.bottleneck_table(comparison, 1, wording),
        ),
        changes=tuple(wording.say(change.text) for change in comparison.changes),
        measures=measure_groups(comparison, wording),
        change_chart=figures.change_chart(comparison, wording),
        time_charts=tuple(chart for chart in charts if chart is not None),
        burden=tables.burden_table(comparison, wording),
        yearly=tables.yearly_table(comparison, wording),
        documents=tables.document_table(comparison, wording),
        drivers=tables.driver_table(comparison, wording),
        sensitivity_chart=figures.sensitivity_chart(comparison, wording),
        assumptions=tables.assumption_table(comparison, wording),
        assumed=_assumed(comparison, wording),
        method=_method(comparison, wording),
        limits=_limits(wording),
    )


def title_of(comparison: Comparison, wording: Wording) -> str:
    """Return what is compared, in the reader's language where the library has its name."""
    name = comparison.to_be.name
    return wording.labels.get(name, name)


def _takes(comparison: Comparison, wording: Wording) -> tuple[tuple[str, tuple[str, ...]], ...]:
    headings = {
        "law": wording.word("Law"),
        "data": wording.word("Registers"),
        "system": wording.word("Systems"),
        "staff": wording.word("Staff"),
    }
    found = (
        (heading, tuple(wording.say(r.text) for r in comparison.requirements if r.kind == kind))
        for kind, heading in headings.items()
    )
    return tuple((heading, sentences) for heading, sentences in found if sentences)


def _sureness(comparison: Comparison, wording: Wording) -> tuple[str, ...]:
    simulation = comparison.as_is.simulation
    kinds = [effect.assumption.kind for effect in comparison.assumptions]
    turning = sum(effect.turns_verdict for effect in comparison.assumptions)
    return (
        wording.word(
            "{replications} pairs of simulated periods of {cases} applications, both sides met by the same chance.",
            replications=simulation.replications,
            cases=f"{simulation.cases:,}",
        ),
        wording.word(
            "Intervals are 95% confidence intervals of the difference; a difference is called one only where it stays "
            "significant after correction for all measures tested (Holm)."
        ),
        wording.word(
            "Of {count} stated assumptions, {measured} are measured, {sourced} have a source and {assumed} are "
            "assumed; {turning} could turn the verdict within their range.",
            count=len(kinds),
            measured=kinds.count("measured"),
            sourced=kinds.count("sourced"),
            assumed=kinds.count("assumed"),
            turning=turning,
        ),
    )


def _assumed(comparison: Comparison, wording: Wording) -> tuple[tuple[str, tuple[str, ...]], ...]:
    sides = ((wording.word("As it is"), comparison.as_is), (wording.word("As it could be"), comparison.to_be))
    return tuple((name, tuple(wording.say(text) for text in side.assumed)) for name, side in sides if side.assumed)


def _method(comparison: Comparison, wording: Wording) -> tuple[str, ...]:
    word = wording.word
    simulation = comparison.as_is.simulation
    return (
        word(
            "Simulated: each model is run as a discrete-event simulation of cases that queue for people with working "
            "hours and holidays: {replications} replications of {cases} applications, of which the first {warm_up} are "
            "not counted, seed {seed}. Replication by replication both sides meet the same random numbers, and the "
            "difference is a paired t interval.",
            replications=simulation.replications,
            cases=f"{simulation.cases:,}",
            warm_up=simulation.warm_up,
            seed=comparison.seed,
        ),
        word(
            "Computed: the model as a Markov chain gives how often each activity happens in an average case; burden, "
            "handovers and sensitivity are these expectations times what an activity asks."
        ),
        word(
            "The applicant's burden follows the Standard Cost Model: price times quantity. Hours are shown beside "
            "money; waiting is shown as time and given no price."
        ),
        word(
            "Drivers: activities that are, or replace, each other are set against each other; their figures and the "
            "remainder add up to the difference."
        ),
        word("The same models, scenarios and seed give the same report."),
    )


def _limits(wording: Wording) -> tuple[str, ...]:
    word = wording.word
    return (
        word("A simulation is as good as its scenario: the intervals hold its chance, not errors in its assumptions."),
        word("Figures marked as assumed should be measured before money is spent on them."),
        word("One-off costs of the change (building systems, training) are not in these figures."),
        word(
            "The waiting of activities in parallel is counted at each of them, so drivers may add up to more than the "
            "case's own waiting; the remainder shows by how much."
        ),
    )
