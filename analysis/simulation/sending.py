"""Messages and signals sent, and conditions that become true. BPMN 2.0.2 §10.5.1, §10.5.5."""

from analysis.simulation.codes import HEARD, KIND_ARM, NOT_HEARD
from analysis.simulation.compiling import compiled
from analysis.simulation.mail import ear_of, forget_ear, go_on, is_last_heard
from analysis.simulation.rules import holds
from analysis.simulation.scopes import begin_root, open_event_scope
from analysis.simulation.tables import State, Tables

__all__ = ["look_at_conditions", "pass_time", "send"]


@compiled
def send(tables: Tables, state: State, at: int, case: int, now: float) -> None:
    """Send what a node sends: a signal to all of the case that wait for it, a message to one, or into its mail."""
    for number in range(tables.nodes[at]["send0"], tables.nodes[at]["send1"]):
        channel = tables.sendings[number]
        is_heard = _deliver(tables, state, case, channel, now)
        root = tables.channels[channel]["root"]
        if root >= 0 and not is_heard and state.roots[case, root] < 0:
            begin_root(tables, state, root, tables.channels[channel]["start"], case, now)
        elif tables.channels[channel]["kept"] == 1 and not is_heard:
            state.mail[case, channel] += 1


@compiled
def _deliver(tables: Tables, state: State, case: int, channel: int, now: float) -> bool:
    """Let those of a case who listen to a channel hear what is sent: all a signal, the first a message."""
    is_heard = False
    before, ear = -1, state.first_ears[case, channel]
    while ear >= 0:
        after = state.ears[ear]["next"]
        item = state.ears[ear]["item"]
        is_void = state.items[item]["generation"] != state.ears[ear]["generation"]
        is_taken = not is_void and (tables.channels[channel]["kept"] == 0 or not is_heard)
        if is_taken:
            is_heard = True
            _tell(tables, state, ear, now)
        if is_void or (is_taken and state.ears[ear]["once"] == 1):
            forget_ear(state, case, channel, before, ear)
        else:
            before = ear
        ear = after
    return is_heard


@compiled
def look_at_conditions(tables: Tables, state: State, case: int, now: float) -> None:
    """Let those who wait for a condition over what is known of a case hear that it has become true. §10.5.5."""
    for channel in range(state.first_ears.shape[1]):
        rule = tables.channels[channel]["rule"]
        before, ear = -1, state.first_ears[case, channel] if rule >= 0 else -1
        is_true = ear >= 0 and holds(tables, state, rule, case)
        while ear >= 0:
            after = state.ears[ear]["next"]
            item = state.ears[ear]["item"]
            is_void = state.items[item]["generation"] != state.ears[ear]["generation"]
            is_news = not is_void and is_true and state.ears[ear]["held"] == 0
            state.ears[ear]["held"] = 1 if is_true else 0
            if is_news:
                _tell(tables, state, ear, now)
            if is_void or (is_news and state.ears[ear]["once"] == 1):
                forget_ear(state, case, channel, before, ear)
            else:
                before = ear
            ear = after


@compiled
def pass_time(tables: Tables, state: State, item: int, at: int, now: float) -> None:
    """Let an item hear that the time has come for which, beside other things, the node `at` waits."""
    for number in range(tables.nodes[at]["hear0"], tables.nodes[at]["hear1"]):
        channel = tables.hearings[number]
        if tables.channels[channel]["time"] == 1:
            ear = ear_of(state, state.items[item]["case"], channel, item, at)
            if ear >= 0:
                _tell(tables, state, ear, now)


@compiled
def _tell(tables: Tables, state: State, ear: int, now: float) -> None:
    """Let what listens hear it: an event sub-process begins before the thrower goes on, other events come after."""
    item, node = state.ears[ear]["item"], state.ears[ear]["node"]
    if tables.nodes[node]["hears_all"] == 1:
        if state.ears[ear]["heard"] == NOT_HEARD:
            state.ears[ear]["heard"] = HEARD
        if not is_last_heard(tables, state, item, node):
            return
    if tables.nodes[node]["kind"] == KIND_ARM:
        open_event_scope(tables, state, node, state.items[item]["scope"], now)
    else:
        go_on(state, item, state.ears[ear]["code"], node, now)
