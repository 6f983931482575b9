"""The simulated event log."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.log import EventLog
from analysis.simulation.compile import SimulationModel

if TYPE_CHECKING:
    import polars as pl

__all__ = ["LogColumns", "event_log"]

_KINDS = {
    "case": np.int32,
    "node": np.int32,
    "unit": np.int32,
    "member": np.int32,
    "enable": np.float64,
    "start": np.float64,
    "end": np.float64,
}


@dataclass(slots=True, eq=False)
class LogColumns:
    """The rows that the kernel kept, column by column and piece by piece: in half the memory, without ever moving."""

    pieces: dict[str, list[NDArray[Any]]] = field(default_factory=lambda: {name: [] for name in _KINDS})

    def take(self, rows: NDArray[Any]) -> None:
        """Copy rows of the kernel's table."""
        for name, kind in _KINDS.items():
            self.pieces[name].append(rows[name].astype(kind))

    def column(self, name: str, order: NDArray[np.int64] | None = None) -> NDArray[Any]:
        """Return a column as one array, in the kernel's order (that of ending) or another; it is kept no longer."""
        whole = np.concatenate([np.zeros(0, dtype=_KINDS[name]), *self.pieces[name]])
        if order is None:
            return whole
        self.pieces[name] = []
        return whole[order]


def event_log(model: SimulationModel, columns: LogColumns) -> EventLog:
    """Return the rows that the kernel kept as an event log, ordered by start time; times are exact to a microsecond.

    The columns are used up by it. Texts are of known sets (Enum), which takes little room.
    """
    import polars as pl

    order = _order(columns)
    begin = round(model.network.scenario.start.timestamp() * 1_000_000)
    nodes = columns.column("node", order)
    cases = columns.column("case", order)
    numbers = [str(number) for number in range(int(cases.max(initial=-1)) + 1)]
    series = {
        "case_id": pl.Series(cases.astype(np.uint32)).cat.to(pl.Enum(numbers)),
        "activity": _names(nodes, [node.name for node in model.network.nodes]),
        "element": _names(nodes, [node.id for node in model.network.nodes]),
    }
    del nodes, cases
    for name in ("enable", "start", "end"):
        series[f"{name}_time"] = _moments(columns.column(name, order), begin)
    series["resource"] = _who(model, columns.column("unit", order), columns.column("member", order))
    return EventLog(pl.DataFrame(series))


def _order(columns: LogColumns) -> NDArray[np.int64]:
    """Return the order by start, then end, then case; the kernel's own is by end, so only ties may need more work."""
    start, end, case = (columns.column(name) for name in ("start", "end", "case"))
    order = np.argsort(start, kind="stable")
    same = start[order[1:]] == start[order[:-1]]
    if same.any():
        later, sooner = end[order[1:]], end[order[:-1]]
        is_wrong = same & (later == sooner) & (case[order[1:]] < case[order[:-1]])
        if is_wrong.any():
            return np.lexsort((case, end, start))
    return order


def _names(codes: NDArray[Any], names: list[str]) -> "pl.Series":
    """Return the names of codes; the same name may stand for several codes, a code of -1 for none."""
    import polars as pl

    known = list(dict.fromkeys(names))
    place = np.array([known.index(name) for name in names] + [len(known)], dtype=np.uint32)
    series = pl.Series(place[codes])
    if (codes < 0).any():
        series = series.replace(len(known), None)
    return series.cat.to(pl.Enum(known))


def _moments(seconds: NDArray[np.float64], begin: int) -> "pl.Series":
    import polars as pl

    micros = np.round(seconds * 1e6).astype(np.int64) + begin
    return pl.Series(micros).cast(pl.Datetime("us", "UTC"))


def _who(model: SimulationModel, units: NDArray[Any], members: NDArray[Any]) -> "pl.Series":
    """Return who did it: the pool's name, and the number of the member where there are several."""
    names: list[str] = []
    first = np.zeros(len(model.tables.units), dtype=np.int64)
    for number, key in enumerate(model.pools):
        pool = model.network.scenario.resources[key]
        label = str(pool.name) or key
        first[number] = len(names)
        named = [str(member.name) or member.id for member in pool.members]
        amount = pool.amount or 0
        others = [f"{label} {member + 1}" if amount > 1 else label for member in range(len(named), max(1, amount))]
        names += named + others
    return _names(np.where(units < 0, -1, first[units] + np.maximum(members, 0)), names)
