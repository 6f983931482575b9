"""The simulated event log."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.log import EventLog
from analysis.simulation.compile import SimulationModel
from analysis.simulation.csv_rows import LogRows, csv_chunks
from analysis.simulation.layouts import Ints
from analysis.simulation.sorting import order_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

__all__ = ["LogColumns", "SimulatedLog", "event_log"]

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

    def column(self, name: str) -> NDArray[Any]:
        """Return a column as one array, in the order of ending; it is kept no longer."""
        pieces, self.pieces[name] = self.pieces[name], []
        return np.concatenate([np.zeros(0, dtype=_KINDS[name]), *pieces])


def event_log(model: SimulationModel, columns: LogColumns) -> "SimulatedLog":
    """Return the rows that the kernel kept as an event log, ordered by start time; times are exact to a microsecond."""
    return SimulatedLog(model, columns)


class SimulatedLog(EventLog):
    """A log as the kernel kept it; its polars frame is made when somebody asks for it, and its texts are Enum then.

    Written as a CSV file it needs none.
    """

    __slots__ = ("_model", "_rows")

    def __init__(self, model: SimulationModel, columns: LogColumns) -> None:
        super().__init__(None)
        self._model = model
        whole = {name: columns.column(name) for name in _KINDS}
        self._rows: LogRows | None = LogRows(**whole, order=order_of(whole["start"], whole["end"], whole["case"]))

    def __len__(self) -> int:
        return super().__len__() if self._rows is None else len(self._rows.order)

    def csv_chunks(self) -> "Iterator[memoryview] | None":
        """Return the log's rows as the bytes of a CSV file; None where only the frame has them."""
        if self._rows is None:
            return None
        names, first = _people(self._model)
        activities = [node.name for node in self._model.network.nodes]
        return csv_chunks(self._rows, _begin(self._model), activities, names, first)

    def _made_frame(self) -> "pl.DataFrame":
        """Make the frame; the rows are used up by it, for both would take twice the memory."""
        if self._rows is None:
            return super()._made_frame()
        rows, self._rows = self._rows, None
        return _frame(self._model, rows)


def _frame(model: SimulationModel, rows: LogRows) -> "pl.DataFrame":
    import polars as pl

    nodes, cases = rows.node[rows.order], rows.case[rows.order]
    numbers = [str(number) for number in range(int(cases.max(initial=-1)) + 1)]
    series = {
        "case_id": pl.Series(cases.astype(np.uint32)).cat.to(pl.Enum(numbers)),
        "activity": _names(nodes, [node.name for node in model.network.nodes]),
        "element": _names(nodes, [node.id for node in model.network.nodes]),
    }
    for name, column in (("enable", rows.enable), ("start", rows.start), ("end", rows.end)):
        series[f"{name}_time"] = _moments(column[rows.order], _begin(model))
    names, first = _people(model)
    units, members = rows.unit[rows.order], rows.member[rows.order]
    series["resource"] = _names(np.where(units < 0, -1, first[units] + np.maximum(members, 0)), names)
    return pl.DataFrame(series)


def _begin(model: SimulationModel) -> int:
    """Return the start of the simulation, in microseconds since 1970."""
    return round(model.network.scenario.start.timestamp() * 1_000_000)


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


def _people(model: SimulationModel) -> tuple[list[str], Ints]:
    """Return who does the work, pool by pool, and where each begins: its name, numbered where there are several."""
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
    return names, first
