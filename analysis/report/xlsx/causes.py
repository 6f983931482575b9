"""Where the differences come from, what they rest on, and what changes in the model."""

from analysis.comparison import AssumptionEffect, Comparison
from analysis.report.tables import ASSUMED_AS, CHANGE_KINDS, SIDES
from analysis.report.wording import Wording
from analysis.report.xlsx.grid import Cell, Column, Formula, Sheet, address, span
from analysis.report.xlsx.measures import measure_address
from analysis.report.xlsx.naming import sheet_name
from bpmn.language import Text

__all__ = ["assumptions_sheet", "changes_sheet", "drivers_sheet"]

_EXPLAINED = ("waiting_time", "processing_time", "cost_office")


def drivers_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return the drivers; the sums less the measures' own differences are what no activity explains."""
    word = wording.word
    drivers = comparison.drivers
    rows: list[tuple[Cell, ...]] = [
        (
            wording.group(driver.as_is, driver.to_be),
            wording.say(CHANGE_KINDS.get(driver.kind, Text(driver.kind))),
            driver.waiting_s,
            driver.processing_s,
            driver.cost,
        )
        for driver in drivers.by_activity
    ]
    count = len(rows)
    remainders = (drivers.remainder_waiting_s, drivers.remainder_processing_s, drivers.remainder_cost)
    sums: list[Cell] = []
    rest: list[Cell] = []
    total: list[Cell] = []
    for number, (measure, remainder) in enumerate(zip(_EXPLAINED, remainders, strict=True)):
        column = 2 + number
        found = comparison.measure(measure)
        difference = found.difference if found else 0.0
        explained = f"SUM({span(column, 0, count - 1)})" if rows else "0"
        sums.append(Formula(explained, difference - remainder))
        rest.append(Formula(f"{address(column, count + 2)}-{address(column, count)}", remainder))
        place = measure_address(comparison, measure, "difference", wording) if found else "0"
        total.append(Formula(place, difference))
    return Sheet(
        name=sheet_name("drivers", wording),
        title=word("Where the difference comes from, per case"),
        note=word("To-be minus as-is. Activities that are, or replace, each other stand in one row."),
        columns=(
            Column(word("Activity"), "text", 60),
            Column(word("What happens to it"), "text", 26),
            Column(word("Waiting, s")),
            Column(word("Work, s")),
            Column(word("Office cost")),
        ),
        rows=[
            *rows,
            (word("Explained by activities"), "", *sums),
            (word("Not explained by an activity"), "", *rest),
            (word("Difference in all"), "", *total),
        ],
        totals=3,
    )


def assumptions_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return every stated assumption, its range, and what varying it within the range does to the difference."""
    word = wording.word
    return Sheet(
        name=sheet_name("assumptions", wording),
        title=word("Assumptions, the most telling first"),
        note=word(
            "Differences with one assumption varied at a time, in the measure's own unit: of time and office cost "
            "simulated with the same chance, of the applicant's cost computed."
        ),
        columns=(
            Column(word("Assumption"), "text", 60),
            Column(word("About"), "text", 40),
            Column(word("Side"), "text", 18),
            Column(word("Kind"), "text", 16),
            Column(word("Source"), "text", 50),
            Column(word("Least factor")),
            Column(word("Greatest factor")),
            Column(word("Measure"), "text", 34),
            Column(word("Difference at the least")),
            Column(word("Difference at the greatest")),
            Column(word("Swing")),
            Column(word("Could turn the verdict"), "text", 14),
            Column(word("Remark"), "text", 50),
        ),
        rows=[_assumption(effect, row, comparison, wording) for row, effect in enumerate(comparison.assumptions)],
    )


def _assumption(effect: AssumptionEffect, row: int, comparison: Comparison, wording: Wording) -> tuple[Cell, ...]:
    stated = effect.assumption
    measure = comparison.measure(effect.measure)
    is_known = effect.at_low is not None and effect.at_high is not None
    return (
        wording.say(stated.text) or stated.path,
        wording.place(stated.path),
        wording.say(SIDES[effect.side]),
        wording.say(ASSUMED_AS.get(stated.kind, Text(stated.kind))),
        stated.source,
        stated.low,
        stated.high,
        wording.say(measure.label) if measure else effect.measure,
        effect.at_low,
        effect.at_high,
        Formula(f"ABS({address(9, row)}-{address(8, row)})", effect.swing) if is_known else None,
        wording.word("yes") if effect.turns_verdict else wording.word("no"),
        wording.say(effect.remark) if effect.remark else "",
    )


def changes_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return the differences of the two models, numbered as in the report."""
    word = wording.word
    return Sheet(
        name=sheet_name("changes", wording),
        title=word("What changes"),
        note=word("The numbers are those on the to-be diagram of the report."),
        columns=(
            Column(word("Number"), "text", 10),
            Column(word("Kind"), "text", 30),
            Column(word("Change"), "text", 100),
        ),
        rows=[
            (str(number), wording.say(CHANGE_KINDS.get(change.kind, Text(change.kind))), wording.say(change.text))
            for number, change in enumerate(comparison.changes, start=1)
        ],
    )
