"""Costs and benefits: what a year costs on both sides, and what the change may cost to pay for itself."""

from analysis.comparison import OneOff
from analysis.report.blocks import Block, Cell, Chapter, Grid, Listing, Row, Section, ToFillIn, cells, plain
from analysis.report.linking import measure_anchor
from analysis.report.material import EMPTY, Material, anchored

__all__ = ["costs"]

_YEARLY = ("cost_office_year", "applicant_cost_year", "applicant_time_year")
_PAID_BACK_MONTHS = (12, 36, 60)


def costs(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    return Chapter(
        anchor="costs",
        title=word("Costs and benefits"),
        sections=(
            Section(title=word("A year, as it is and as it could be"), blocks=_yearly(material)),
            Section(title=word("Break-even"), blocks=_break_even(material)),
        ),
    )


def _yearly(material: Material) -> tuple[Block, ...]:
    word, wording = material.word, material.wording
    found = [measure for name in _YEARLY if (measure := material.comparison.measure(name)) is not None]
    if not found:
        return (Listing(sentences=plain([word("The scenarios do not say how many applications there are a year.")])),)
    return (
        Grid(
            caption=word("What a year's applications cost"),
            headers=("", word("As it is"), word("As it could be"), word("Difference"), word("95% interval")),
            rows=tuple(
                Row(
                    cells=(
                        Cell(text=wording.say(measure.label), link=measure_anchor(measure.measure)),
                        Cell(text=wording.value(measure, measure.as_is)),
                        Cell(text=wording.value(measure, measure.to_be)),
                        Cell(text=measure.scale.quantity(measure.difference, signed=True).into(wording.language)),
                        Cell(text=wording.interval(measure, (measure.ci_low, measure.ci_high))),
                    )
                )
                for measure in found
            ),
            widths=(2.4, 1.4, 1.4, 1.4, 1.6),
            numbers=(1, 2, 3, 4),
        ),
    )


def _break_even(material: Material) -> tuple[Block, ...]:
    word = material.word
    if material.comparison.one_off is not None:
        return (_one_off(material, material.comparison.one_off),)
    ask = ToFillIn(
        label=word("One-off cost of the change"),
        hint=word("Systems, connections to registers, training, equipment: amount, source, date."),
    )
    saved = {
        name: -measure.difference
        for name in ("cost_office_year", "applicant_cost_year")
        if (measure := material.comparison.measure(name)) is not None
    }
    if not saved or max(saved.values()) <= 0:
        return (Listing(sentences=plain([word("No saving a year that a one-off cost could be set against.")])), ask)
    office = max(saved.get("cost_office_year", 0.0), 0.0)
    both = max(sum(saved.values()), 0.0)
    rows = [
        Row(
            cells=cells(
                word("{months} months", months=months),
                *material.amounts("money", [office * months / 12, both * months / 12]),
            )
        )
        for months in _PAID_BACK_MONTHS
    ]
    grid = Grid(
        caption=word("What the change may cost at most, to be paid back in this time"),
        headers=(word("Paid back in"), word("By the office's saving"), word("By the saving of office and applicants")),
        rows=tuple(rows),
        widths=(1, 2, 2),
        numbers=(1, 2),
        note=word("Saving a year times the years, not discounted, running costs of the new systems not taken off."),
    )
    return (grid, ask)


def _one_off(material: Material, found: OneOff) -> Grid:
    word = material.word
    cost, saved = material.amount("money", found.cost), material.amount("money", found.saved_per_year)
    months, low, high = (
        EMPTY if value is None else f"{value:,.1f}" for value in (found.months, found.months_low, found.months_high)
    )
    interval = word("{low} to {high}", low=low, high=high)
    return Grid(
        caption=word("When the change has paid for itself"),
        headers=("", word("Value"), word("Source")),
        rows=(
            anchored("o-cost", word("One-off cost"), cost, found.source or EMPTY),
            anchored("o-saved", word("What the office saves a year"), saved, word("this comparison")),
            anchored(
                "o-months", word("Months until it is saved"), Cell(text=months, small=interval), word("this comparison")
            ),
        ),
        widths=(2.4, 1.4, 2.4),
        numbers=(1,),
    )
