"""What differs: every measure with its interval, the charts, and where the differences come from."""

from analysis.charts import Chart
from analysis.report import figures, tables
from analysis.report.blocks import Block, Cell, Chapter, Grid, Plot, Row, Section
from analysis.report.cause_figures import share_chart
from analysis.report.chapters.endings import ending_blocks
from analysis.report.chapters.maturity import maturity_blocks
from analysis.report.chapters.shares import share_blocks
from analysis.report.material import Material, grid_of
from analysis.report.rows import MeasureGroup, measure_groups

__all__ = ["measures"]


def measures(material: Material) -> Chapter:
    """Return the chapter."""
    word, comparison, wording = material.word, material.comparison, material.wording
    change = figures.change_chart(comparison, wording)
    drivers = grid_of(tables.driver_table(comparison, wording), (4, 2, 1.3, 1.3, 1.3), numbers=(2, 3, 4), totals=1)
    charts = (
        figures.time_chart(comparison, wording),
        figures.waiting_chart(comparison, wording),
        figures.utilisation_chart(comparison, wording),
    )
    return Chapter(
        anchor="measures",
        title=word("What differs, and how sure it is"),
        sections=(
            Section(
                title=word("All measures"),
                blocks=(*((Plot(chart=change),) if change else ()), measure_grid(material)),
            ),
            Section(title=word("Time and load"), blocks=_plots(charts)),
            *_if_any(word("How cases end"), ending_blocks(material)),
            *_if_any(word("Digital maturity"), maturity_blocks(material)),
            Section(
                title=word("Where the difference comes from"),
                blocks=(*_plots((share_chart(comparison, wording),)), *share_blocks(material), drivers),
                paper="wide",
            ),
        ),
    )


def _if_any(title: str, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    return (Section(title=title, blocks=blocks),) if blocks else ()


def _plots(charts: tuple[Chart | None, ...]) -> tuple[Block, ...]:
    return tuple(Plot(chart=chart) for chart in charts if chart is not None)


def measure_grid(material: Material) -> Grid:
    """Return every measure, group by group; the first page's figures lead here, and each row to the raw figures."""
    word = material.word
    rows: list[Row] = []
    for group in measure_groups(material.comparison, material.wording):
        rows += _group(group)
    return Grid(
        caption=word("Every measure, to-be against as-is"),
        headers=(
            word("Measure"),
            word("As it is"),
            word("As it could be"),
            word("Difference"),
            word("95% interval"),
            word("Outcome"),
            word("Origin"),
        ),
        rows=tuple(rows),
        widths=(2.8, 1.45, 1.55, 1.45, 1.5, 1.5, 1.4),
        numbers=(1, 2, 3, 4),
        note=word("Each measure leads to its unrounded figures in the annex."),
    )


def _group(group: MeasureGroup) -> list[Row]:
    rows = [
        Row(
            anchor=row.anchor,
            mark=row.outcome,
            cells=(
                Cell(text=row.label, small=row.formula, link=f"raw-{row.measure}"),
                Cell(text=row.as_is),
                Cell(text=row.to_be),
                Cell(text=row.difference, small=row.relative),
                Cell(text=row.interval),
                Cell(text=row.outcome_word, small=row.within),
                Cell(text=row.origin),
            ),
        )
        for row in group.rows
    ]
    return [Row(cells=(Cell(text=group.title),)), *rows]
