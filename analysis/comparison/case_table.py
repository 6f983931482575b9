"""One row a case of a log: when it came and ended, what was done, and whether it is still open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from analysis.errors import LogError
from analysis.log import EventLog
from bpmn.language import Text

if TYPE_CHECKING:
    import polars as pl

__all__ = ["CaseTable", "case_table"]

_USUALLY_LAST = 0.5
_LONG_SILENCE = 0.99


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseTable:
    """The cases of a log.

    Attributes:
        frame: A row a case: case_id, first and last (when it was first and last heard of), elapsed_s between them (of
            an open case: until the log ends), work_s (null where no starts are known), activities, repeated (activities
            after the first of their kind), hand_overs, people (null where no resources are known) and is_open.
        has_starts: Whether all starts are known, and with them the work.
        has_people: Whether it is known who did what.
        ends: The activities taken to end a case.
    """

    frame: "pl.DataFrame"
    has_starts: bool
    has_people: bool
    ends: tuple[str, ...]

    def between(self, begin: datetime | None, end: datetime | None) -> "CaseTable":
        """Return the cases that came from `begin` on and before `end`; how they ended may be heard of later."""
        import polars as pl

        frame = self.frame
        if begin is not None:
            frame = frame.filter(pl.col("first") >= begin)
        if end is not None:
            frame = frame.filter(pl.col("first") < end)
        return CaseTable(frame=frame, has_starts=self.has_starts, has_people=self.has_people, ends=self.ends)


def case_table(log: EventLog, ends: Collection[str] = ()) -> CaseTable:
    """Return the cases of a log.

    A case is open when its last activity is none that ends cases and the log ends before that silence has become longer
    than 99 in 100 of the pauses within cases. An activity ends cases if it is named in `ends`, or, where none is named,
    if it is the last of its case at least every other time.

    Args:
        log: The log.
        ends: The activities that end a case.

    Raises:
        LogError: If the log is empty.
    """
    import polars as pl

    if not len(log):
        raise LogError(Text("The log has no events."))
    begun = pl.min_horizontal("enable_time", "start_time", "end_time")
    rows = log.frame.with_columns(begun.alias("begun"), pl.col("activity").cast(pl.String)).sort("case_id", "end_time")
    last = pl.col("case_id") != pl.col("case_id").shift(-1)
    rows = rows.with_columns(last.fill_null(value=True).alias("is_last"))
    known = tuple(ends) or _usual_ends(rows)
    has_starts = rows["start_time"].null_count() == 0
    has_people = rows["resource"].null_count() == 0
    changes = (pl.col("resource") != pl.col("resource").shift(1)).sum() if has_people else pl.lit(None)
    cases = rows.group_by("case_id", maintain_order=True).agg(
        pl.col("begun").min().alias("first"),
        pl.col("end_time").max().alias("last"),
        (pl.col("end_time") - pl.col("start_time")).dt.total_microseconds().sum().truediv(1e6).alias("work_s"),
        pl.len().alias("activities"),
        (pl.len() - pl.col("activity").n_unique()).alias("repeated"),
        changes.alias("hand_overs"),
        (pl.col("resource").n_unique() if has_people else pl.lit(None)).alias("people"),
        pl.col("activity").last().is_in(list(known)).alias("has_ended"),
    )
    end = rows["end_time"].max()
    is_silent = (pl.lit(end) - pl.col("last")).dt.total_microseconds() >= _long_pause_us(rows)
    cases = cases.with_columns((~pl.col("has_ended") & ~is_silent).alias("is_open")).drop("has_ended")
    # An open case has lasted until the log ends, not until it was last heard of.
    until = pl.when("is_open").then(pl.lit(end)).otherwise("last")
    elapsed = (until - pl.col("first")).dt.total_microseconds().truediv(1e6)
    cases = cases.with_columns(elapsed.alias("elapsed_s"))
    if not has_starts:
        cases = cases.with_columns(pl.lit(None, dtype=pl.Float64).alias("work_s"))
    return CaseTable(frame=cases.sort("first", "case_id"), has_starts=has_starts, has_people=has_people, ends=known)


def _usual_ends(rows: "pl.DataFrame") -> tuple[str, ...]:
    import polars as pl

    shares = rows.group_by("activity").agg(pl.col("is_last").mean().alias("share")).sort("activity")
    return tuple(shares.filter(pl.col("share") >= _USUALLY_LAST)["activity"])


def _long_pause_us(rows: "pl.DataFrame") -> float:
    """Return what 99 in 100 of the pauses between two ends within a case are shorter than, in microseconds."""
    import polars as pl

    pauses = rows.select(
        pl.col("end_time").diff().dt.total_microseconds().filter(~pl.col("is_last").shift(1).fill_null(value=True))
    )["end_time"]
    found = pauses.quantile(_LONG_SILENCE)
    return float(found) if found is not None else 0.0
