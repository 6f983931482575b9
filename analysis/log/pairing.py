"""Events of a life cycle joined to activity instances: what was scheduled, started and completed belongs together."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

__all__ = ["joined_instances"]

_ENABLED = ("schedule", "assign")
_PASSING = ("reassign", "suspend", "resume")
_GROUP = ("case_id", "activity", "element", "instance")


def joined_instances(events: "pl.DataFrame") -> "pl.DataFrame":
    """Return one row an activity instance, in the order in which each is first heard of.

    Of one case, activity, element and instance number, what begins first ends first. A start belongs to the earliest
    scheduling before it that has none yet, an end to the earliest start likewise; what has no partner stands alone. Any
    transition that is not one of scheduling, starting or pausing ends an instance, an abort too.

    Args:
        events: case_id, activity, element, instance, at (datetime), step (lower case), resource; in the file's order.

    Source: the standard life cycle of IEEE 1849-2023 (XES), lifecycle extension.
    """
    import polars as pl

    known = events.filter(~pl.col("step").is_in(_PASSING)).sort("at", maintain_order=True).with_row_index("n")
    is_start, is_enabled = pl.col("step") == "start", pl.col("step").is_in(_ENABLED)
    if not known.select((is_start | is_enabled).any()).item():
        return _rows(known.with_columns(end_time=pl.col("at")))
    numbers = known.select(_GROUP).unique(maintain_order=True).with_row_index("g")
    known = known.join(numbers, on=_GROUP, how="left", nulls_equal=True, maintain_order="left")
    starts = known.filter(is_start).with_columns(start_time=pl.col("at"))
    ends = known.filter(~is_start & ~is_enabled).with_columns(end_time=pl.col("at"))
    worked = _matched(starts, ends, ("start_time",), ("end_time",))
    waiting = known.filter(is_enabled).with_columns(enable_time=pl.col("at"))
    return _rows(_matched(waiting, worked, ("enable_time",), ("start_time", "end_time")))


def _matched(
    firsts: "pl.DataFrame", seconds: "pl.DataFrame", of_first: tuple[str, ...], of_second: tuple[str, ...]
) -> "pl.DataFrame":
    """Return firsts and seconds joined, first in first out; who did it is taken from the later one that says so."""
    import polars as pl

    queue = pl.concat([firsts.select("g", "n", d=pl.lit(1)), seconds.select("g", "n", d=pl.lit(-1))]).sort("n")
    # A second without a first before it makes the length of the queue fall below all that it has been.
    queue = queue.with_columns(length=pl.col("d").cum_sum().over("g"))
    queue = queue.with_columns(least=pl.min_horizontal(pl.col("length").cum_min().over("g"), 0))
    before = pl.col("least").shift(1, fill_value=0).over("g")
    seconds_in_turn = queue.filter((pl.col("d") < 0) & (pl.col("least") == before)).select(
        "g", "n", k=pl.int_range(pl.len()).over("g")
    )
    firsts_in_turn = firsts.with_columns(k=pl.int_range(pl.len()).over("g"))
    second = seconds.join(seconds_in_turn, on=("g", "n"), how="left")
    pairs = firsts_in_turn.join(second, on=("g", "k"), how="full", suffix="_of_second", coalesce=False)
    is_pair_or_first = pl.col("n").is_not_null()
    chosen = [
        pl.when(is_pair_or_first).then(pl.col(name)).otherwise(pl.col(f"{name}_of_second")).alias(name)
        for name in (*_GROUP, "g", "n")
    ]
    return pairs.select(*chosen, *of_first, *of_second, resource=pl.coalesce("resource_of_second", "resource")).sort(
        "n"
    )


def _rows(instances: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    kind = pl.Datetime("us", "UTC")
    missing = [name for name in ("enable_time", "start_time", "end_time") if name not in instances.columns]
    whole = instances.with_columns(pl.lit(None, dtype=kind).alias(name) for name in missing)
    return whole.sort("n").select("case_id", "activity", "element", "enable_time", "start_time", "end_time", "resource")
