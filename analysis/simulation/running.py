"""Replications run, on all cores, and each reduced to what is asked of it."""

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.digests import word_of
from analysis.simulation.absence import open_seconds, tables_of_replication
from analysis.simulation.codes import (
    ARRIVED,
    D_FLUSHED,
    DONE,
    DONE_COUNT,
    ENDLESS,
    FAULT,
    FAULT_NODE,
    IS_PAUSED,
    KEEPS_LOG,
    KEEPS_SERIES,
    LOG_COUNT,
    PIECE_COUNT,
    WARM_UP,
)
from analysis.simulation.compile import SimulationModel
from analysis.simulation.entries import replicate
from analysis.simulation.faults import endless, stuck
from analysis.simulation.fresh import TableSizes, fresh_state
from analysis.simulation.gathering import case_measures, cycle_times
from analysis.simulation.over_time import Series, series_of
from analysis.simulation.overtaking import tell_prioritisation
from analysis.simulation.quantiles import quantiles
from analysis.simulation.sampling import arrival_excess, sample_arrivals
from analysis.simulation.stretches import Stretches
from analysis.simulation.tables import State, Tables
from bpmn.frozen import dataclass

if TYPE_CHECKING:
    from analysis.simulation.recording import LogColumns

__all__ = ["Replication", "Runner", "seed_key"]

_PERCENTILES = np.linspace(0, 1, 101)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Replication:
    """What one replication gave; the cases themselves are not kept.

    Attributes:
        measures: Means over the counted cases, by measure.
        percentiles: The 0th to 100th percentile of the cycle time in seconds.
        stats: A row an element, columns as in `tables.STAT_COLUMNS`, sums over the counted cases.
        unit_stats: A row a pool: busy time in the window, work, queue time, instances, cost.
        window: Start and end of the window in which utilisation and work in progress are measured.
        skill_stats: A row a skill (what one person does at one station): busy in the window, work, instances, cost.
        person_open: Seconds of the window in which each person was there.
        flushed: How many instances at each station waited for a batch that never filled.
        arrival_excess: By which share the time between two arrivals was longer than its known mean.
        cycle_times: The cycle times of all cases in the order they arrived, where they were asked for.
        log: The columns of the event log, where it was kept.
        series: How it went over time, where that was kept.
    """

    measures: dict[str, float]
    percentiles: NDArray[np.float64]
    stats: NDArray[np.float64]
    unit_stats: NDArray[np.float64]
    window: tuple[float, float]
    skill_stats: NDArray[np.float64]
    person_open: NDArray[np.float64]
    flushed: NDArray[np.int64]
    arrival_excess: float
    cycle_times: NDArray[np.float64] | None = None
    log: "LogColumns | None" = None
    series: Series | None = None


def seed_key(seed: int, replication: int) -> np.uint64:
    """Return the key that all random numbers of a replication hang on."""
    return np.uint64(word_of(f"{seed}/{replication}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """Runs replications of a model, side by side.

    Attributes:
        model: The model.
        cases: Cases a replication.
        warm_up: How many of the first are not counted.
        seed: Replication n hangs on the seed and n only, not on which others are run.
        keep_log: Whether replication 0 keeps a log.
        keep_cycle_times: Whether each keeps the cycle times of its cases.
        stretches: The stretches of time of which series are kept, or None.
        sizes: How large tables had to be so far.
    """

    model: SimulationModel
    cases: int
    warm_up: int
    seed: int
    keep_log: bool = False
    keep_cycle_times: bool = False
    stretches: Stretches | None = None
    sizes: TableSizes

    def run(self, numbers: range, progress: Callable[[int], None] | None = None) -> Iterator[Replication]:
        """Yield replications in the order of their numbers; after each `progress` is told how many are done.

        Raises:
            SimulationError: If a case never ends; the message names where it stays.
        """
        if len(numbers) == 1:
            yield self._run(numbers[0])
            if progress is not None:
                progress(1)
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(max_workers=min(len(numbers), os.cpu_count() or 1)) as pool:
            for done, replication in enumerate(pool.map(self._run, numbers), start=1):
                if progress is not None:
                    progress(done)
                yield replication

    def _run(self, number: int) -> Replication:
        key = seed_key(self.seed, number)
        arrivals = sample_arrivals(self.model, key, self.cases)
        window = _window(arrivals, self.warm_up)
        openings = list(self.model.openings.values())
        tables = tables_of_replication(self.model.tables, openings, self.model.absences, key)
        while True:
            log = _empty_log() if self.keep_log and number == 0 else None
            state = self._begun(arrivals, window, log)
            _go(tables, state, key, log)
            fault = int(state.counters[FAULT])
            if fault == 0:
                break
            if fault >= ENDLESS or not self.sizes.grow(fault):
                raise endless(self.model, int(state.counters[FAULT_NODE]), fault)
        if state.counters[DONE_COUNT] < self.cases:
            raise stuck(self.model, state, self.cases)
        return self._reduced(tables, state, window, log)

    def _begun(self, arrivals: NDArray[np.float64], window: tuple[float, float], log: "LogColumns | None") -> State:
        state = fresh_state(
            self.model, self.sizes, arrivals, window, keeps_log=log is not None, stretches=self.stretches
        )
        state.counters[WARM_UP] = self.warm_up
        state.counters[KEEPS_LOG] = log is not None
        state.counters[KEEPS_SERIES] = self.stretches is not None
        return state

    def _reduced(
        self, tables: Tables, state: State, window: tuple[float, float], log: "LogColumns | None"
    ) -> Replication:
        tell_prioritisation(state.pieces[: state.counters[PIECE_COUNT]], state.stats)
        low, high = window[0], min(window[1], float(state.cases[:, DONE].max()))
        measures = case_measures(state.cases, self.warm_up, (low, high), self.model.network.scenario.promise_s)
        cycle = cycle_times(state.cases)
        return Replication(
            measures=measures,
            percentiles=quantiles(cycle[self.warm_up :], _PERCENTILES),
            stats=state.stats,
            unit_stats=state.unit_stats,
            window=(low, high),
            skill_stats=state.skill_stats,
            person_open=open_seconds(tables, len(self.model.staff.persons), low, high),
            flushed=state.desks[:, D_FLUSHED],
            arrival_excess=arrival_excess(self.model, state.cases[:, ARRIVED]),
            cycle_times=cycle if self.keep_cycle_times else None,
            log=log,
            series=None if self.stretches is None else series_of(self.model, tables, state, self.stretches),
        )


def _empty_log() -> "LogColumns":
    from analysis.simulation.recording import LogColumns  # with it comes what reads and writes logs

    return LogColumns()


def _go(tables: Tables, state: State, key: np.uint64, log: "LogColumns | None") -> None:
    """Run a replication to its end or to a fault; at each pause take what is in the log."""
    while True:
        state.counters[IS_PAUSED] = 0
        with np.errstate(over="ignore"):  # the mixing of keys wraps around, in the interpreter too
            replicate(tables, state, key)
        if log is not None:
            log.take(state.log[: state.counters[LOG_COUNT]])
            state.counters[LOG_COUNT] = 0
        if not state.counters[IS_PAUSED]:
            return


def _window(arrivals: NDArray[np.float64], warm_up: int) -> tuple[float, float]:
    """Return from the first counted arrival to the last one; with a handful of cases, to the end."""
    counted = arrivals[warm_up:]
    return float(counted[0]), float(counted[-1]) if len(counted) >= 10 else np.inf
