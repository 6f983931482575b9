"""A log with its instances in the order of each case, and with when each could begin."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.errors import LogError
from analysis.log import EventLog
from bpmn.language import Text

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Traces"]

_NEVER = 2**62
_SOME = 0.1


@dataclass(frozen=True)
class Traces:
    """The instances of a log, case by case, in the order of their ends (of their starts while they have not ended).

    Attributes:
        log: The log.
    """

    log: EventLog

    @cached_property
    def activity_names(self) -> list[str]:
        """The activities by their numbers, in alphabetical order."""
        return sorted(self.log.frame["activity"].unique().cast(str).to_list())

    @cached_property
    def frame(self) -> "pl.DataFrame":
        """The instances: case, activity, resource as numbers; moments in microseconds; where each stands in its case.

        Columns: case, activity, who (null where unknown), element, enable, start, end (null where unknown), at (when it
        comes in the order), is_first, is_last.
        """
        import polars as pl

        log = self.log.frame
        if log.is_empty():
            raise LogError(Text("The log has no events."))
        names = pl.Enum(self.activity_names)
        moments = {name: pl.col(f"{name}_time").dt.epoch("us") for name in ("enable", "start", "end")}
        texts = log.select(pl.col("case_id").cast(pl.String))
        numbers = texts.unique(maintain_order=True).with_row_index("case")  # in the order in which the log has them
        cases = texts.join(numbers, on="case_id", how="left", maintain_order="left")["case"]
        frame = log.select(
            case=cases,
            activity=pl.col("activity").cast(pl.String).cast(names).to_physical().cast(pl.Int32),
            who=pl.col("resource").cast(pl.String),
            element=pl.col("element").cast(pl.String) if "element" in log.columns else pl.lit(None, dtype=pl.String),
            **moments,
        )
        frame = frame.with_columns(at=pl.coalesce("end", "start", "enable")).sort("case", "at", maintain_order=True)
        changes = (pl.col("case") != pl.col("case").shift(1)).fill_null(value=True)
        return frame.with_columns(is_first=changes).with_columns(is_last=pl.col("is_first").shift(-1, fill_value=True))

    @cached_property
    def cases(self) -> "pl.DataFrame":
        """A row a case: case, begin and end in microseconds, trace (its activities' numbers), is_open."""
        import polars as pl

        earliest = pl.min_horizontal("enable", "start", "end").min()
        return self.frame.group_by("case", maintain_order=True).agg(
            begin=earliest,
            end=pl.max_horizontal("enable", "start", "end").max(),
            trace=pl.col("activity"),
            is_open=pl.col("end").is_null().any(),
        )

    @cached_property
    def has_starts(self) -> bool:
        """Whether the log knows of a tenth of the instances at least when they started.

        What has no start beside others that have is taken to be a moment (a status that is set, a message).
        """
        return self.frame["start"].count() >= _SOME * self.frame.height

    @cached_property
    def has_people(self) -> bool:
        """Whether the log names who did anything."""
        return self.frame["who"].null_count() < self.frame.height

    @cached_property
    def enabled(self) -> "pl.Series":
        """When each instance could begin, in microseconds.

        As the log says; else the latest end in the case that is not after its start: what comes before it in time is
        taken to have let it begin. Where the log knows no start, the end of the instance before it. The first of a case
        could begin when it did. Source: enablement in Lashkevich, Milani, Chapela-Campa, Suvorau, Dumas, Why Am I
        Waiting?, CAiSE 2023, without their concurrency oracle.
        """
        import polars as pl

        frame = self.frame.with_row_index("n")
        first = pl.coalesce("start", "end")
        is_timed = pl.col("start").is_not_null() & (pl.col("start") < pl.col("end").fill_null(_NEVER))
        ends = frame.filter(pl.col("end").is_not_null()).select("case", pl.col("end").alias("ended")).sort("ended")
        latest = (
            frame.filter(is_timed)
            .sort("start")
            .join_asof(ends, left_on="start", right_on="ended", by="case", strategy="backward", check_sortedness=False)
        )
        known = frame.join(latest.select("n", "ended"), on="n", how="left", maintain_order="left")
        previous = pl.when("is_first").then(None).otherwise(pl.col("end").shift(1))
        found = known.select(
            pl.coalesce(
                "enable", pl.when(is_timed).then("ended").otherwise(pl.min_horizontal(previous, first)), first
            ).alias("enabled")
        )
        return found["enabled"]
