"""What is measured of the cases of a log, each as a statistic that can be drawn anew."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from analysis.comparison.case_table import CaseTable
from analysis.comparison.catalogue import REWORK
from analysis.comparison.definitions import Definition
from analysis.comparison.resampling import Groups, Numbers, Statistic
from analysis.comparison.survival import TimeQuantile
from bpmn.language import Text

__all__ = ["MEASURES", "LogMeasure", "Mean"]


@dataclass(frozen=True, slots=True)
class LogMeasure:
    """A measure of a log: what it is, and its statistic; None where the log does not tell it."""

    definition: Definition
    of: Callable[[CaseTable], Statistic | None]


@dataclass(frozen=True, eq=False)
class Mean:
    """The mean of some values over the cases that count."""

    values: Numbers
    counts: Numbers

    def whole(self) -> float:
        """Return it for all cases; NaN where none counts."""
        total = float(self.counts.sum())
        return float(self.values @ self.counts) / total if total else float("nan")

    def drawn(self, draws: Numbers, groups: Groups) -> Numbers:
        """Return it for each row of draws."""
        groups_count = draws.shape[1]
        sums = np.bincount(groups, weights=self.values * self.counts, minlength=groups_count)
        totals = np.bincount(groups, weights=self.counts, minlength=groups_count)
        with np.errstate(divide="ignore", invalid="ignore"):
            means: Numbers = (draws @ sums) / (draws @ totals)
        return means


def _column(name: str, cases: CaseTable) -> Statistic | None:
    frame = cases.frame
    if frame[name].null_count():
        return None
    return Mean(frame[name].to_numpy().astype(np.float64), np.ones(frame.height))


def _closed(cases: CaseTable) -> Numbers:
    closed: Numbers = (~cases.frame["is_open"]).to_numpy().astype(np.float64)
    return closed


def _elapsed(cases: CaseTable) -> Statistic:
    return Mean(cases.frame["elapsed_s"].to_numpy(), _closed(cases))


def _waiting(cases: CaseTable) -> Statistic | None:
    """Return the mean of what is left of the time when the work is taken off, of closed cases; never below zero."""
    if not cases.has_starts:
        return None
    frame = cases.frame
    waiting = np.maximum(0.0, frame["elapsed_s"].to_numpy() - frame["work_s"].to_numpy())
    return Mean(waiting, _closed(cases))


def _quantile(share: float, cases: CaseTable) -> Statistic:
    return TimeQuantile(share, cases.frame["elapsed_s"].to_numpy(), cases.frame["is_open"].to_numpy())


def _first_pass(cases: CaseTable) -> Statistic:
    return Mean((cases.frame["repeated"] == 0).to_numpy().astype(np.float64), _closed(cases))


MEASURES: tuple[LogMeasure, ...] = (
    LogMeasure(
        Definition(
            "cycle_time",
            Text("Time from application to end, mean"),
            Text("Mean over the closed cases of the time from when a case was first to when it was last heard of"),
            "time",
            "elapsed",
            "s",
            "lower",
        ),
        _elapsed,
    ),
    LogMeasure(
        Definition(
            "cycle_time_median",
            Text("Time from application to end, half of the cases"),
            Text("Time by which half of the cases have ended, open ones counted for as long as they have lasted"),
            "time",
            "elapsed",
            "s",
            "lower",
        ),
        partial(_quantile, 0.5),
    ),
    LogMeasure(
        Definition(
            "cycle_time_p90",
            Text("Time from application to end, nine cases in ten"),
            Text("Time by which nine in ten have ended, open ones counted for as long as they have lasted"),
            "time",
            "elapsed",
            "s",
            "lower",
        ),
        partial(_quantile, 0.9),
    ),
    LogMeasure(
        Definition(
            "waiting_time",
            Text("Waiting time"),
            Text("Mean over the closed cases of their time less the work on them"),
            "time",
            "elapsed",
            "s",
            "lower",
        ),
        _waiting,
    ),
    LogMeasure(
        Definition(
            "processing_time",
            Text("Working time"),
            Text("From start to end of every activity, per case"),
            "time",
            "work",
            "s",
            "lower",
        ),
        partial(_column, "work_s"),
    ),
    LogMeasure(
        Definition(
            "first_pass",
            Text("Cases done at the first attempt"),
            Text("Share of the closed cases in which no activity is repeated"),
            "quality",
            "share",
            "share",
            "higher",
        ),
        _first_pass,
    ),
    LogMeasure(
        REWORK,
        partial(_column, "repeated"),
    ),
    LogMeasure(
        Definition(
            "handovers",
            Text("Times the case changes hands"),
            Text("Activities that somebody else did than the one before, per case"),
            "quality",
            "count",
            "count",
            "lower",
        ),
        partial(_column, "hand_overs"),
    ),
    LogMeasure(
        Definition(
            "activities",
            Text("Activities of a case"),
            Text("Activity instances per case"),
            "load",
            "count",
            "count",
            None,
        ),
        partial(_column, "activities"),
    ),
)
