"""Key performance indicators: the baseline, the target, how it is measured, who answers for it."""

from analysis.report.blocks import Cell, Chapter, Grid, Row, Section, ToFillIn
from analysis.report.linking import measure_anchor
from analysis.report.material import Material

__all__ = ["indicator_grid", "targets"]

_INDICATORS = (
    "cycle_time",
    "cycle_time_p90",
    "promise_kept",
    "first_pass",
    "rework",
    "rejections",
    "visits",
    "contacts",
    "documents",
    "documents_held_by_state",
    "applicant_time",
    "applicant_cost",
    "handovers",
    "automated_share",
    "cost_office",
)
"""Of the list in the manuals (time, effort, cost, access, quality, data), what a model and its scenario give."""


def targets(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    asked = ToFillIn(
        label=word("Indicators that no model gives"),
        hint=word(
            "Satisfaction, complaints and appeals, share of applications on line and with help, by sex and by place: "
            "baseline, target, owner."
        ),
    )
    return Chapter(
        anchor="targets",
        title=word("Indicators, baseline and targets"),
        sections=(Section(blocks=(indicator_grid(material), asked), paper="wide"),),
    )


def indicator_grid(material: Material) -> Grid:
    """Return the indicators with baseline and target; the owner is for people to fill in."""
    word, wording = material.word, material.wording
    found = [measure for name in _INDICATORS if (measure := material.comparison.measure(name)) is not None]
    return Grid(
        caption=word("Indicators of the service"),
        headers=(
            word("Number"),
            word("Indicator"),
            word("Baseline: as it is"),
            word("Target: as it could be"),
            word("Target lies within"),
            word("How it is measured"),
            word("Owner, to be filled in"),
        ),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=f"K{number}"),
                    Cell(text=wording.say(measure.label), link=measure_anchor(measure.measure)),
                    Cell(text=wording.value(measure, measure.as_is)),
                    Cell(text=wording.value(measure, measure.to_be)),
                    Cell(text=wording.interval(measure, measure.to_be_interval)),
                    Cell(text=wording.say(measure.formula)),
                    Cell(text=""),
                )
            )
            for number, measure in enumerate(found, start=1)
        ),
        widths=(0.6, 2.2, 1.3, 1.3, 1.4, 3, 1.8),
        numbers=(2, 3, 4),
        note=word("The baseline is what the model gives: it is to be measured in the office before the pilot begins."),
    )
