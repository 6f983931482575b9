"""When the cases of a replication arrive."""

import numpy as np
from numpy.typing import NDArray

from analysis.simulation.clock import finish_time, next_open
from analysis.simulation.compile import SimulationModel, element_hash
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import case_key, draw, stream_key
from analysis.simulation.laws import law_table
from analysis.simulation.references import refer_to_tables
from analysis.simulation.tables import Tables

__all__ = ["sample_arrivals"]

_ARRIVALS = element_hash("\0arrivals")


def sample_arrivals(model: SimulationModel, key: np.uint64, count: int) -> NDArray[np.float64]:
    """Return the arrival times of `count` cases, in seconds after the scenario's start.

    The first case arrives at the start, or when the arrivals' calendar first opens after it; each other one a drawn
    time after the one before, in the calendar's working time.
    """
    arrivals = model.network.scenario.arrivals
    times = np.zeros(count)
    if arrivals is None:
        return times
    laws, values = law_table(arrivals.inter_arrival)
    calendar = -1 if arrivals.calendar is None else list(model.openings).index(arrivals.calendar)
    with np.errstate(over="ignore"):
        _fill(model.tables, laws, values, calendar, key, _ARRIVALS, times)
    return times


@compiled
def _fill(
    table_arrays: Tables,
    laws: NDArray[np.void],
    values: NDArray[np.float64],
    calendar: int,
    seed_key: np.uint64,
    element: np.uint64,
    times: NDArray[np.float64],
) -> None:
    tables = refer_to_tables(table_arrays)
    now = next_open(tables, calendar, 0.0)
    for case in range(len(times)):
        if case > 0:
            key = stream_key(case_key(seed_key, case), element, 0, 0)
            gap = draw(laws[0], values, key)
            now = next_open(tables, calendar, finish_time(tables, calendar, now, gap))
        times[case] = now
