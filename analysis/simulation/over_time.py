"""Series over time: cases in progress, queues and utilisation in stretches of equal length."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.simulation.absence import open_in_stretches
from analysis.simulation.codes import ARRIVED, AT_ENDS, BETWEEN, DONE
from analysis.simulation.compile import SimulationModel
from analysis.simulation.result import TimeSeries
from analysis.simulation.stretches import Stretches
from analysis.simulation.tables import State, Tables
from bpmn.frozen import dataclass

if TYPE_CHECKING:
    from analysis.simulation.running import Replication

__all__ = ["Series", "series_of", "time_series"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """One replication over time; a column a stretch.

    Attributes:
        cases: Mean number of cases in progress.
        queue: A row a pool: mean number of instances that wait.
        busy: A row a pool: seconds that its members worked.
        there: A row a pool: seconds that its members were there, all together.
        used: How many stretches there are until the last case was done.
    """

    cases: Floats
    queue: Floats
    busy: Floats
    there: Floats
    used: int


def series_of(model: SimulationModel, tables: Tables, state: State, stretches: Stretches) -> Series:
    """Return a replication's series from what the kernel noted."""
    units, count = len(tables.units), stretches.count
    edges = np.arange(count + 1, dtype=np.float64) * stretches.step_s
    clock = np.full(count, stretches.step_s)
    opened = {row: open_in_stretches(tables, row, edges) for row in range(len(model.openings))} | {-1: clock}
    queue, busy, there = (np.zeros((units, count)) for _ in range(3))
    for unit, said in enumerate(tables.units):
        calendar = opened[int(said["calendar"])]
        queue[unit] = _added_up(state.series[unit], clock)
        busy[unit] = _added_up(state.series[units + unit], calendar)
        there[unit] = max(int(said["amount"]), 0) * calendar
    for pool, seats in model.staff.seats.items():
        rows = [int(tables.persons[person]["calendar"]) for person in seats]
        there[model.pools.index(pool)] = np.sum([opened[row] for row in rows], axis=0)
    for number, skill in enumerate(model.staff.skills):
        calendar = opened[int(tables.persons[skill["person"]]["calendar"])]
        busy[skill["unit"]] += _added_up(state.series[2 * units + number], calendar)
    arrived, done = state.cases[:, ARRIVED], state.cases[:, DONE]
    cases = (_until(done, stretches) - _until(arrived, stretches)) / stretches.step_s
    used = min(count, int(done.max() / stretches.step_s) + 1)
    return Series(cases=cases, queue=queue / stretches.step_s, busy=busy, there=there, used=used)


def _added_up(noted: Floats, whole: Floats) -> Floats:
    """Return how long spans were in each stretch; `whole` is how much of each stretch counts."""
    count = len(whole)
    return noted[AT_ENDS, :count] + np.cumsum(noted[BETWEEN, :count]) * whole


def _until(moments: Floats, stretches: Stretches) -> Floats:
    """Return for each stretch how long of it had not yet come when each moment came, added up over the moments."""
    place = np.minimum(moments / stretches.step_s, stretches.count)
    number = place.astype(np.int64)
    within = np.bincount(number, weights=place - number, minlength=stretches.count + 1)
    before = np.bincount(number, minlength=stretches.count + 1)
    later = len(moments) - np.cumsum(before)
    return np.asarray((within + later) * stretches.step_s, dtype=np.float64)[: stretches.count]


def time_series(
    model: SimulationModel, replications: Sequence["Replication"], stretches: Stretches | None
) -> TimeSeries | None:
    """Return the means over replications, or None where series were not kept."""
    found = [replication.series for replication in replications if replication.series is not None]
    if stretches is None or not found:
        return None
    used = max(series.used for series in found)
    queue = np.mean([series.queue for series in found], axis=0)[:, :used]
    busy = np.sum([series.busy for series in found], axis=0)[:, :used]
    there = np.sum([series.there for series in found], axis=0)[:, :used]
    share = np.divide(busy, there, out=np.full_like(busy, np.nan), where=there > 0)
    working = {pool for node in model.network.nodes if node.kind == "task" for pool in node.resources}
    scenario = model.network.scenario
    return TimeSeries(
        step_s=stretches.step_s,
        cases=tuple(np.mean([series.cases for series in found], axis=0)[:used].tolist()),
        queue={key: tuple(queue[row].tolist()) for row, key in enumerate(model.pools) if key in working},
        utilisation={
            key: tuple(share[row].tolist())
            for row, key in enumerate(model.pools)
            if key in working and scenario.resources[key].amount
        },
    )
