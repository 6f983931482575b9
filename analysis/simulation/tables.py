"""The arrays that the kernel works on: the model's tables, which it reads, and the state, which it changes."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "AXIS",
    "CALENDAR",
    "CASE_COLUMNS",
    "CHANNEL",
    "EAR",
    "EVENT",
    "GROUP",
    "ITEM",
    "LAW",
    "LOG",
    "LOOKUP",
    "NODE",
    "PERSON",
    "PIECE",
    "REGION",
    "SCOPE",
    "SKILL",
    "SOURCE",
    "STATION",
    "STAT_COLUMNS",
    "UNDO",
    "UNIT",
    "WAY",
    "WORK",
    "State",
    "Tables",
]

_I, _F, _U = np.int64, np.float64, np.uint64


def _record(integers: str, floats: str = "", *, unsigned: str = "") -> np.dtype[np.void]:
    fields = ((floats, _F), (unsigned, _U), (integers, _I))
    parts: list[tuple[str, type[np.generic]]] = [(name, kind) for names, kind in fields for name in names.split()]
    return np.dtype(parts, align=True)


NODE = _record(
    "kind split join region inner out0 out1 slot0 slot1 bound0 bound1 interrupting repeats law delay group instances"
    " sequential raises host stat logged inside_many station source0 source1"
    " hears send0 send1 clock undo undo_of needs",
    "probability fixed_cost fee",
    unsigned="hash",
)
WAY = _record("target slot default rule", "probability cumulative")
REGION = _record("start0 start1 all slot0 slot1 event0 event1 node root is_event")
CHANNEL = _record("kept root start")
EAR = _record("item generation code node once next")
UNDO = _record("handler host next")
SOURCE = _record("fact law choice program", unsigned="hash")
LOOKUP = _record("axis0 axis1 result0")
AXIS = _record("fact size value0 value1 cut0 cut1")
LAW = _record("type k v0 v1", "a b c low high")
UNIT = _record("amount calendar applicant group0 group1 member0", "rate")
GROUP = _record("unit0 unit1 priority")
CALENDAR = _record("first last", "period total")

STATION = _record(
    "node unit skill0 skill1 rank by_rank by_due records set_up"
    " batched together least most wait release batch_set_up factor0 factor1 setbacks applicant rest",
    "due probability share",
)
SKILL = _record("person station unit seat law choice", "rate speed")
PERSON = _record("calendar skill0 skill1")

ITEM = _record(
    "node case scope state generation unit member owner child left turn visit group"
    " queue_before queue_after scope_before scope_after order",
    "enable ready start work",
)
SCOPE = _record("region holder case tokens first generation waiting undone")
EVENT = _record("code item generation argument order", "time")
WORK = _record(
    "skill gathers carrier first last count size before after below rounds stops rank order",
    "due batched origin begun set_up share left",
)
PIECE = _record("person order stat counted", "contention busy")
LOG = _record("case node unit member", "enable start end")

CASE_COLUMNS = (
    "arrived", "done", "processing", "waiting", "applicant", "cost_office", "cost_applicant", "fees", "rework"
)  # fmt: skip
STAT_COLUMNS = (
    "instances", "cases", "processing", "waiting", "delay", "contention", "closed", "interrupted", "cost", "fee",
    "rework", "batching", "prioritised", "set_up", "setback",
)  # fmt: skip

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Records = NDArray[np.void]


class Tables(NamedTuple):
    """A network as arrays; nothing in it changes while it is simulated."""

    nodes: Records
    ways: Records
    regions: Records
    starts: Ints
    start_shares: Floats
    boundaries: Ints
    laws: Records
    values: Floats
    units: Records
    groups: Records
    group_units: Ints
    unit_groups: Ints
    calendars: Records
    opens: Floats
    closes: Floats
    worked: Floats
    reaches: NDArray[np.bool_]
    stations: Records
    skills: Records
    persons: Records
    person_skills: Ints
    transfers: Ints
    promise: Floats
    order_programs: Ints
    sources: Records
    first_sources: Ints
    programs: Ints
    code: Ints
    constants: Floats
    lookups: Records
    axes: Records
    axis_values: Ints
    cuts: Floats
    results: Ints
    channels: Records
    sendings: Ints
    roots: Ints
    begins: Ints
    event_starts: Ints


class State(NamedTuple):
    """What changes in a replication."""

    counters: NDArray[np.int64]
    items: Records
    free_items: Ints
    scopes: Records
    free_scopes: Ints
    slots: Ints
    case_numbers: NDArray[np.int64]
    case_keys: NDArray[np.uint64]
    free_cases: Ints
    visits: Ints
    events: Records
    todo: Ints
    doomed: Ints
    inclusive: Ints
    free_members: Ints
    unit_state: Ints
    queue_ends: Ints
    cases: Floats
    stats: Floats
    unit_stats: Floats
    log: Records
    window: Floats
    series: Floats
    works: Records
    persons: Ints
    skill_stats: Floats
    desks: Ints
    case_units: Ints
    pieces: Records
    facts: Floats
    stack: Floats
    roots: Ints
    mail: Ints
    ears: Records
    first_ears: Ints
    undos: Records
