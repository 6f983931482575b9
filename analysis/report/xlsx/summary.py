"""The first sheet: the key figures in the units of the report, each led back to its row among the measures."""

from analysis.comparison import Comparison, MeasureDifference
from analysis.report.rows import KEY_MEASURES, OUTCOMES
from analysis.report.wording import Wording
from analysis.report.xlsx.grid import Cell, Column, Formula, Lead, Sheet, address
from analysis.report.xlsx.measures import measure_address
from analysis.report.xlsx.naming import sheet_name

__all__ = ["summary_sheet"]


def summary_sheet(comparison: Comparison, wording: Wording, title: str) -> Sheet:
    """Return the verdict and the key figures."""
    word = wording.word
    found = [measure for name in KEY_MEASURES if (measure := comparison.measure(name)) is not None]
    return Sheet(
        name=sheet_name("summary", wording),
        title=title,
        note=wording.say(comparison.verdict),
        columns=(
            Column(word("Measure"), "text", 44),
            Column(word("As it is"), "number", 18),
            Column(word("As it could be"), "number", 18),
            Column(word("Difference"), "number", 18),
            Column(f"{word('Difference')}: {word('interval from')}", "number", 22),
            Column(f"{word('Difference')}: {word('interval to')}", "number", 22),
            Column(word("Unit"), "text", 16),
            Column(word("Outcome"), "text", 26),
        ),
        rows=[_row(comparison, measure, row, wording) for row, measure in enumerate(found)],
    )


def _row(comparison: Comparison, found: MeasureDifference, row: int, wording: Wording) -> tuple[Cell, ...]:
    scale = found.scale

    def scaled(part: str, value: float | None) -> Cell:
        if value is None:
            return None
        place = measure_address(comparison, found.measure, part, wording)
        # 1/86400 has no short decimal form, 86400 has: divide where that is the round number.
        factor = f"*{scale.factor:.15g}" if scale.factor >= 1 else f"/{1 / scale.factor:.15g}"
        return Formula(place + factor, value * scale.factor)

    return (
        Lead(wording.say(found.label), measure_address(comparison, found.measure, "as_is", wording)),
        scaled("as_is", found.as_is),
        scaled("to_be", found.to_be),
        Formula(f"{address(2, row)}-{address(1, row)}", found.difference * scale.factor),
        scaled("low", found.ci_low),
        scaled("high", found.ci_high),
        scale.unit.into(wording.language),
        wording.say(OUTCOMES[found.outcome]),
    )
