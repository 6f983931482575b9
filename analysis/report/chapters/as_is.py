"""The process as it is: diagram with bottlenecks, steps, what is asked of applicants, pain points and their causes."""

from math import fsum

from analysis.report import tables
from analysis.report.blocks import Block, Cell, Chapter, Grid, Picture, Plot, Row, Section, ToFillIn, cells
from analysis.report.cause_figures import burden_chart
from analysis.report.chapters.steps import journey_grid, steps_grid
from analysis.report.material import EMPTY, Material, grid_of
from analysis.report.pictures import draw_as_is
from analysis.simulation import ActivityFigures

__all__ = ["as_is"]

_MOST_CAUSES = 5


def as_is(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    return Chapter(
        anchor="as-is",
        title=word("As it is"),
        sections=(
            Section(title=word("Diagram and bottlenecks"), blocks=_diagram(material), paper="large"),
            Section(title=word("Step by step"), blocks=(steps_grid(material, 0),), paper="wide"),
            Section(title=word("The applicant's way"), blocks=(journey_grid(material, 0),), paper="wide"),
            Section(title=word("What applicants must give"), blocks=_obligations(material), paper="wide"),
            Section(title=word("Pain points"), blocks=_pain_points(material)),
            Section(title=word("Root causes"), blocks=_causes(material)),
        ),
    )


def _diagram(material: Material) -> tuple[Block, ...]:
    word, comparison = material.word, material.comparison
    found = tables.bottleneck_table(comparison, 0, material.wording)
    return (
        Picture(
            svg=draw_as_is(comparison, material.names.as_is),
            alt=word("The diagram of the process as it is"),
            caption=word("The darker an element, the more it holds cases up; the number is its rank in the table."),
        ),
        grid_of(found, (0.5, 2, 6, 0.7), numbers=(3,)),
    )


def _obligations(material: Material) -> tuple[Block, ...]:
    word, comparison, wording = material.word, material.comparison, material.wording
    documents = tables.document_table(comparison, wording)
    yearly = tables.yearly_table(comparison, wording)
    prices = tables.price_table(comparison, wording)
    cost = grid_of(
        tables.burden_table(comparison, wording),
        (2, 1, 1, 1.2, 1.2, 1.2, 1.2, 2.6),
        numbers=(1, 2, 3, 4, 5, 6),
        totals=1,
        note=word("Standard Cost Model: price times quantity. Source: the SCM Network's manual (2005)."),
    )
    chart = burden_chart(comparison, wording)
    plots = [Plot(chart=chart)] if chart else []
    blocks: list[Block] = [*plots, cost, *_ranges(material), *_forms(material)]
    if prices.rows:
        blocks.append(grid_of(prices, (3, 1, 0.9, 0.9, 0.9, 0.9, 1, 2.4), numbers=(3, 4, 5)))
    if yearly is not None:
        blocks.append(grid_of(yearly, (2, 1, 1), numbers=(1, 2)))
    if documents.rows:
        blocks.append(grid_of(documents, (3, 2, 2, 1, 1), numbers=(3, 4)))
    return tuple(blocks)


def _ranges(material: Material) -> tuple[Grid, ...]:
    """Return hours and money with every parameter at its low end, as computed, and at its high end."""
    word = material.word
    rows = []
    for name, side in zip((word("As it is"), word("As it could be")), material.sides, strict=True):
        burden = side.burden
        if burden.low is None or burden.high is None:
            return ()
        hours = material.amounts("work", [end * 3600 for end in (burden.low.time_h, burden.time_h, burden.high.time_h)])
        money = material.amounts("money", [burden.low.cost, burden.cost, burden.high.cost])
        rows.append(Row(cells=cells(name, *hours, *money)))
    ends = (word("Low"), word("Computed with"), word("High"))
    return (
        Grid(
            caption=word("The same with every parameter at one end of its range"),
            headers=(
                word("Side"),
                *(f"{what}: {end.lower()}" for what in (word("Time"), word("Money")) for end in ends),
            ),
            rows=tuple(rows),
            widths=(1.4, 1.2, 1.2, 1.2, 1.4, 1.4, 1.4),
            numbers=(1, 2, 3, 4, 5, 6),
        ),
    )


def _forms(material: Material) -> tuple[Grid, ...]:
    word = material.word
    sides = (word("As it is"), word("As it could be"))
    rows = tuple(
        Row(
            cells=cells(
                form.title or form.form,
                sides[side],
                word("The application") if form.element is None else material.element(side, form.element),
                f"{form.quantity:.2f}",
                str(form.questions),
                str(form.required),
            )
        )
        for side, found in enumerate(material.sides)
        for form in found.burden.forms
    )
    grid = Grid(
        caption=word("Forms the applicant fills in, per case"),
        headers=(
            word("Form"),
            word("Side"),
            word("Asked by"),
            word("Times"),
            word("Questions"),
            word("Of these, must be answered"),
        ),
        rows=rows,
        widths=(2.4, 1.2, 2.4, 0.8, 0.9, 1.1),
        numbers=(3, 4, 5),
    )
    return (grid,) if rows else ()


def _pain_points(material: Material) -> tuple[Block, ...]:
    word = material.word
    rows = []
    for node, _ in material.steps(0):
        facts = node.facts
        if facts is None or not (facts.redesign_note or facts.value_class == "waste"):
            continue
        said = facts.redesign_note or word("Brings nothing to applicant or office.")
        rows.append(Row(cells=cells(material.element(0, node.id), said, facts.source or EMPTY)))
    found = Grid(
        caption=word("What the analysts noted at the steps"),
        headers=(word("Step"), word("Note"), word("Source")),
        rows=tuple(rows),
        widths=(2, 4, 1),
    )
    ask = ToFillIn(
        label=word("Complaints and wishes of applicants and staff"),
        hint=word("From the complaints register, interviews and surveys, with numbers."),
    )
    return (found, ask) if rows else (ask,)


def _causes(material: Material) -> tuple[Block, ...]:
    word = material.word
    return (
        _value_grid(material),
        Grid(
            caption=word("Why the worst bottlenecks are there: ask five times"),
            headers=(word("Bottleneck"), word("Why"), word("The cause at the root, to be filled in")),
            rows=tuple(
                Row(
                    cells=cells(
                        material.wording.element(0, found.element), material.wording.say(found.reason), Cell(text="")
                    )
                )
                for found in material.comparison.as_is.bottlenecks[:_MOST_CAUSES]
            ),
            widths=(1.6, 3, 3),
        ),
    )


def _value_grid(material: Material) -> Grid:
    """Return time and money of an average case by what the steps are good for."""
    word = material.word
    classes = {
        "value": word("Adds value: the applicant would pay for it"),
        "business": word("Needed by office or law"),
        "waste": word("Waste: neither"),
        "": word("Not said in the model"),
    }
    found: dict[str, list[ActivityFigures]] = {key: [] for key in classes}
    for node, figures in material.steps(0):
        found[node.facts.value_class if node.facts and node.facts.value_class in classes else ""].append(figures)
    work = [_per_case(found[key], "processing_time_s") for key in classes]
    waiting = [_per_case(found[key], "waiting_time_s") for key in classes]
    cost = [_per_case(found[key], "cost") for key in classes]
    columns = zip(
        classes.items(),
        material.amounts("work", work),
        material.amounts("elapsed", waiting),
        material.amounts("money", cost),
        strict=True,
    )
    return Grid(
        caption=word("Steps by what they are good for, per case"),
        headers=(word("Kind of step"), word("Steps"), word("Work"), word("Waiting"), word("Office cost")),
        rows=tuple(
            Row(cells=cells(name, str(len(found[key])), *shown)) for (key, name), *shown in columns if found[key]
        ),
        widths=(3, 1, 1.4, 1.4, 1.4),
        numbers=(1, 2, 3, 4),
    )


def _per_case(found: list[ActivityFigures], field: str) -> float:
    return fsum(figures.instances * getattr(figures, field) for figures in found)
