"""The applicant's burden line by line, with its sums per case and a year."""

from analysis.burden import Burden
from analysis.comparison import Comparison
from analysis.report.wording import Wording
from analysis.report.xlsx.grid import Cell, Column, Formula, Sheet, address, span
from analysis.report.xlsx.naming import sheet_name
from analysis.report.xlsx.settings import setting, yearly_volume

__all__ = ["burden_sheet", "burden_total", "documents_sheet"]

_PER_SIDE = 5
_PARTS = {"time": 1, "cost": 4}


def burden_total(comparison: Comparison, part: str, side: int, wording: Wording) -> str:
    """Return the address of a side's sum of hours ("time") or money ("cost")."""
    column = 1 + side * _PER_SIDE + _PARTS[part]
    return address(column, len(comparison.as_is.burden.lines), sheet_name("burden", wording))


def burden_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return the cost model's lines of both sides with sums, and the sums times the cases of a year."""
    word = wording.word
    headers = (word("quantity"), word("hours"), word("price of the hours"), word("paid beside"), word("in all"))
    sides = (word("As it is"), word("As it could be"))
    before, after = comparison.as_is.burden, comparison.to_be.burden
    lines = [
        (
            wording.say(first.label),
            *_line(before, 0, row),
            *_line(after, 1, row),
            Formula(f"{address(10, row)}-{address(5, row)}", second.cost - first.cost),
            wording.say(second.formula),
        )
        for row, (first, second) in enumerate(zip(before.lines, after.lines, strict=True))
    ]
    rows = [*lines, _sums(comparison, wording)]
    volume = yearly_volume(comparison)
    if volume is not None:
        rows.append(_year(comparison, volume, wording))
    return Sheet(
        name=sheet_name("burden", wording),
        title=word("What an average case costs its applicant"),
        note=word(
            "Standard Cost Model: quantity times what one of it takes. Hours at what an hour is worth, and what is "
            "paid beside. Money in {currency}.",
            currency=before.currency,
        ),
        columns=(
            Column(word("Item"), "text", 34),
            *(Column(f"{side}: {header}") for side in sides for header in headers),
            Column(word("Difference")),
            Column(word("Computed as"), "text", 50),
        ),
        rows=rows,
        totals=len(rows) - len(lines),
    )


def _line(burden: Burden, side: int, row: int) -> tuple[Cell, ...]:
    line = burden.lines[row]
    first = 1 + side * _PER_SIDE
    total = Formula(f"{address(first + 2, row)}+{address(first + 3, row)}", line.cost)
    return line.quantity, line.time_h, line.time_cost, line.out_of_pocket, total


def _figures(burden: Burden) -> tuple[float, float, float, float]:
    return (
        burden.time_h,
        sum(line.time_cost for line in burden.lines),
        sum(line.out_of_pocket for line in burden.lines),
        burden.cost,
    )


def _sums(comparison: Comparison, wording: Wording) -> tuple[Cell, ...]:
    last = len(comparison.as_is.burden.lines) - 1
    cells: list[Cell] = [wording.word("Together")]
    for side, burden in enumerate((comparison.as_is.burden, comparison.to_be.burden)):
        first = 2 + side * _PER_SIDE
        cells.append(None)  # quantities of different things have no sum
        cells += [
            Formula(f"SUM({span(column, 0, last)})", value)
            for column, value in enumerate(_figures(burden), start=first)
        ]
    return (*cells, _difference(comparison, last + 1, 1.0), "")


def _year(comparison: Comparison, volume: float, wording: Wording) -> tuple[Cell, ...]:
    row = len(comparison.as_is.burden.lines)
    cells: list[Cell] = [wording.word("All cases of a year")]
    for side, burden in enumerate((comparison.as_is.burden, comparison.to_be.burden)):
        first = 2 + side * _PER_SIDE
        cells.append(None)
        cells += [
            Formula(f"{address(column, row)}*{setting('volume', wording)}", value * volume)
            for column, value in enumerate(_figures(burden), start=first)
        ]
    return (*cells, _difference(comparison, row + 1, volume), "")


def _difference(comparison: Comparison, row: int, volume: float) -> Formula:
    change = comparison.to_be.burden.cost - comparison.as_is.burden.cost
    return Formula(f"{address(10, row)}-{address(5, row)}", change * volume)


def documents_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return every paper asked of the applicant, activity by activity, with the papers asked for in all."""
    word = wording.word
    sides = (comparison.as_is.burden, comparison.to_be.burden)
    demands = [(side, demand) for side, burden in enumerate(sides) for demand in burden.demands]
    names = (word("As it is"), word("As it could be"))
    rows: list[tuple[Cell, ...]] = [
        (
            demand.name,
            names[side],
            wording.element(side, demand.element),
            demand.quantity,
            demand.held_by,
            demand.service,
            word("yes") if demand.is_original else word("no"),
        )
        for side, demand in demands
    ]
    last = len(rows) - 1
    totals: list[tuple[Cell, ...]] = [
        (
            word("Together"),
            names[side],
            "",
            Formula(f'SUMIF({span(1, 0, last)},"{names[side]}",{span(3, 0, last)})', burden.documents),
            "",
            "",
            "",
        )
        for side, burden in enumerate(sides)
        if rows
    ]
    return Sheet(
        name=sheet_name("documents", wording),
        title=word("Documents asked of the applicant, per case"),
        note=word("What a register of the state already holds need not be asked for again."),
        columns=(
            Column(word("Document"), "text", 44),
            Column(word("Side"), "text", 18),
            Column(word("Activity"), "text", 40),
            Column(word("Quantity")),
            Column(word("Held by"), "text", 34),
            Column(word("Given by"), "text", 34),
            Column(word("Original or notarised copy"), "text", 16),
        ),
        rows=[*rows, *totals],
        totals=len(totals),
    )
