"""What the processes of a case listen to, and what is kept for them. BPMN 2.0.2 §10.5.1, §13.5."""

from analysis.simulation.agenda import plan
from analysis.simulation.codes import EARS_FULL, FAULT, FREE_EAR, LISTENING, WAITING
from analysis.simulation.compiling import compiled
from analysis.simulation.tables import State, Tables

__all__ = ["forget_ear", "forget_mail", "listen"]


@compiled
def listen(tables: Tables, state: State, item: int, code: int, at: int, now: float) -> None:
    """Let an item hear what the node `at` waits for; a message that has come before is taken at once."""
    case, channel = state.items[item]["case"], tables.nodes[at]["hears"]
    is_once = tables.nodes[at]["interrupting"] == 1
    if tables.channels[channel]["kept"] == 1 and state.mail[case, channel] > 0:
        state.mail[case, channel] -= 1
        plan(state, now, code, item, at)
        if state.items[item]["state"] == LISTENING:
            state.items[item]["state"] = WAITING
        if is_once:
            return
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
    before = state.first_ears[case, channel]
    if before < 0:
        state.first_ears[case, channel] = ear
        return
    while state.ears[before]["next"] >= 0:
        before = state.ears[before]["next"]
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
