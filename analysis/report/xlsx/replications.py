"""The replications' own values, pair by pair, and the paired intervals worked out from them on the sheet."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.comparison import Comparison, MeasureDifference, Side
from analysis.comparison.catalogue_derived import DERIVED
from analysis.comparison.measures import common_control
from analysis.comparison.statistics import PairedDifference, paired_difference
from analysis.report.wording import Wording
from analysis.report.xlsx.grid import Cell, Column, Formula, Sheet, address, span
from analysis.report.xlsx.naming import sheet_name
from analysis.report.xlsx.settings import setting

__all__ = ["Places", "places_of", "replications_sheet"]

Statistic = Literal["mean", "deviation", "count", "half", "low", "high"]
_STATISTICS: tuple[Statistic, ...] = ("mean", "deviation", "count", "half", "low", "high")


@dataclass(frozen=True, slots=True)
class _Series:
    """A measure's values of each replication on both sides, and whether its mean is taken where the control is 0."""

    found: MeasureDifference
    as_is: tuple[float, ...]
    to_be: tuple[float, ...]
    is_controlled: bool


def _all_series(comparison: Comparison) -> tuple[_Series, ...]:
    found = (_series_of(comparison, measure) for measure in comparison.measures if measure.ci_low is not None)
    return tuple(series for series in found if series is not None)


def _series_of(comparison: Comparison, found: MeasureDifference) -> _Series | None:
    """Return a measure's values if its figures are theirs, plainly or with the control; None where they are not."""
    sides = [_values(side, found.measure) for side in (comparison.as_is, comparison.to_be)]
    if any(values is None for values in sides):
        return None
    before, after = (_padded(values, _pairs(comparison)) for values in sides if values is not None)
    control = _control(comparison, found.measure)
    for used in (control, None):
        pairs = paired_difference(before, after, control=used)
        if pairs is not None and _same(found, pairs):
            plain = paired_difference(before, after)
            return _Series(found, before, after, is_controlled=plain is None or not _same(found, plain))
    return None


def _padded(values: Iterable[float], count: int) -> tuple[float, ...]:
    """Return as many values as there are pairs: what was simulated less often has none in the last ones."""
    found = [float(value) for value in values]
    return (*found, *[math.nan] * (count - len(found)))


def _values(side: Side, measure: str) -> Iterable[float] | None:
    if measure in side.simulation.per_replication:
        return side.simulation.per_replication[measure]
    return next((derived.of(side) for derived in DERIVED if derived.definition.measure == measure), None)


def _control(comparison: Comparison, measure: str) -> NDArray[np.float64] | None:
    return common_control(measure, comparison.as_is.simulation, comparison.to_be.simulation)


def _same(found: MeasureDifference, pairs: PairedDifference) -> bool:
    said, worked_out = ([one.as_is, one.to_be, one.ci_low, one.ci_high] for one in (found, pairs))
    return np.allclose(np.array(said, dtype=float), np.array(worked_out, dtype=float), rtol=1e-9, atol=1e-9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the statistics of measures stand on the sheet of replications.

    Attributes:
        measures: The names of the measures it works out, in order.
        pairs: How many replications precede the statistics.
        sheet: The sheet's name.
    """

    measures: tuple[str, ...]
    pairs: int
    sheet: str

    def of(self, measure: str, side: int, what: Statistic) -> str | None:
        """Return the address of a statistic of a measure, or None where the replications do not give it.

        Args:
            measure: The measure's name in data.
            side: 0 as-is, 1 to-be, 2 the paired difference.
            what: Which statistic.
        """
        if measure not in self.measures:
            return None
        return address(1 + 3 * self.measures.index(measure) + side, self.pairs + _STATISTICS.index(what), self.sheet)


def places_of(comparison: Comparison, wording: Wording) -> Places:
    """Return where the statistics of a comparison's measures stand."""
    return Places(
        measures=tuple(series.found.measure for series in _all_series(comparison)),
        pairs=_pairs(comparison),
        sheet=sheet_name("replications", wording),
    )


def _pairs(comparison: Comparison) -> int:
    return comparison.as_is.simulation.replications


def replications_sheet(comparison: Comparison, wording: Wording) -> Sheet:
    """Return every measure's value of each replication, as-is, to-be and their difference, then the statistics.

    The interval is the paired-t interval D ± t(n-1) s/√n of Law, Simulation Modeling and Analysis, 5th ed., 10.2.1. For
    times, what chance did to the arrivals is taken out by regression on it (11.4): mean and interval are those of the
    regression line where the control is 0.
    """
    word = wording.word
    sides = (word("As it is"), word("As it could be"), word("Difference"))
    found = _all_series(comparison)
    columns = [Column(word("Replication"), "text", 24)]
    body: list[list[Cell]] = []
    control_at = 1 + 3 * len(found)
    for position, series in enumerate(found):
        label = wording.say(series.found.label)
        columns += [Column(f"{label}, {series.found.unit}: {side}", "number", 20) for side in sides]
        body += _columns(series, 1 + 3 * position, control_at, wording)
    first: list[Cell] = [str(number) for number in range(1, _pairs(comparison) + 1)]
    first += [
        word("Mean"),
        word("Standard deviation"),
        word("Number of values"),
        word("Half of the interval's width"),
        word("Interval from"),
        word("Interval to"),
    ]
    excess = comparison.as_is.simulation.arrival_excess.tolist()
    control: list[Cell] = [*excess, *[None] * (len(first) - len(excess))]
    columns.append(Column(word("Control: what chance did to the arrivals"), "number", 20))
    return Sheet(
        name=sheet_name("replications", wording),
        title=word("Each replication's values"),
        note=word(
            "Replication by replication both sides met the same chance, so differences are taken in pairs. A blank "
            "cell: the measure did not occur in that replication. Below, the statistics and Student's t interval; of "
            "times at the point where the control, in the last column, is 0."
        ),
        columns=tuple(columns),
        rows=list(zip(first, *body, control, strict=True)),
        totals=len(_STATISTICS),
    )


def _columns(series: _Series, column: int, control_at: int, wording: Wording) -> list[list[Cell]]:
    """Return the three columns of one measure."""
    differences: list[Cell] = [
        Formula(f"{address(column + 1, row)}-{address(column, row)}", second - first)
        if math.isfinite(first) and math.isfinite(second)
        else None
        for row, (first, second) in enumerate(zip(series.as_is, series.to_be, strict=True))
    ]
    cells: list[list[Cell]] = [
        [value if math.isfinite(value) else None for value in series.as_is],
        [value if math.isfinite(value) else None for value in series.to_be],
        differences,
    ]
    control = span(control_at, 0, len(differences) - 1) if series.is_controlled else ""
    found = series.found
    said = (
        (found.as_is, found.as_is_interval),
        (found.to_be, found.to_be_interval),
        (found.difference, (found.ci_low, found.ci_high)),
    )
    return [
        [*values, *_statistics(values, column + side, control, said[side], wording)]
        for side, values in enumerate(cells)
    ]


def _statistics(
    cells: Sequence[Cell],
    column: int,
    control: str,
    said: tuple[float, tuple[float | None, float | None] | None],
    wording: Wording,
) -> list[Cell]:
    values = [cell.value if isinstance(cell, Formula) else cell for cell in cells if isinstance(cell, (Formula, float))]
    mean, (low, high) = said[0], said[1] or (None, None)
    if len(values) < 2 or low is None or high is None:
        return [None] * len(_STATISTICS)
    at = {name: address(column, len(cells) + row) for row, name in enumerate(_STATISTICS)}
    series = span(column, 0, len(cells) - 1)
    lost, error = 1, f"{at['deviation']}/SQRT({at['count']})"
    if control:
        lost = 2
        error = f"STEYX({series},{control})*SQRT(1/{at['count']}+AVERAGE({control})^2/DEVSQ({control}))"
    confidence = setting("confidence", wording)
    return [
        Formula(f"INTERCEPT({series},{control})" if control else f"AVERAGE({series})", mean),
        Formula(f"STDEV({series})", float(np.std(values, ddof=1))),
        Formula(f"COUNT({series})", len(values)),
        Formula(f"TINV(1-{confidence},{at['count']}-{lost})*{error}", (high - low) / 2),
        Formula(f"{at['mean']}-{at['half']}", low),
        Formula(f"{at['mean']}+{at['half']}", high),
    ]
