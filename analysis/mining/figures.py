"""Activities, directly-follows graph, variants and people of a log."""

from typing import TYPE_CHECKING, Any

from analysis.mining.traces import Traces
from analysis.mining.values import ActivityInLog, Edge, ResourceInLog, Spread, Variant

if TYPE_CHECKING:
    import polars as pl

__all__ = ["activities_of", "edges_of", "people_of", "spread_of", "variants_of"]

_MICRO = 1e6
_PARTS = ("mean", "median", "p95", "sd", "least", "most", "count")


def spread_of(values: "pl.Series") -> Spread | None:
    """Return mean, median and more of times in microseconds, in seconds; None without values."""
    import polars as pl

    known = pl.DataFrame({"time": values.drop_nulls()})
    if known.is_empty():
        return None
    return _spread(known.select(_spreads("time")).row(0, named=True), "time")


def _spreads(column: str) -> "list[pl.Expr]":
    import polars as pl

    value = pl.col(column) / _MICRO
    parts = (
        value.mean(),
        value.median(),
        value.quantile(0.95, interpolation="nearest"),  # a time that was observed
        value.std(ddof=0),
        value.min(),
        value.max(),
        value.count(),
    )
    return [part.alias(f"{column}_{name}") for name, part in zip(_PARTS, parts, strict=True)]


def _spread(row: dict[str, Any], column: str) -> Spread | None:
    values = {name: row[f"{column}_{name}"] for name in _PARTS}
    return Spread(**values) if values["count"] else None


def activities_of(traces: Traces) -> tuple[ActivityInLog, ...]:
    """Return the activities, the most frequent first."""
    import polars as pl

    timed = traces.frame.with_columns(enabled=traces.enabled)
    if not traces.has_starts:
        timed = timed.with_columns(start=pl.lit(None, dtype=pl.Int64))
    timed = timed.with_columns(
        work=pl.col("end") - pl.col("start"),
        wait=(pl.col("start") - pl.col("enabled")).clip(lower_bound=0),
        stay=(pl.col("end") - pl.col("enabled")).clip(lower_bound=0),
    )
    rows = (
        timed.group_by("activity")
        .agg(
            pl.len().alias("instances"),
            pl.col("case").n_unique().alias("cases"),
            pl.col("is_first").sum().alias("first"),
            pl.col("is_last").sum().alias("last"),
            *_spreads("work"),
            *_spreads("wait"),
            *_spreads("stay"),
        )
        .sort(["instances", "activity"], descending=[True, False])
    )
    return tuple(
        ActivityInLog(
            name=traces.activity_names[row["activity"]],
            instances=row["instances"],
            cases=row["cases"],
            repeated=row["instances"] - row["cases"],
            first=row["first"],
            last=row["last"],
            processing_s=_spread(row, "work"),
            waiting_s=_spread(row, "wait"),
            sojourn_s=_spread(row, "stay"),
        )
        for row in rows.iter_rows(named=True)
    )


def edges_of(traces: Traces) -> tuple[Edge, ...]:
    """Return the directly-follows graph, the most frequent edge first.

    Source: van der Aalst, Process Mining, 2nd ed., 2016, 5.4; times as there, from one activity's end on.
    """
    import polars as pl

    begun = pl.coalesce("start", "end") if traces.has_starts else pl.coalesce("end", "start")
    pairs = traces.frame.select(
        "case",
        source=pl.col("activity"),
        target=pl.col("activity").shift(-1),
        time=(begun.shift(-1) - pl.coalesce("end", "start", "enable")).clip(lower_bound=0),
        is_other=(pl.col("who") != pl.col("who").shift(-1)),
        is_last=pl.col("is_last"),
    ).filter(~pl.col("is_last"))
    rows = (
        pairs.group_by("source", "target")
        .agg(
            pl.len().alias("number"),
            pl.col("case").n_unique().alias("cases"),
            pl.col("is_other").sum().alias("handed"),
            *_spreads("time"),
        )
        .sort(["number", "source", "target"], descending=[True, False, False])
    )
    names = traces.activity_names
    found = []
    for row in rows.iter_rows(named=True):
        # An edge between two events without a time between them has none to speak of.
        time = _spread(row, "time") or Spread(mean=0.0, median=0.0, p95=0.0, sd=0.0, least=0.0, most=0.0, count=0)
        found.append(
            Edge(
                source=names[row["source"]],
                target=names[row["target"]],
                count=row["number"],
                cases=row["cases"],
                time_s=time,
                handed_over=row["handed"] if traces.has_people else None,
            )
        )
    return tuple(found)


def variants_of(traces: Traces) -> tuple[Variant, ...]:
    """Return the variants, the most frequent first."""
    import polars as pl

    rows = (
        traces.cases.group_by("trace", maintain_order=True)
        .agg(pl.len().alias("cases"), ((pl.col("end") - pl.col("begin")) / _MICRO).median().alias("median"))
        .sort("cases", descending=True, maintain_order=True)
    )
    names = traces.activity_names
    return tuple(
        Variant(activities=tuple(names[one] for one in trace), cases=cases, median_s=median)
        for trace, cases, median in rows.iter_rows()
    )


def people_of(traces: Traces) -> tuple[ResourceInLog, ...]:
    """Return who did something, the busiest first."""
    import polars as pl

    work = pl.col("end") - pl.col("start") if traces.has_starts else pl.lit(None, dtype=pl.Int64)
    rows = (
        traces.frame.filter(pl.col("who").is_not_null())
        .with_columns(work=work)
        .group_by("who")
        .agg(pl.len().alias("instances"), pl.col("case").n_unique().alias("cases"), pl.col("work").sum().alias("busy"))
        .sort(["instances", "who"], descending=[True, False])
    )
    return tuple(
        ResourceInLog(
            name=who,
            instances=instances,
            cases=cases,
            busy_s=busy / _MICRO if traces.has_starts else None,
        )
        for who, instances, cases, busy in rows.iter_rows()
    )
