"""How instances, scopes and processes end. BPMN 2.0.2 §13.3.4, §13.5.6."""

from analysis.simulation.beginning import begin_turn
from analysis.simulation.cancelling import cancel, interrupt_scope
from analysis.simulation.closing import close_case
from analysis.simulation.codes import DONE, FOR_CHANCE, HOLDING, KIND_UNDO
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import uniform
from analysis.simulation.items import remove_item, remove_scope
from analysis.simulation.keys import turn
from analysis.simulation.raising import throw_up
from analysis.simulation.repeating import is_repeated_enough
from analysis.simulation.rules import holds, learn_facts
from analysis.simulation.scopes import begin_root
from analysis.simulation.sending import look_at_conditions, send
from analysis.simulation.tables import State, Tables
from analysis.simulation.undoing import hand_up_undoing, note_undoing, undo_next
from analysis.simulation.waits import host_key
from analysis.simulation.ways import leave, put

__all__ = ["drop_token", "end_instance", "end_undoing"]


@compiled
def end_instance(tables: Tables, state: State, item: int, now: float) -> int:
    """End one instance. Return the scope in which a token is used up by that, or -1 where other instances go on."""
    if tables.nodes[state.items[item]["node"]]["undo"] >= 0:
        note_undoing(tables, state, item)
    body = state.items[item]["owner"]
    if body < 0:
        return _end_item(tables, state, item, now)
    following = state.items[item]["turn"] + 1
    _learn_of_turn(tables, state, item)
    remove_item(state, item)
    if tables.nodes[state.items[body]["node"]]["kind"] == KIND_UNDO:
        return -1 if undo_next(tables, state, body, now) else end_undoing(tables, state, body, now)
    state.items[body]["left"] -= 1
    if state.items[body]["left"] > 0 and not is_repeated_enough(tables, state, body, following - 1):
        if tables.nodes[state.items[body]["node"]]["sequential"] == 1:
            begin_turn(tables, state, body, following, now)
        return -1
    if tables.nodes[state.items[body]["node"]]["sequential"] == 0:
        _end_others(tables, state, body, now)
    return _end_item(tables, state, body, now)


@compiled
def _learn_of_turn(tables: Tables, state: State, item: int) -> None:
    """Learn what an instance makes known, where it depends on that whether there is another."""
    node = tables.nodes[state.items[item]["node"]]
    if node["goes_on"] >= 0 or node["is_done"] >= 0:
        case = state.items[item]["case"]
        learn_facts(tables, state, case, node["source0"], node["source1"], turn(state, item))


@compiled
def _end_others(tables: Tables, state: State, body: int, now: float) -> None:
    """End the instances that are not waited for."""
    scope = state.items[body]["scope"]
    while True:
        other = state.scopes[scope]["first"]
        while other >= 0 and state.items[other]["owner"] != body:
            other = state.items[other]["scope_after"]
        if other < 0:
            return
        cancel(tables, state, other, now)


@compiled
def end_undoing(tables: Tables, state: State, item: int, now: float) -> int:
    """Let a compensation go on when all is undone; a cancelled transaction is left then. Returns as `end_instance`."""
    at = state.items[item]["node"]
    if tables.nodes[at]["raises"] >= 0:
        return throw_up(tables, state, at, int(state.items[item]["scope"]), now)
    return _end_item(tables, state, item, now)


@compiled
def _end_item(tables: Tables, state: State, item: int, now: float) -> int:
    """Let tokens leave what is done: by its ways, or by a boundary event that its end brings about."""
    at, scope = int(state.items[item]["node"]), int(state.items[item]["scope"])
    exit_node = at
    node = tables.nodes[at]
    if not _tell_of_end(tables, state, item, now):
        return -1
    until = tables.regions[state.scopes[scope]["region"]]["until"]
    if until >= 0 and holds(tables, state, until, state.items[item]["case"]):
        return _end_ad_hoc(tables, state, item, now)
    for number in range(node["bound0"], node["bound1"]):
        boundary = tables.boundaries[number]
        chance = tables.nodes[boundary]["probability"]
        if tables.nodes[boundary]["law"] < 0 and chance > 0.0 and exit_node == at:
            key = host_key(tables, state, item, boundary, FOR_CHANCE)
            if uniform(key, 0) < chance:
                state.visits[state.items[item]["case"], boundary] += 1
                exit_node = boundary if tables.nodes[boundary]["interrupting"] == 1 else at
                if exit_node == at:
                    leave(tables, state, boundary, scope)
    for _token in range(node["gives"] if exit_node == at else 1):
        leave(tables, state, exit_node, scope)
    remove_item(state, item)
    return scope


@compiled
def _tell_of_end(tables: Tables, state: State, item: int, now: float) -> bool:
    """Let known and sent be what the end of an activity makes so; False where it has been interrupted by that."""
    at, scope, case = int(state.items[item]["node"]), int(state.items[item]["scope"]), state.items[item]["case"]
    node = tables.nodes[at]
    generation = state.scopes[scope]["generation"]
    state.items[item]["state"] = HOLDING  # its work is over, whatever ends it now
    if node["source1"] > node["source0"]:
        if node["goes_on"] < 0 and node["is_done"] < 0:
            learn_facts(tables, state, case, node["source0"], node["source1"], state.items[item]["visit"])
        look_at_conditions(tables, state, case, now)
    if node["send1"] > node["send0"] and state.scopes[scope]["generation"] == generation:
        send(tables, state, at, case, now)
    return bool(state.scopes[scope]["generation"] == generation)


@compiled
def _end_ad_hoc(tables: Tables, state: State, item: int, now: float) -> int:
    """Let an ad-hoc sub-process be done after an item: nothing more begins in it, what runs is ended or waited for."""
    scope = int(state.items[item]["scope"])
    region = tables.regions[state.scopes[scope]["region"]]
    if region["cut_short"] == 1:
        interrupt_scope(tables, state, scope, now)
        state.scopes[scope]["tokens"] = 1
    else:
        state.scopes[scope]["next"] = region["start1"]
        remove_item(state, item)
    return scope


@compiled
def drop_token(tables: Tables, state: State, scope: int, now: float) -> None:
    """Use up a token; a scope without tokens is done, and what it is inside of goes on."""
    while True:
        state.scopes[scope]["tokens"] -= 1
        if state.scopes[scope]["tokens"] > 0:
            return
        if state.scopes[scope]["next"] < tables.regions[state.scopes[scope]["region"]]["start1"]:
            put(state, -1 - tables.starts[state.scopes[scope]["next"]], scope)
            state.scopes[scope]["next"] += 1
            return
        holder = state.scopes[scope]["holder"]
        case = state.scopes[scope]["case"]
        region = state.scopes[scope]["region"]
        # What is left waits for the start of an event sub-process.
        while state.scopes[scope]["first"] >= 0:
            remove_item(state, state.scopes[scope]["first"])
        if holder >= 0:
            hand_up_undoing(tables, state, scope)
        remove_scope(state, scope)
        if holder < 0:
            _end_root(tables, state, tables.regions[region]["root"], case, now)
            return
        state.items[holder]["child"] = -1
        scope = end_instance(tables, state, holder, now)
        if scope < 0:
            return


@compiled
def _end_root(tables: Tables, state: State, root: int, case: int, now: float) -> None:
    """End a process of a case: with the first one the case is done; it is closed when none is left."""
    state.roots[case, root] = -1
    if root == 0:
        state.cases[state.case_numbers[case], DONE] = now
    for channel in range(state.mail.shape[1]):
        is_waited_for = tables.channels[channel]["root"] == root and state.roots[case, root] < 0
        if is_waited_for and state.mail[case, channel] > 0:
            state.mail[case, channel] -= 1
            begin_root(tables, state, root, tables.channels[channel]["start"], case, now)
    for other in range(len(tables.roots)):
        if state.roots[case, other] >= 0:
            return
    close_case(state, case, now)
