"""The state as a replication begins with it: all tables empty, everybody free."""

import numpy as np
from numpy.typing import NDArray

from analysis.simulation.codes import (
    ARRIVED,
    CASE_WIDTH,
    COST_OFFICE,
    COUNTERS,
    FAULTS,
    FREE_CASE_COUNT,
    FREE_ITEM_COUNT,
    FREE_SCOPE_COUNT,
    LOG_MARK,
    MEMBERS_FREE,
    SERIES_DEPTH,
    STAT_WIDTH,
    STEP,
    UNIT_STATE_WIDTH,
    UNIT_WIDTH,
    WINDOW_HIGH,
    WINDOW_LOW,
    WINDOW_WIDTH,
)
from analysis.simulation.compile import SimulationModel
from analysis.simulation.stretches import Stretches
from analysis.simulation.tables import EAR, EVENT, ITEM, LOG, PIECE, SCOPE, UNDO, WORK, State
from analysis.simulation.work_state import with_work_state

__all__ = ["TableSizes", "fresh_state"]

_LARGEST = 1 << 26


class TableSizes:
    """How large the state's tables are; they grow when a replication finds them too small, and stay so."""

    def __init__(self) -> None:
        self.items = 1024
        self.scopes = 256
        self.cases = 256
        self.events = 2048
        self.todo = 256
        self.inclusive = 256
        self.log = 65_536
        self.pieces = 4096
        self.ears = 1024
        self.undos = 1024

    def grow(self, fault: int) -> bool:
        """Make the table that was too small four times as large; False where it may not grow any more."""
        name = FAULTS[fault]
        size = 4 * int(getattr(self, name))
        setattr(self, name, size)
        return size <= _LARGEST


def fresh_state(
    model: SimulationModel,
    sizes: TableSizes,
    arrivals: NDArray[np.float64],
    window: tuple[float, float],
    *,
    keeps_log: bool = False,
    stretches: Stretches | None = None,
) -> State:
    """Return the state before anything has happened.

    Args:
        model: The model.
        sizes: How large the tables are.
        arrivals: When the cases arrive, in seconds after the start.
        window: From when to when utilisation is measured.
        keeps_log: Whether rows of the event log are kept; the kernel pauses when half of their table is full.
        stretches: The stretches of time of which series are kept, or None.
    """
    nodes, units = len(model.network.nodes), len(model.tables.units)
    slots = model.tables.reaches.shape[1]
    channels = model.channel_count
    undoes = bool((model.tables.nodes["undo"] >= 0).any())
    counters = np.zeros(COUNTERS, dtype=np.int64)
    counters[FREE_ITEM_COUNT] = sizes.items - 1
    counters[FREE_SCOPE_COUNT] = sizes.scopes - 1
    counters[FREE_CASE_COUNT] = sizes.cases
    counters[LOG_MARK] = sizes.log // 2
    moments = np.zeros(WINDOW_WIDTH)
    moments[WINDOW_LOW], moments[WINDOW_HIGH] = window
    moments[STEP] = 1.0 if stretches is None else stretches.step_s
    rows, columns = (0, 0) if stretches is None else (2 * units + len(model.tables.skills), stretches.count + 2)
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
        log=np.zeros(sizes.log if keeps_log else 1, dtype=LOG),
        window=moments,
        series=np.zeros((rows, SERIES_DEPTH, columns)),
        works=np.zeros(0, dtype=WORK),
        persons=np.zeros((0, 0), dtype=np.int64),
        skill_stats=np.zeros((0, 0)),
        desks=np.zeros((0, 0), dtype=np.int64),
        case_units=np.zeros(0, dtype=np.int64),
        pieces=np.zeros(0, dtype=PIECE),
        facts=np.zeros((sizes.cases, model.rules.tables.fact_count, 2)),
        stack=np.zeros((model.rules.tables.depth, 2)),
        roots=np.full((sizes.cases, len(model.tables.roots)), -1, dtype=np.int64),
        mail=np.zeros((sizes.cases, channels), dtype=np.int64),
        ears=_chained(sizes.ears if channels else 1, EAR),
        first_ears=np.full((sizes.cases, channels), -1, dtype=np.int64),
        undos=_chained(sizes.undos if undoes else 1, UNDO),
    )
    return with_work_state(state, model.tables, sizes.pieces)


def _chained(size: int, dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """Return a table whose rows are free, each with the next free one in it; the first is row 0."""
    table = np.zeros(size, dtype=dtype)
    table["next"] = [*range(1, size), -1]
    return table
