"""Two logs, or two periods of one, compared: every figure is measured."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from analysis.comparison.case_table import CaseTable, case_table
from analysis.comparison.definitions import Definition
from analysis.comparison.document import measure_document
from analysis.comparison.log_measures import MEASURES, LogMeasure
from analysis.comparison.measures import SIGNIFICANCE
from analysis.comparison.resampling import Groups, Resampled, cliffs_delta, resample
from analysis.comparison.sentences import listed
from analysis.comparison.statistics import holm_adjusted
from analysis.comparison.values import MeasureDifference
from analysis.comparison.verdict import log_sentence
from analysis.errors import LogError
from analysis.log import EventLog
from bpmn.language import Text

if TYPE_CHECKING:
    import polars as pl

__all__ = ["LogComparison", "LogSide", "compare_logs", "compare_periods"]

_LEAST_CASES = 10
_LEAST_WEEKS = 8
_DRAWS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSide:
    """One of the two sets of cases.

    Attributes:
        name: What it is called.
        cases: How many cases there are.
        open_cases: How many of them have not ended.
        begin: When the first came.
        end: When the last was last heard of.
    """

    name: str
    cases: int
    open_cases: int
    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LogComparison:
    """Two sets of cases compared.

    Attributes:
        first: The earlier one.
        second: The later one.
        measures: What is measured on both sides; the intervals are of drawing cases anew.
        remarks: What the figures rest on, and what they cannot tell.
        verdict: What it comes to, in a few sentences.
    """

    first: LogSide
    second: LogSide
    measures: tuple[MeasureDifference, ...]
    remarks: tuple[Text, ...]
    verdict: Text

    def measure(self, name: str) -> MeasureDifference | None:
        """Return the measure of that name, or None where it is not known on both sides."""
        return next((found for found in self.measures if found.measure == name), None)

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return what `ortoo compare --json` prints of logs; sentences in `language`."""
        return {
            "as_is": _side_document(self.first),
            "to_be": _side_document(self.second),
            "changes": [],
            "measures": [measure_document(found, language) for found in self.measures],
            "remarks": [text.into(language) for text in self.remarks],
            "verdict": self.verdict.into(language),
        }


def compare_logs(
    first: EventLog,
    second: EventLog,
    *,
    names: tuple[str, str] = ("before", "after"),
    ends: Collection[str] = (),
    seed: int = 1,
) -> LogComparison:
    """Return what differs between the cases of two logs.

    Args:
        first: The log from before.
        second: The log from after.
        names: What the two are called.
        ends: The activities that end a case; none: those that are most often the last.
        seed: Where the random numbers of the drawing begin.

    Raises:
        LogError: If one has fewer than ten cases.
    """
    return _compared((case_table(first, ends), case_table(second, ends)), names, seed)


def compare_periods(
    log: EventLog, before: datetime, *, names: tuple[str, str] | None = None, ends: Collection[str] = (), seed: int = 1
) -> LogComparison:
    """Return what differs between the cases of a log that came before a moment and those that came later.

    Args:
        log: The log.
        before: The moment; without a time zone it is UTC.
        names: What the two periods are called; None: by the date.
        ends: As in `compare_logs`.
        seed: Likewise.

    Raises:
        LogError: If one period has fewer than ten cases.
    """
    from datetime import UTC

    moment = before if before.tzinfo else before.replace(tzinfo=UTC)
    day = f"{moment:%Y-%m-%d}"
    cases = case_table(log, ends)
    return _compared(
        (cases.between(None, moment), cases.between(moment, None)), names or (f"< {day}", f"≥ {day}"), seed
    )


def _compared(sides: tuple[CaseTable, CaseTable], names: tuple[str, str], seed: int) -> LogComparison:
    for side, name in zip(sides, names, strict=True):
        if side.frame.height < _LEAST_CASES:
            raise LogError(
                Text("{name} has {count} cases; at least {least} are needed.", name=name, count=side.frame.height,
                     least=_LEAST_CASES)
            )  # fmt: skip
    groups, has_weeks = _groups(sides)
    found = [one for measure in MEASURES if (one := _measure(measure, sides, groups, seed))]
    adjusted = holm_adjusted({one.measure: one.p_adjusted for one in found if one.p_adjusted is not None})
    measures = tuple(
        replace(one, p_adjusted=adjusted[one.measure], is_certain=adjusted[one.measure] < SIGNIFICANCE) for one in found
    )
    first, second = (_side(side, name) for side, name in zip(sides, names, strict=True))
    return LogComparison(
        first=first,
        second=second,
        measures=measures,
        remarks=tuple(_remarks(sides, (first, second), has_weeks=has_weeks)),
        verdict=listed([log_sentence(one) for one in measures if one.measure in _TOLD], " "),
    )


_TOLD = ("cycle_time_median", "cycle_time", "first_pass")


def _measure(
    measure: LogMeasure, sides: tuple[CaseTable, CaseTable], groups: tuple[Groups, Groups], seed: int
) -> MeasureDifference | None:
    statistics = [measure.of(side) for side in sides]
    if statistics[0] is None or statistics[1] is None:
        return None
    found = resample((statistics[0], statistics[1]), groups, times=_DRAWS, seed=seed)
    return None if found is None else _difference(measure.definition, found, sides)


def _difference(definition: Definition, found: Resampled, sides: tuple[CaseTable, CaseTable]) -> MeasureDifference:
    effect = None
    if definition.measure == "cycle_time":
        closed = [side.frame.filter(~side.frame["is_open"])["elapsed_s"].to_numpy() for side in sides]
        effect = cliffs_delta(closed[0], closed[1])
    difference = found.second - found.first
    return MeasureDifference(
        measure=definition.measure,
        label=definition.label,
        formula=definition.formula,
        group=definition.group,
        quantity=definition.quantity,
        unit=definition.unit,
        as_is=found.first,
        to_be=found.second,
        as_is_interval=found.first_interval,
        to_be_interval=found.second_interval,
        difference=difference,
        ci_low=found.interval[0],
        ci_high=found.interval[1],
        p_adjusted=found.p_value,
        is_certain=False,
        better=definition.better,
        origin="measured",
        currency="",
        superiority=None if effect is None else (1 - effect) / 2,
    )


def _groups(sides: tuple[CaseTable, CaseTable]) -> tuple[tuple[Groups, Groups], bool]:
    """Return to which week's group each case belongs, and whether it is weeks: with few of them each case is one."""
    first, second = (np.unique(_week(side.frame), return_inverse=True)[1].astype(np.int64) for side in sides)
    if min(int(first.max()), int(second.max())) + 1 >= _LEAST_WEEKS:
        return (first, second), True
    return (np.arange(sides[0].frame.height), np.arange(sides[1].frame.height)), False


def _week(frame: "pl.DataFrame") -> npt.NDArray[np.int64]:
    weeks: npt.NDArray[np.int64] = frame["first"].dt.truncate("1w").dt.epoch("d").to_numpy().astype(np.int64)
    return weeks


def _side(side: CaseTable, name: str) -> LogSide:
    frame = side.frame
    begin, end = frame["first"].min(), frame["last"].max()
    return LogSide(
        name=name,
        cases=frame.height,
        open_cases=int(frame["is_open"].sum()),
        begin=cast("datetime", begin),
        end=cast("datetime", end),
    )


def _remarks(sides: Sequence[CaseTable], found: tuple[LogSide, LogSide], *, has_weeks: bool) -> list[Text]:
    remarks = [
        Text("The intervals come from drawing the cases anew, those of a week together, {times} times.", times=_DRAWS)
        if has_weeks
        else Text(
            "The intervals come from drawing the cases anew one by one, {times} times: with so few weeks it cannot be"
            " seen how much the cases of a week hang together, so that they may be too narrow.",
            times=_DRAWS,
        ),
        Text("What differs between two periods need not come from what was changed between them."),
    ]
    for side, one in zip(sides, found, strict=True):
        if one.open_cases:
            remarks.append(
                Text(
                    "{name}: {count} of {cases} cases are still open: they end with none of {ends}. Median and 90th"
                    " percentile take them as longer than they have lasted so far; the mean leaves them out and is too"
                    " low.",
                    name=one.name,
                    count=one.open_cases,
                    cases=one.cases,
                    ends=listed(side.ends),
                )
            )
    if not all(side.has_starts for side in sides):
        remarks.append(Text("Not all starts are known, so that working time and waiting cannot be told apart."))
    return remarks


def _side_document(side: LogSide) -> dict[str, Any]:
    return {
        "name": side.name,
        "cases": side.cases,
        "open_cases": side.open_cases,
        "begin": side.begin.isoformat(),
        "end": side.end.isoformat(),
    }
