"""What the processes of a case listen to, and what is kept for them. BPMN 2.0.2 §10.5.1, §13.5."""

from analysis.simulation.agenda import plan
from analysis.simulation.codes import (
    EARS_FULL,
    FAULT,
    FREE_EAR,
    HEARD,
    HEARD_FOR_GOOD,
    LISTENING,
    NOT_HEARD,
    WAITING,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.rules import holds
from analysis.simulation.tables import State, Tables

__all__ = ["ear_of", "forget_ear", "forget_mail", "go_on", "is_last_heard", "listen"]


@compiled
def listen(tables: Tables, state: State, item: int, code: int, at: int, now: float) -> None:
    """Let an item hear what the node `at` waits for.

    A message that has come before is taken at once, and a condition that holds is heard at once.
    """
    if tables.nodes[at]["hears_all"] == 1:
        _listen_for_all(tables, state, item, code, at, now)
        return
    is_once = tables.nodes[at]["interrupting"] == 1
    case = state.items[item]["case"]
    for number in range(tables.nodes[at]["hear0"], tables.nodes[at]["hear1"]):
        channel = tables.hearings[number]
        rule = tables.channels[channel]["rule"]
        holds_now = rule >= 0 and holds(tables, state, rule, case)
        has_mail = _takes_mail(tables, state, case, channel)
        if has_mail or holds_now:
            go_on(state, item, code, at, now)
            if is_once:
                return
        _add_ear(tables, state, item, code, at, channel)
        if state.counters[FAULT] > 0:
            return
        if holds_now:
            state.ears[_last_ear(state, case, channel)]["held"] = 1


@compiled
def _listen_for_all(tables: Tables, state: State, item: int, code: int, at: int, now: float) -> None:
    """Let an item hear the node `at` that waits for something on every one of its channels."""
    case = state.items[item]["case"]
    for number in range(tables.nodes[at]["hear0"], tables.nodes[at]["hear1"]):
        channel = tables.hearings[number]
        rule = tables.channels[channel]["rule"]
        holds_now = rule >= 0 and holds(tables, state, rule, case)
        has_mail = _takes_mail(tables, state, case, channel)
        _add_ear(tables, state, item, code, at, channel)
        if state.counters[FAULT] > 0:
            return
        ear = _last_ear(state, case, channel)
        state.ears[ear]["once"] = 0  # it is heard more than once, but counts when all are
        state.ears[ear]["held"] = 1 if holds_now else 0
        state.ears[ear]["heard"] = HEARD if holds_now or has_mail else NOT_HEARD
    if is_last_heard(tables, state, item, at):
        go_on(state, item, code, at, now)


@compiled
def go_on(state: State, item: int, code: int, at: int, now: float) -> None:
    """Let an item that has heard what the node `at` waits for go on, after what happens now."""
    plan(state, now, code, item, at)
    if state.items[item]["state"] == LISTENING:
        state.items[item]["state"] = WAITING


@compiled
def _takes_mail(tables: Tables, state: State, case: int, channel: int) -> bool:
    """Take a message that has come before, if one is kept."""
    if tables.channels[channel]["kept"] == 1 and state.mail[case, channel] > 0:
        state.mail[case, channel] -= 1
        return True
    return False


@compiled
def is_last_heard(tables: Tables, state: State, item: int, at: int) -> bool:
    """Whether an item has now heard on every channel what the node `at` waits for.

    If so it begins anew, unless it occurs once or waits for a time, which comes once.
    """
    node, case = tables.nodes[at], state.items[item]["case"]
    for number in range(node["hear0"], node["hear1"]):
        ear = ear_of(state, case, tables.hearings[number], item, at)
        if ear < 0 or state.ears[ear]["heard"] != HEARD:
            return False
    after = HEARD_FOR_GOOD if node["interrupting"] == 1 or node["has_clock"] == 1 else NOT_HEARD
    for number in range(node["hear0"], node["hear1"]):
        state.ears[ear_of(state, case, tables.hearings[number], item, at)]["heard"] = after
    return True


@compiled
def ear_of(state: State, case: int, channel: int, item: int, at: int) -> int:
    """Return by what an item hears a channel for the node `at`, or -1."""
    ear = state.first_ears[case, channel]
    while ear >= 0:
        is_its = state.ears[ear]["item"] == item and state.ears[ear]["node"] == at
        if is_its and state.ears[ear]["generation"] == state.items[item]["generation"]:
            return int(ear)
        ear = state.ears[ear]["next"]
    return -1


@compiled
def _last_ear(state: State, case: int, channel: int) -> int:
    ear = state.first_ears[case, channel]
    while ear >= 0 and state.ears[ear]["next"] >= 0:
        ear = state.ears[ear]["next"]
    return int(ear)


@compiled
def _add_ear(tables: Tables, state: State, item: int, code: int, at: int, channel: int) -> None:
    """Put an item last among those of its case that listen to a channel."""
    case = state.items[item]["case"]
    is_once = tables.nodes[at]["interrupting"] == 1
    before = _last_ear(state, case, channel)
    ear = state.counters[FREE_EAR]
    if ear < 0:
        state.counters[FAULT] = EARS_FULL
        return
    state.counters[FREE_EAR] = state.ears[ear]["next"]
    state.ears[ear]["item"] = item
    state.ears[ear]["generation"] = state.items[item]["generation"]
    state.ears[ear]["code"] = code
    state.ears[ear]["node"] = at
    state.ears[ear]["once"] = is_once
    state.ears[ear]["next"] = -1
    state.ears[ear]["held"] = 0
    state.ears[ear]["heard"] = 0
    if before < 0:
        state.first_ears[case, channel] = ear
    else:
        state.ears[before]["next"] = ear


@compiled
def forget_ear(state: State, case: int, channel: int, before: int, ear: int) -> None:
    """Take what listens off its list, in which `before` stands before it (-1: it is the first)."""
    if before < 0:
        state.first_ears[case, channel] = state.ears[ear]["next"]
    else:
        state.ears[before]["next"] = state.ears[ear]["next"]
    state.ears[ear]["next"] = state.counters[FREE_EAR]
    state.counters[FREE_EAR] = ear


@compiled
def forget_mail(state: State, case: int) -> None:
    """Let nothing be heard or kept of a case."""
    for channel in range(state.mail.shape[1]):
        state.mail[case, channel] = 0
        while state.first_ears[case, channel] >= 0:
            forget_ear(state, case, channel, -1, state.first_ears[case, channel])
