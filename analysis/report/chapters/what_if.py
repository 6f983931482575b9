"""What if: which assumptions could turn the verdict, and by how much they move it."""

from analysis.report import tables
from analysis.report.blocks import Block, Chapter, Listing, Plot, Section, plain
from analysis.report.cause_figures import sensitivity_charts
from analysis.report.chapters.flexibility import flexibility_blocks
from analysis.report.material import Material, grid_of

__all__ = ["what_if"]


def what_if(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    stressed = flexibility_blocks(material)
    return Chapter(
        anchor="sensitivity",
        title=word("Simulation, what-if and sensitivity"),
        sections=(
            *((Section(title=word("More cases, fewer people"), blocks=stressed),) if stressed else ()),
            Section(title=word("Sensitivity to the assumptions"), blocks=_sensitivity(material), paper="wide"),
        ),
    )


def _sensitivity(material: Material) -> tuple[Block, ...]:
    word, comparison, wording = material.word, material.comparison, material.wording
    found = tables.assumption_table(comparison, wording)
    plots: tuple[Block, ...] = tuple(Plot(chart=chart) for chart in sensitivity_charts(comparison, wording))
    if not found.rows:
        return (*plots, Listing(sentences=plain([word("The scenarios state no assumptions.")])))
    return (*plots, grid_of(found, (2.6, 1, 1, 2.4, 1.2, 2.4, 1.6)))
