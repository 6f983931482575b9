"""The replications' own values, pair by pair, and the paired intervals worked out from them on the sheet."""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from scipy import stats

from analysis.comparison import Comparison, MeasureDifference
from analysis.report.wording import Wording
from analysis.report.xlsx.grid import Cell, Column, Formula, Sheet, address, span
from analysis.report.xlsx.naming import sheet_name
from analysis.report.xlsx.settings import CONFIDENCE, setting

__all__ = ["replicated", "replications_sheet", "statistic"]

Statistic = Literal["mean", "deviation", "count", "half", "low", "high"]
_STATISTICS: tuple[Statistic, ...] = ("mean", "deviation", "count", "half", "low", "high")


def replicated(comparison: Comparison) -> tuple[MeasureDifference, ...]:
    """Return the measures that have a value of each replication on both sides, and at least two pairs."""
    sides = (comparison.as_is.simulation.per_replication, comparison.to_be.simulation.per_replication)
    return tuple(
        found
        for found in comparison.measures
        if all(found.measure in side for side in sides) and found.ci_low is not None
    )


def statistic(comparison: Comparison, measure: str, side: int, what: Statistic, wording: Wording) -> str | None:
    """Return the address of a statistic of a measure, or None where the replications do not give it.

    Args:
        comparison: What was found.
        measure: The measure's name in data.
        side: 0 as-is, 1 to-be, 2 the paired difference.
        what: Which statistic.
        wording: The reader's words, which the sheet's name is in.
    """
    names = [found.measure for found in replicated(comparison)]
    if measure not in names:
        return None
    row = _pairs(comparison) + _STATISTICS.index(what)
    return address(1 + 3 * names.index(measure) + side, row, sheet_name("replications", wording))


def _pairs(comparison: Comparison) -> int:
    return comparison.as_is.simulation.replications


def replications_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return every measure's value of each replication, as-is, to-be and their difference, then the statistics.

    The interval is the paired-t interval D ± t(n-1) s/√n of Law, Simulation Modeling and Analysis, 5th ed., 10.2.1.
    """
    word = wording.word
    sides = (word("As it is"), word("As it could be"), word("Difference"))
    columns = [Column(word("Replication"), "text", 24)]
    body: list[list[Cell]] = []
    for position, found in enumerate(replicated(comparison)):
        columns += [Column(f"{wording.say(found.label)}, {found.unit}: {side}", "number", 20) for side in sides]
        body += _columns(comparison, found.measure, 1 + 3 * position, wording)
    first: list[Cell] = [str(number) for number in range(1, _pairs(comparison) + 1)]
    first += [
        word("Mean"),
        word("Standard deviation"),
        word("Number of values"),
        word("Half of the interval's width"),
        word("Interval from"),
        word("Interval to"),
    ]
    return Sheet(
        name=sheet_name("replications", wording),
        title=word("Each replication's values"),
        note=word(
            "Replication by replication both sides met the same chance, so differences are taken in pairs. A blank "
            "cell: the measure did not occur in that replication. Below, the statistics and Student's t interval."
        ),
        columns=tuple(columns),
        rows=list(zip(first, *body, strict=True)),
        totals=len(_STATISTICS),
    )


def _columns(comparison: Comparison, measure: str, column: int, wording: Wording) -> list[list[Cell]]:
    """Return the three columns of one measure."""
    before = comparison.as_is.simulation.per_replication[measure].tolist()
    after = comparison.to_be.simulation.per_replication[measure].tolist()
    differences: list[Cell] = [
        Formula(f"{address(column + 1, row)}-{address(column, row)}", second - first)
        if math.isfinite(first) and math.isfinite(second)
        else None
        for row, (first, second) in enumerate(zip(before, after, strict=True))
    ]
    cells: list[list[Cell]] = [
        [value if math.isfinite(value) else None for value in before],
        [value if math.isfinite(value) else None for value in after],
        differences,
    ]
    return [[*found, *_statistics(found, column + side, wording)] for side, found in enumerate(cells)]


def _statistics(cells: Sequence[Cell], column: int, wording: Wording) -> list[Cell]:
    values = [cell.value if isinstance(cell, Formula) else cell for cell in cells if isinstance(cell, (Formula, float))]
    if len(values) < 2:
        return [None] * len(_STATISTICS)
    mean, deviation, count = float(np.mean(values)), float(np.std(values, ddof=1)), len(values)
    half = float(stats.t.ppf(0.5 + CONFIDENCE / 2, count - 1)) * deviation / math.sqrt(count)
    at = {name: address(column, len(cells) + row) for row, name in enumerate(_STATISTICS)}
    series = span(column, 0, len(cells) - 1)
    confidence = setting("confidence", wording)
    return [
        Formula(f"AVERAGE({series})", mean),
        Formula(f"STDEV({series})", deviation),
        Formula(f"COUNT({series})", count),
        Formula(f"TINV(1-{confidence},{at['count']}-1)*{at['deviation']}/SQRT({at['count']})", half),
        Formula(f"{at['mean']}-{at['half']}", mean - half),
        Formula(f"{at['mean']}+{at['half']}", mean + half),
    ]
