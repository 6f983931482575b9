"""The arrays that the kernel works on: the model's tables, which it reads, and the state, which it changes."""

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.simulation.layouts import BoolRows, FloatCubes, FloatRows, Floats, IntRows, Ints, Layout, Words

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
    "Laws",
    "Pieces",
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
    " hear0 hear1 hears_all has_clock send0 send1 clock undo undo_of needs gives fatal"
    " count_rule goes_on tested_before most is_done enough counts_from",
    "probability fixed_cost fee",
    unsigned="hash",
)
WAY = _record("target slot default rule", "probability cumulative")
REGION = _record("start0 start1 all slot0 slot1 event0 event1 node root is_event one_by_one until cut_short")
CHANNEL = _record("kept root start rule time")
EAR = _record("item generation code node once next held heard")
UNDO = _record("handler host next")
SOURCE = _record("fact law choice program", unsigned="hash")
LOOKUP = _record("axis0 axis1 result0")
AXIS = _record("fact size value0 value1 cut0 cut1")
LAW = _record("type k v0 v1", "a b c low high")
UNIT = _record("amount calendar applicant group0 group1 member0", "rate")
GROUP = _record("unit0 unit1 priority")
CALENDAR = _record("first last", "period total")

STATION = _record(
    "node unit skill0 skill1 rank by_rank by_due at_any_hour records set_up"
    " batched together least most wait wait_alone pause pause_alone release batch_set_up factor0 factor1 setbacks"
    " applicant rest",
    "due probability share",
)
SKILL = _record("person station unit seat law choice", "rate speed")
PERSON = _record("calendar skill0 skill1")

ITEM = _record(
    "node case scope state generation unit member owner child left count turn visit group"
    " queue_before queue_after scope_before scope_after order",
    "enable ready start work",
)
SCOPE = _record("region holder case tokens first generation waiting undone next")
EVENT = _record("code item generation argument order", "time")
WORK = _record(
    "skill gathers carrier first last count ripe size before after below rounds stops rank order",
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

Records = NDArray[np.void]
Laws = Annotated[Records, Layout(LAW)]
Pieces = Annotated[Records, Layout(PIECE)]


class Tables(NamedTuple):
    """A network as arrays; nothing in it changes while it is simulated."""

    nodes: Annotated[Records, Layout(NODE)]
    ways: Annotated[Records, Layout(WAY)]
    regions: Annotated[Records, Layout(REGION)]
    starts: Ints
    start_shares: Floats
    boundaries: Ints
    laws: Laws
    values: FloatRows
    units: Annotated[Records, Layout(UNIT)]
    groups: Annotated[Records, Layout(GROUP)]
    group_units: Ints
    unit_groups: Ints
    calendars: Annotated[Records, Layout(CALENDAR)]
    opens: Floats
    closes: Floats
    worked: Floats
    reaches: BoolRows
    stations: Annotated[Records, Layout(STATION)]
    skills: Annotated[Records, Layout(SKILL)]
    persons: Annotated[Records, Layout(PERSON)]
    person_skills: Ints
    transfers: IntRows
    promise: Floats
    order_programs: Ints
    sources: Annotated[Records, Layout(SOURCE)]
    first_sources: Ints
    programs: IntRows
    code: IntRows
    constants: FloatRows
    lookups: Annotated[Records, Layout(LOOKUP)]
    axes: Annotated[Records, Layout(AXIS)]
    axis_values: Ints
    cuts: Floats
    results: Ints
    numbers: Ints
    channels: Annotated[Records, Layout(CHANNEL)]
    hearings: Ints
    sendings: Ints
    roots: Ints
    begins: Ints
    event_starts: Ints


class State(NamedTuple):
    """What changes in a replication."""

    counters: Ints
    items: Annotated[Records, Layout(ITEM)]
    free_items: Ints
    scopes: Annotated[Records, Layout(SCOPE)]
    free_scopes: Ints
    slots: IntRows
    case_numbers: Ints
    case_keys: Words
    free_cases: Ints
    visits: IntRows
    events: Annotated[Records, Layout(EVENT)]
    todo: IntRows
    doomed: Ints
    inclusive: IntRows
    free_members: Ints
    unit_state: IntRows
    queue_ends: IntRows
    cases: FloatRows
    stats: FloatRows
    unit_stats: FloatRows
    log: Annotated[Records, Layout(LOG)]
    window: Floats
    series: FloatCubes
    works: Annotated[Records, Layout(WORK)]
    persons: IntRows
    skill_stats: FloatRows
    desks: IntRows
    case_units: Ints
    pieces: Pieces
    facts: FloatCubes
    stack: FloatRows
    roots: IntRows
    mail: IntRows
    ears: Annotated[Records, Layout(EAR)]
    first_ears: IntRows
    undos: Annotated[Records, Layout(UNDO)]
