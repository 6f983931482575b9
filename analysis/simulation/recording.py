"""The simulated event log."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.log import EventLog
from analysis.simulation.compile import SimulationModel

if TYPE_CHECKING:
    import polars as pl

__all__ = ["event_log"]


def event_log(model: SimulationModel, rows: NDArray[Any]) -> EventLog:
    """Return the rows that the kernel kept as an event log, ordered by start time; times are exact to a microsecond."""
    import polars as pl

    rows = rows[np.lexsort((rows["case"], rows["end"], rows["start"]))]
    begin = round(model.network.scenario.start.timestamp() * 1_000_000)
    frame = pl.DataFrame(
        {
            "case_id": rows["case"],
            "activity": _names(rows["node"], [node.name for node in model.network.nodes]),
            "element": _names(rows["node"], [node.id for node in model.network.nodes]),
            **{f"{name}_time": _moments(rows[name], begin) for name in ("enable", "start", "end")},
            "resource": _who(model, rows),
        }
    ).with_columns(pl.col("case_id").cast(pl.String))
    return EventLog(frame)


def _names(codes: NDArray[np.int64], names: list[str]) -> "pl.Series":
    import polars as pl

    return pl.Series(names, dtype=pl.String)[codes.astype(np.uint32)]


def _moments(seconds: NDArray[np.float64], begin: int) -> "pl.Series":
    import polars as pl

    micros = np.round(seconds * 1e6).astype(np.int64) + begin
    return pl.Series(micros).cast(pl.Datetime("us", "UTC"))


def _who(model: SimulationModel, rows: NDArray[Any]) -> "pl.Series":
    """Return who did it: the pool's name, and the number of the member where there are several."""
    import polars as pl

    names: list[str | None] = [None]
    first = {}
    for number, key in enumerate(model.pools):
        pool = model.network.scenario.resources[key]
        label = str(pool.name) or key
        first[number] = len(names)
        named = [str(member.name) or member.id for member in pool.members]
        others = range(len(named), pool.amount or 1)
        names += named + ([label] if pool.amount in {None, 1} else [f"{label} {number + 1}" for number in others])
    offsets = np.array([first.get(number, 0) for number in range(len(model.tables.units))])
    place = np.where(rows["unit"] < 0, 0, offsets[rows["unit"]] + np.maximum(rows["member"], 0))
    return pl.Series(names, dtype=pl.String)[place.astype(np.uint32)]
