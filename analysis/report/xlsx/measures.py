"""Every measure on one sheet, each figure led back to the table it comes from wherever there is one."""

from analysis.comparison import Comparison, MeasureDifference
from analysis.comparison.catalogue import BUSIEST_ROLE, YEARLY
from analysis.report.rows import GROUPS, ORIGINS, OUTCOMES
from analysis.report.wording import Wording
from analysis.report.xlsx.burden import burden_total
from analysis.report.xlsx.grid import Cell, Column, Formula, Sheet, address
from analysis.report.xlsx.naming import sheet_name
from analysis.report.xlsx.replications import Places, Statistic, places_of
from analysis.report.xlsx.settings import setting

__all__ = ["measure_address", "measures_sheet"]

_AS_IS, _TO_BE, _DIFFERENCE, _LOW, _HIGH = 3, 6, 9, 10, 11
_COLUMNS = {"as_is": _AS_IS, "to_be": _TO_BE, "difference": _DIFFERENCE, "low": _LOW, "high": _HIGH}
_ENDS: tuple[Statistic, ...] = ("mean", "low", "high")
_BURDEN = {"applicant_time": "time", "applicant_cost": "cost"}
_YEARLY = {yearly: name for name, (yearly, _) in YEARLY.items()}


def measure_address(comparison: Comparison, measure: str, part: str, wording: Wording) -> str:
    """Return where a measure's "as_is", "to_be", "difference", "low" or "high" stands, for formulas of other sheets."""
    return address(_COLUMNS[part], _row_of(comparison, measure), sheet_name("measures", wording))


def _row_of(comparison: Comparison, measure: str) -> int:
    return [found.measure for found in comparison.measures].index(measure)


def measures_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return the sheet of all measures, in the units they have in data."""
    word = wording.word
    places = places_of(comparison, wording)
    before, after = word("As it is"), word("As it could be")
    ends = (word("interval from"), word("interval to"))
    columns = (
        Column(word("Measure"), "text", 44),
        Column(word("Group"), "text", 24),
        Column(word("Unit"), "text", 8),
        *(Column(header) for side in (before, after) for header in (side, f"{side}: {ends[0]}", f"{side}: {ends[1]}")),
        Column(word("Difference")),
        Column(f"{word('Difference')}: {ends[0]}"),
        Column(f"{word('Difference')}: {ends[1]}"),
        Column(word("Change"), "per_cent", 10),
        Column(word("p-value after Holm"), "probability", 12),
        Column(word("Outcome"), "text", 22),
        Column(word("Origin"), "text", 14),
        Column(word("How it is worked out"), "text", 60),
        Column(word("Name in data"), "text", 24),
    )
    return Sheet(
        name=sheet_name("measures", wording),
        title=word("Every measure, to-be against as-is"),
        note=word(
            "Units as in the JSON report: s seconds, h hours, share of 1. Simulated figures are led back to the "
            "replications, the applicant's hours and money to the burden's sums, yearly totals to the figure of a case."
        ),
        columns=columns,
        rows=[_row(comparison, found, row, places, wording) for row, found in enumerate(comparison.measures)],
    )


def _row(
    comparison: Comparison, found: MeasureDifference, row: int, places: Places, wording: Wording
) -> tuple[Cell, ...]:
    before, difference = address(_AS_IS, row), address(_DIFFERENCE, row)
    relative = found.relative
    return (
        wording.say(found.label),
        wording.say(GROUPS[found.group]),
        found.unit,
        *_side(comparison, found, 0, places, wording),
        *_side(comparison, found, 1, places, wording),
        *_difference(comparison, found, row, places, wording),
        None if relative is None else Formula(f"{difference}/ABS({before})", relative),
        found.p_adjusted,
        wording.say(OUTCOMES[found.outcome]),
        wording.say(ORIGINS[found.origin]),
        wording.say(found.formula),
        found.measure,
    )


def _side(comparison: Comparison, found: MeasureDifference, side: int, places: Places, wording: Wording) -> list[Cell]:
    """Return a side's value and the ends of its interval."""
    value = (found.as_is, found.to_be)[side]
    low, high = (found.as_is_interval, found.to_be_interval)[side] or (None, None)
    if found.measure in _YEARLY:
        return _yearly(comparison, found, (_AS_IS, _TO_BE)[side], (value, low, high), wording)
    if found.measure in _BURDEN:
        return [Formula(burden_total(comparison, _BURDEN[found.measure], side, wording), value), None, None]
    at = [places.of(found.measure, side, what) for what in _ENDS]
    return [
        number if place is None or number is None else Formula(place, number)
        for place, number in zip(at, (value, low, high), strict=True)
    ]


def _yearly(
    comparison: Comparison,
    found: MeasureDifference,
    column: int,
    values: tuple[float | None, float | None, float | None],
    wording: Wording,
) -> list[Cell]:
    """Return a value of a case and its interval times the year's cases."""
    row = _row_of(comparison, _YEARLY[found.measure])
    volume = setting("volume", wording)
    return [
        None if value is None else Formula(f"{address(place, row)}*{volume}", value)
        for place, value in enumerate(values, start=column)
    ]


def _difference(
    comparison: Comparison, found: MeasureDifference, row: int, places: Places, wording: Wording
) -> list[Cell]:
    before, after, difference = (address(column, row) for column in (_AS_IS, _TO_BE, _DIFFERENCE))
    subtracted = Formula(f"{after}-{before}", found.difference)
    if found.ci_low is None or found.ci_high is None:
        return [subtracted, None, None]
    values = (found.difference, found.ci_low, found.ci_high)
    if found.measure in _YEARLY:
        return _yearly(comparison, found, _DIFFERENCE, values, wording)
    at = [places.of(found.measure, 2, what) for what in _ENDS]
    if all(at):
        return [Formula(str(place), value) for place, value in zip(at, values, strict=True)]
    if found.measure != BUSIEST_ROLE.measure:
        return [subtracted, found.ci_low, found.ci_high]
    half = _independent_half(row)
    return [
        subtracted,
        Formula(f"{difference}-{half}", found.ci_low),
        Formula(f"{difference}+{half}", found.ci_high),
    ]


def _independent_half(row: int) -> str:
    """Return the half-width from those of both sides, as if they were independent: for roles, which are not paired."""
    widths = (f"({address(side + 2, row)}-{address(side + 1, row)})/2" for side in (_AS_IS, _TO_BE))
    return "SQRT({}^2+{}^2)".format(*(f"({width})" for width in widths))
