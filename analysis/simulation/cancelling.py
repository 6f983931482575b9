"""How items and scopes end before their time. BPMN 2.0.2 §13.3.4, §13.5.3."""

from analysis.simulation.codes import HOLDING, KIND_TASK, KIND_UNDO
from analysis.simulation.compiling import compiled
from analysis.simulation.items import remove_item, remove_scope
from analysis.simulation.tables import State, Tables
from analysis.simulation.work import drop_work

__all__ = ["cancel", "interrupt_scope"]


@compiled
def cancel(tables: Tables, state: State, item: int, now: float) -> None:
    """End an item and all that is inside it, before its time."""
    state.doomed[0] = item
    count = 1
    while count > 0:
        count -= 1
        at = state.doomed[count]
        count = _doom_inner(tables, state, at, count)
        node = tables.nodes[state.items[at]["node"]]
        is_work = node["kind"] == KIND_TASK and state.items[at]["state"] != HOLDING
        if is_work:
            drop_work(tables, state, at, now)
        remove_item(state, at)


@compiled
def _doom_inner(tables: Tables, state: State, at: int, count: int) -> int:
    """Put what an item holds on the list of what must end: its instances, or what runs in its scope."""
    child = state.items[at]["child"]
    scope = state.items[at]["scope"]
    inner = state.scopes[child]["first"] if child >= 0 else -1
    while inner >= 0:
        if state.items[inner]["owner"] < 0:
            state.doomed[count] = inner
            count += 1
        inner = state.items[inner]["scope_after"]
    if child >= 0:
        remove_scope(state, child)
    node = tables.nodes[state.items[at]["node"]]
    if state.items[at]["owner"] < 0 and (node["instances"] >= 0 or node["kind"] == KIND_UNDO):
        inner = state.scopes[scope]["first"]
        while inner >= 0:
            if state.items[inner]["owner"] == at:
                state.doomed[count] = inner
                count += 1
            inner = state.items[inner]["scope_after"]
    return count


@compiled
def interrupt_scope(tables: Tables, state: State, scope: int, now: float) -> None:
    """End all that goes on in a scope, but not the scope: there are no tokens in it then."""
    while state.scopes[scope]["first"] >= 0:
        first = state.scopes[scope]["first"]
        owner = state.items[first]["owner"]
        cancel(tables, state, owner if owner >= 0 else first, now)
    region = tables.regions[state.scopes[scope]["region"]]
    for slot in range(region["slot0"], region["slot1"]):
        state.slots[scope, slot] = 0
    state.scopes[scope]["tokens"] = 0
    state.scopes[scope]["waiting"] = 0
    state.scopes[scope]["next"] = tables.regions[state.scopes[scope]["region"]]["start1"]
    # Tokens that are on their way, and joins that wait, are known by the scope's generation.
    state.scopes[scope]["generation"] += 1
