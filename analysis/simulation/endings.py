"""How instances, scopes and processes end. BPMN 2.0.2 §13.3.4, §13.5.6."""

from analysis.simulation.beginning import begin_turn
from analysis.simulation.closing import close_case
from analysis.simulation.codes import DONE, FOR_CHANCE, KIND_UNDO
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import uniform
from analysis.simulation.items import remove_item, remove_scope
from analysis.simulation.raising import throw_up
from analysis.simulation.rules import learn_facts
from analysis.simulation.scopes import begin_root
from analysis.simulation.sending import send
from analysis.simulation.tables import State, Tables
from analysis.simulation.undoing import hand_up_undoing, note_undoing, undo_next
from analysis.simulation.waits import host_key
from analysis.simulation.ways import leave

__all__ = ["drop_token", "end_instance", "end_undoing"]


@compiled
def end_instance(tables: Tables, state: State, item: int, now: float) -> int:
    """End one instance. Return the scope in which a token is used up by that, or -1 where other instances go on."""
    if tables.nodes[state.items[item]["node"]]["undo"] >= 0:
        note_undoing(tables, state, item)
    body = state.items[item]["owner"]
    if body < 0:
        return _end_item(tables, state, item, now)
    turn = state.items[item]["turn"] + 1
    remove_item(state, item)
    if tables.nodes[state.items[body]["node"]]["kind"] == KIND_UNDO:
        return -1 if undo_next(tables, state, body, now) else end_undoing(tables, state, body, now)
    state.items[body]["left"] -= 1
    if state.items[body]["left"] > 0:
        if tables.nodes[state.items[body]["node"]]["sequential"] == 1:
            begin_turn(tables, state, body, turn, now)
        return -1
    return _end_item(tables, state, body, now)


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
    if node["source1"] > node["source0"]:
        case, visit = state.items[item]["case"], state.items[item]["visit"]
        learn_facts(tables, state, case, node["source0"], node["source1"], visit)
    if node["send1"] > node["send0"]:
        generation = state.scopes[scope]["generation"]
        send(tables, state, at, state.items[item]["case"], now)
        if state.scopes[scope]["generation"] != generation:
            return -1  # it has been interrupted by what it sent
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
    leave(tables, state, exit_node, scope)
    remove_item(state, item)
    return scope


@compiled
def drop_token(tables: Tables, state: State, scope: int, now: float) -> None:
    """Use up a token; a scope without tokens is done, and what it is inside of goes on."""
    while True:
        state.scopes[scope]["tokens"] -= 1
        if state.scopes[scope]["tokens"] > 0:
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
