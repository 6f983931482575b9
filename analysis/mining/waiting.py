"""What waiting in a log is made of."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.mining.pools import Workforce
from analysis.mining.traces import Traces

if TYPE_CHECKING:
    import polars as pl

__all__ = ["CAUSES", "WaitingCauses", "WaitingPart", "waiting_causes", "waiting_table"]

Floats = NDArray[np.float64]

CAUSES = ("batching", "contention", "prioritisation", "unavailability", "rest")
_MICRO = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPart:
    """Waiting time and its parts, in seconds, all instances together; the parts add up to the whole.

    Attributes:
        activity: The activity that was waited for; "" for all.
        instances: Instances whose waiting is known.
        waiting_s: All of it.
        batching_s: Who did it was there and free, and began when more had come together, to do all at once or in a row.
        contention_s: Who did it was at work on what could begin before this.
        prioritisation_s: Who did it was at work on what could begin after this.
        unavailability_s: Who did it does not work in these hours of the week.
        rest_s: Who did it was there and free: what is waited for is not in the log (travel, post, an answer).
    """

    activity: str
    instances: int
    waiting_s: float
    batching_s: float
    contention_s: float
    prioritisation_s: float
    unavailability_s: float
    rest_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCauses:
    """What waiting is made of, in all and by activity, the most waited for first.

    Attributes:
        total: All of it.
        activities: By activity.
        processing_s: The work of the same instances, for comparison.
    """

    total: WaitingPart
    activities: tuple[WaitingPart, ...]
    processing_s: float

    def efficiency_without(self, cause: str) -> float | None:
        """Return work by work and waiting, if a cause fell away; None where nothing takes any time.

        Source: the impact on cycle time efficiency of Lashkevich et al., CAiSE 2023.
        """
        waiting = self.total.waiting_s - (getattr(self.total, f"{cause}_s") if cause else 0.0)
        whole = self.processing_s + waiting
        return self.processing_s / whole if whole else None


def waiting_causes(traces: Traces) -> WaitingCauses | None:
    """Return what waiting is made of; None where no instance has a start and somebody who did it.

    Source: waiting times by cause after Lashkevich, Milani, Chapela-Campa, Suvorau, Dumas, Why Am I Waiting?
    Data-Driven Analysis of Waiting Times in Business Processes, CAiSE 2023. Different here: what somebody is busy with
    or away in is no waiting for a batch, so that a queue worked off without a break is not taken for one.
    """
    import polars as pl

    table = waiting_table(traces, Workforce(traces))
    if table.is_empty():
        return None
    sums = [pl.len().alias("instances"), pl.col("waiting").sum(), *(pl.col(cause).sum() for cause in CAUSES)]
    by_activity = table.group_by("activity").agg(sums).sort(["waiting", "activity"], descending=[True, False])
    total = table.select(sums).row(0, named=True)
    return WaitingCauses(
        total=_part("", total),
        activities=tuple(
            _part(traces.activity_names[row["activity"]], row) for row in by_activity.iter_rows(named=True)
        ),
        processing_s=float(table["work"].sum()),
    )


def _part(name: str, row: dict[str, float]) -> WaitingPart:
    seconds = {field.name: float(row[field.name.removesuffix("_s")]) for field in fields(WaitingPart)[2:]}
    return WaitingPart(activity=name, instances=int(row["instances"]), **seconds)


def waiting_table(traces: Traces, workforce: Workforce) -> "pl.DataFrame":
    """Return a row an instance with a start and a person: activity, waiting, work and the causes, in seconds."""
    import polars as pl

    from analysis.mining.splitting import gathered_until, split_waits

    known = (
        traces.frame.with_columns(enabled=traces.enabled)
        .filter(pl.col("start").is_not_null() & pl.col("who").is_not_null())
        .with_columns(pl.col("enabled").clip(upper_bound=pl.col("start")), end=pl.coalesce("end", "start"))
        .sort("who", "start", "end", maintain_order=True)
    )
    if known.is_empty():
        return known.select("activity")
    local = {name: known[name].to_numpy() / _MICRO + workforce.offset_s for name in ("enabled", "start", "end")}
    people = known["who"].rle_id().to_numpy().astype(np.int64)
    order = known["who"].unique(maintain_order=True).to_list()
    hours = np.stack([workforce.pool_of[name].hours.cumulative_s for name in order])
    firsts = np.searchsorted(people, np.arange(len(order)))
    crowd = np.array([workforce.pool_of[name].amount is None for name in order])
    until = gathered_until(
        known["activity"].to_numpy().astype(np.int64), people, local["enabled"], local["start"], local["end"]
    )
    reached = _reached(people, local["end"])
    parts = split_waits(people, firsts, crowd, hours, local["enabled"], local["start"], local["end"], reached, until)
    return known.select("activity").with_columns(
        waiting=pl.Series(local["start"] - local["enabled"]),
        work=pl.Series(local["end"] - local["start"]),
        **{cause: pl.Series(np.ascontiguousarray(parts[:, place])) for place, cause in enumerate(CAUSES)},
    )


def _reached(people: NDArray[np.int64], end: Floats) -> Floats:
    """Return the latest end of each person's instances up to each."""
    span = float(end.max() - end.min()) + 1.0
    return np.asarray(np.maximum.accumulate(end - end.min() + people * span) - people * span + end.min())
