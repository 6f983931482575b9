"""Numbers for what the kernel tells apart; a compiled function reads them as constants."""

__all__ = [
    "FAULTS",
    "JOINS",
    "KINDS",
    "LAWS",
    "NUMBER_KINDS",
    "SPLITS",
]

KINDS = {"task": 0, "wait": 1, "scope": 2, "pass": 3, "end": 4, "terminate": 5, "raise": 6, "arm": 7, "undo": 8}
SPLITS = {"all": 0, "one": 1, "some": 2, "first": 3, "one by rules": 4, "some by rules": 5,
          "some else one": 6}  # fmt: skip
JOINS = {"each": 0, "all": 1, "some": 2, "count": 3, "quantity": 4}
LAWS = {
    "fixed": 0,
    "exponential": 1,
    "uniform": 2,
    "triangular": 3,
    "normal": 4,
    "lognormal": 5,
    "gamma": 6,
    "erlang": 7,
    "empirical": 8,
}

KIND_TASK, KIND_WAIT, KIND_SCOPE, KIND_PASS, KIND_END, KIND_TERMINATE, KIND_RAISE, KIND_ARM, KIND_UNDO = range(9)
(
    SPLIT_ALL,
    SPLIT_ONE,
    SPLIT_SOME,
    SPLIT_FIRST,
    SPLIT_ONE_BY_RULES,
    SPLIT_SOME_BY_RULES,
    SPLIT_SOME_ELSE_ONE,
) = range(7)
JOIN_EACH, JOIN_ALL, JOIN_SOME, JOIN_COUNT, JOIN_QUANTITY = range(5)

# What a node's `clock` says where it is no calendar: its time is a duration by the clock, or a moment.
BY_THE_CLOCK, AT_A_MOMENT = -1, -2

# How a batch is done: one after the other, all as one piece of work, all at once by turns.
ONE_BY_ONE, TOGETHER, IN_TURNS = range(3)

# The numbers of a repetition that its rules can ask for, in the order of Tables.numbers.
NUMBER_KINDS = ("completed", "all", "active", "ended", "turn")
COMPLETED, ALL, ACTIVE, ENDED, TURN = range(5)

# What an event in the heap means.
READY, FINISHED, OCCURRED, BOUNDARY, OPENS, PERSON_OPENS, BATCH_DUE, ALARM = range(8)

# What an item is doing.
FREE, DELAYED, QUEUED, RUNNING, HOLDING, WAITING, GATHERED, SET_BACK, LISTENING = range(9)

# What has come on one of the channels of an event that waits for all of them.
NOT_HEARD, HEARD, HEARD_FOR_GOOD = range(3)

# What a random number is for: part of its key.
FOR_WORK, FOR_DELAY, FOR_ROUTE, FOR_EVENT, FOR_COUNT, FOR_CHANCE, FOR_ATTRIBUTE = range(7)

# What a further random number of work at a station is for; their keys are apart from those above.
FOR_TRANSFER, FOR_SET_UP, FOR_GATHERING, FOR_BATCH, FOR_SETBACK, FOR_APPLICANT, FOR_REST = range(7)

# Places in State.counters.
(
    HEAP_SIZE,
    NEXT_ORDER,
    FREE_ITEM_COUNT,
    FREE_SCOPE_COUNT,
    FREE_CASE_COUNT,
    TODO_COUNT,
    INCLUSIVE_COUNT,
    LOG_COUNT,
    DONE_COUNT,
    FAULT,
    FAULT_NODE,
    KEEPS_LOG,
    WARM_UP,
    PIECE_COUNT,
    ADMITTED,
    IS_PAUSED,
    LOG_MARK,
    KEEPS_SERIES,
    FREE_EAR,
    FREE_UNDO,
    COUNTERS,
) = range(21)

# Why a replication stopped before its end: a table was too small, or a case goes round without end.
FAULTS = (
    "none",
    "items",
    "scopes",
    "cases",
    "events",
    "todo",
    "inclusive",
    "log",
    "pieces",
    "ears",
    "undos",
    "endless",
    "no_way",
)
(
    NO_FAULT,
    ITEMS_FULL,
    SCOPES_FULL,
    CASES_FULL,
    EVENTS_FULL,
    TODO_FULL,
    INCLUSIVE_FULL,
    LOG_FULL,
    PIECES_FULL,
    EARS_FULL,
    UNDOS_FULL,
    ENDLESS,
    NO_WAY,
) = range(13)

# Columns of State.cases, State.stats and State.unit_stats.
(
    ARRIVED,
    DONE,
    PROCESSING,
    WAITED,
    APPLICANT,
    COST_OFFICE,
    COST_APPLICANT,
    FEES,
    REWORK,
    CASE_WIDTH,
) = range(10)
(
    S_INSTANCES,
    S_CASES,
    S_PROCESSING,
    S_WAITING,
    S_DELAY,
    S_CONTENTION,
    S_CLOSED,
    S_INTERRUPTED,
    S_COST,
    S_FEE,
    S_REWORK,
    S_BATCHING,
    S_PRIORITISED,
    S_SET_UP,
    S_SETBACK,
    STAT_WIDTH,
) = range(16)
U_BUSY, U_WORK, U_QUEUE, U_INSTANCES, U_COST, UNIT_WIDTH = range(6)

# Places in State.window: from when to when utilisation is measured, the clock, how long a stretch of series is.
WINDOW_LOW, WINDOW_HIGH, CLOCK, STEP, WINDOW_WIDTH = range(5)

# What State.series holds of each span of time: its ends in the stretches they are in, and whole stretches between them.
AT_ENDS, BETWEEN, SERIES_DEPTH = range(3)

# Columns of State.unit_state.
MEMBERS_FREE, MEMBERS_FIRST, WAKES, UNIT_STATE_WIDTH = range(4)

# Columns of State.persons.
P_FREE, P_WAKES, P_LAST, P_ORDER, PERSON_WIDTH = range(5)

# Columns of State.skill_stats.
M_BUSY, M_WORK, M_INSTANCES, M_COST, MEMBER_WIDTH = range(5)

# Columns of State.desks: the first in line at a station, the batch that may still grow, instances let go at the end.
D_FIRST, D_BATCH, D_FLUSHED, DESK_WIDTH = range(4)
