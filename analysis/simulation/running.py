"""Replications run, on all cores, and gathered."""

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.errors import SimulationError
from analysis.simulation.absence import open_seconds, tables_of_replication
from analysis.simulation.codes import (
    ARRIVED,
    CASE_WIDTH,
    COST_OFFICE,
    COUNTERS,
    D_FLUSHED,
    DONE,
    DONE_COUNT,
    ENDLESS,
    FAULT,
    FAULT_NODE,
    FAULTS,
    FREE_CASE_COUNT,
    FREE_ITEM_COUNT,
    FREE_SCOPE_COUNT,
    KEEPS_LOG,
    LOG_COUNT,
    MEMBERS_FREE,
    NO_WAY,
    PIECE_COUNT,
    STAT_WIDTH,
    UNIT_STATE_WIDTH,
    UNIT_WIDTH,
    WARM_UP,
)
from analysis.simulation.compile import SimulationModel
from analysis.simulation.kernel import replicate
from analysis.simulation.overtaking import tell_prioritisation
from analysis.simulation.sampling import sample_arrivals
from analysis.simulation.tables import EVENT, ITEM, LOG, PIECE, SCOPE, WORK, State
from analysis.simulation.work_state import with_work_state
from bpmn.language import Text

__all__ = ["Replication", "replications", "seed_key"]

_LARGEST = 1 << 26


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Replication:
    """What one replication gave.

    Attributes:
        cases: A row a case, columns as in `tables.CASE_COLUMNS`; times in seconds after the start.
        stats: A row an element, columns as in `tables.STAT_COLUMNS`, sums over the counted cases.
        unit_stats: A row a pool: busy time in the window, work, queue time, instances, cost.
        window: Start and end of the window in which utilisation and work in progress are measured.
        log: Rows of the event log, where it was kept.
        skill_stats: A row a skill (what one person does at one station): busy in the window, work, instances, cost.
        person_open: Seconds of the window in which each person was there.
        flushed: How many instances at each station waited for a batch that never filled.
    """

    cases: NDArray[np.float64]
    stats: NDArray[np.float64]
    unit_stats: NDArray[np.float64]
    window: tuple[float, float]
    log: NDArray[np.void] | None = None
    skill_stats: NDArray[np.float64]
    person_open: NDArray[np.float64]
    flushed: NDArray[np.int64]


def seed_key(seed: int, replication: int) -> np.uint64:
    """Return the key that all random numbers of a replication hang on."""
    digest = hashlib.blake2b(f"{seed}/{replication}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def replications(
    model: SimulationModel,
    *,
    cases: int,
    warm_up: int,
    count: int,
    seed: int,
    keep_log: bool,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Replication]:
    """Yield replications 0 to `count` - 1 in order, run side by side; only the first keeps a log.

    Raises:
        SimulationError: If a case never ends; the message names where it stays.
    """
    sizes = _Sizes()

    def run(number: int) -> Replication:
        return _run(model, sizes, cases, warm_up, seed_key(seed, number), keep_log and number == 0)

    with ThreadPoolExecutor(max_workers=min(count, os.cpu_count() or 1)) as pool:
        for number, replication in enumerate(pool.map(run, range(count))):
            if progress is not None:
                progress(number + 1, count)
            yield replication


class _Sizes:
    """How large the state's tables are; they grow when a replication finds them too small, and stay so."""

    def __init__(self) -> None:
        self.items = 1024
        self.scopes = 256
        self.cases = 256
        self.events = 2048
        self.todo = 256
        self.inclusive = 256
        self.log = 4096
        self.pieces = 4096

    def grow(self, fault: int) -> bool:
        """Make the table that was too small four times as large; False where it may not grow any more."""
        name = FAULTS[fault]
        size = 4 * int(getattr(self, name))
        setattr(self, name, size)
        return size <= _LARGEST


def _run(
    model: SimulationModel, sizes: _Sizes, cases: int, warm_up: int, key: np.uint64, keep_log: bool
) -> Replication:
    arrivals = sample_arrivals(model, key, cases)
    window = _window(arrivals, warm_up)
    tables = tables_of_replication(model.tables, list(model.openings.values()), model.absences, key)
    while True:
        state = _fresh_state(model, sizes, arrivals, window)
        state.counters[WARM_UP] = warm_up
        state.counters[KEEPS_LOG] = keep_log
        with np.errstate(over="ignore"):  # the mixing of keys wraps around, in the interpreter too
            replicate(tables, state, key)
        fault = int(state.counters[FAULT])
        if fault == 0:
            break
        if fault >= ENDLESS or not sizes.grow(fault):
            raise _endless(model, int(state.counters[FAULT_NODE]), fault)
    if state.counters[DONE_COUNT] < cases:
        raise _stuck(model, state, cases)
    tell_prioritisation(state.pieces[: state.counters[PIECE_COUNT]], state.stats)
    low, high = window[0], min(window[1], float(state.cases[:, DONE].max()))
    return Replication(
        cases=state.cases,
        stats=state.stats,
        unit_stats=state.unit_stats,
        window=(low, high),
        log=state.log[: state.counters[LOG_COUNT]].copy() if keep_log else None,
        skill_stats=state.skill_stats,
        person_open=open_seconds(tables, len(model.staff.persons), low, high),
        flushed=state.desks[:, D_FLUSHED],
    )


def _window(arrivals: NDArray[np.float64], warm_up: int) -> tuple[float, float]:
    """Return from the first counted arrival to the last one; with a handful of cases, to the end."""
    counted = arrivals[warm_up:]
    return float(counted[0]), float(counted[-1]) if len(counted) >= 10 else np.inf


def _fresh_state(
    model: SimulationModel, sizes: _Sizes, arrivals: NDArray[np.float64], window: tuple[float, float]
) -> State:
    nodes, units = len(model.network.nodes), len(model.tables.units)
    slots = model.tables.reaches.shape[1]
    counters = np.zeros(COUNTERS, dtype=np.int64)
    counters[FREE_ITEM_COUNT] = sizes.items - 1
    counters[FREE_SCOPE_COUNT] = sizes.scopes - 1
    counters[FREE_CASE_COUNT] = sizes.cases
    cases = np.zeros((len(arrivals), CASE_WIDTH))
    cases[:, ARRIVED] = arrivals
    cases[:, COST_OFFICE] = model.network.scenario.case_cost
    amounts = np.maximum(model.tables.units["amount"], 0)
    unit_state = np.zeros((units, UNIT_STATE_WIDTH), dtype=np.int64)
    unit_state[:, MEMBERS_FREE] = amounts
    members = np.concatenate([np.arange(amount, dtype=np.int64) for amount in amounts] + [np.zeros(1, np.int64)])
    state = State(
        counters=counters,
        items=np.zeros(sizes.items, dtype=ITEM),
        free_items=np.arange(sizes.items - 1, -1, -1, dtype=np.int64),
        scopes=np.zeros(sizes.scopes, dtype=SCOPE),
        free_scopes=np.arange(sizes.scopes - 1, -1, -1, dtype=np.int64),
        slots=np.zeros((sizes.scopes, slots), dtype=np.int64),
        case_numbers=np.zeros(sizes.cases, dtype=np.int64),
        case_keys=np.zeros(sizes.cases, dtype=np.uint64),
        free_cases=np.arange(sizes.cases - 1, -1, -1, dtype=np.int64),
        visits=np.zeros((sizes.cases, nodes), dtype=np.int64),
        events=np.zeros(sizes.events, dtype=EVENT),
        todo=np.zeros((sizes.todo, 3), dtype=np.int64),
        doomed=np.zeros(sizes.items, dtype=np.int64),
        inclusive=np.zeros((sizes.inclusive, 3), dtype=np.int64),
        free_members=members,
        unit_state=unit_state,
        queue_ends=np.full((len(model.tables.groups), 2), -1, dtype=np.int64),
        cases=cases,
        stats=np.zeros((max(1, len(model.elements)), STAT_WIDTH)),
        unit_stats=np.zeros((units, UNIT_WIDTH)),
        log=np.zeros(sizes.log, dtype=LOG),
        window=np.array(window),
        works=np.zeros(0, dtype=WORK),
        persons=np.zeros((0, 0), dtype=np.int64),
        skill_stats=np.zeros((0, 0)),
        desks=np.zeros((0, 0), dtype=np.int64),
        case_units=np.zeros(0, dtype=np.int64),
        pieces=np.zeros(0, dtype=PIECE),
        facts=np.zeros((sizes.cases, model.rules.tables.fact_count, 2)),
        stack=np.zeros((model.rules.tables.depth, 2)),
    )
    return with_work_state(state, model.tables, sizes.pieces)


def _endless(model: SimulationModel, at: int, fault: int) -> SimulationError:
    node = model.network.nodes[at]
    if fault == NO_WAY:
        text = Text("No way out of {name} fits a case, and it has no default.", name=node.name)
        return SimulationError(text, element=node.id)
    if fault == ENDLESS:
        text = Text("A case goes round without end at {name}: no way out of the loop has a chance.", name=node.name)
        return SimulationError(text, element=node.id)
    return SimulationError(
        Text("So much waits at once that it does not fit: cases arrive faster than they can be done.")
    )


def _stuck(model: SimulationModel, state: State, cases: int) -> SimulationError:
    """Return an error that names the join at which cases wait for a token that never comes."""
    waiting = cases - int(state.counters[DONE_COUNT])
    held = state.slots.sum(axis=0)
    joins = [node for node in model.network.nodes if node.join != "each"]
    slots = [int(row["slot0"]) for row in model.tables.nodes if row["join"] > 0]
    counts = [int(held[slot : slot + len(node.incoming)].sum()) for node, slot in zip(joins, slots, strict=True)]
    node = joins[int(np.argmax(counts))] if counts else model.network.nodes[0]
    text = Text(
        "{waiting} of {cases} cases never end: they wait at {name} for a token that never comes.",
        waiting=waiting,
        cases=cases,
        name=node.name,
    )
    return SimulationError(text, element=node.id)
