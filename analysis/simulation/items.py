"""Items: what a token at rest is, be it work, a wait, or a sub-process that runs; each in its scope's list."""

from analysis.simulation.codes import (
    FAULT,
    FREE,
    FREE_ITEM_COUNT,
    FREE_SCOPE_COUNT,
    FREE_UNDO,
    ITEMS_FULL,
    SCOPES_FULL,
)
from analysis.simulation.compiling import compiled
from analysis.simulation.tables import State, Tables

__all__ = ["add_item", "add_scope", "remove_item", "remove_scope"]


@compiled
def add_item(state: State, node: int, scope: int, owner: int, now: float) -> int:
    """Return a new item at a node in a scope; `owner` is the multi-instance item it is an instance of, or -1.

    Item 0 is never used but as a stand-in when the table is full; the kernel stops then.
    """
    count = state.counters[FREE_ITEM_COUNT]
    if count == 0:
        state.counters[FAULT] = ITEMS_FULL
        at = 0
    else:
        state.counters[FREE_ITEM_COUNT] = count - 1
        at = state.free_items[count - 1]
    item = state.items[at]
    first = state.scopes[scope]["first"]
    item["node"] = node
    item["case"] = state.scopes[scope]["case"]
    item["scope"] = scope
    item["unit"] = -1
    item["owner"] = owner
    item["child"] = -1
    item["left"] = 0
    item["count"] = 0
    item["turn"] = 0
    item["group"] = -1
    item["scope_before"] = -1
    item["scope_after"] = first
    item["enable"] = now
    item["ready"] = now
    item["start"] = now
    item["work"] = 0.0
    if first >= 0:
        state.items[first]["scope_before"] = at
    state.scopes[scope]["first"] = at
    return int(at)


@compiled
def remove_item(state: State, at: int) -> None:
    """Take an item out of its scope's list; events planned for it are void from now on."""
    item = state.items[at]
    before, after = item["scope_before"], item["scope_after"]
    if before >= 0:
        state.items[before]["scope_after"] = after
    else:
        state.scopes[item["scope"]]["first"] = after
    if after >= 0:
        state.items[after]["scope_before"] = before
    item["generation"] += 1
    item["state"] = FREE
    state.free_items[state.counters[FREE_ITEM_COUNT]] = at
    state.counters[FREE_ITEM_COUNT] += 1


@compiled
def add_scope(tables: Tables, state: State, region: int, holder: int, case: int) -> int:
    """Return a new run of a region, held by an item (-1 for the case itself)."""
    count = state.counters[FREE_SCOPE_COUNT]
    if count == 0:
        state.counters[FAULT] = SCOPES_FULL
        at = 0
    else:
        state.counters[FREE_SCOPE_COUNT] = count - 1
        at = state.free_scopes[count - 1]
    scope = state.scopes[at]
    scope["region"] = region
    scope["holder"] = holder
    scope["case"] = case
    scope["tokens"] = 0
    scope["first"] = -1
    scope["waiting"] = 0
    scope["undone"] = -1
    for slot in range(tables.regions[region]["slot0"], tables.regions[region]["slot1"]):
        state.slots[at, slot] = 0
    return int(at)


@compiled
def remove_scope(state: State, at: int) -> None:
    """Give a scope back; tokens on their way in it are void from now on."""
    state.scopes[at]["generation"] += 1
    while state.scopes[at]["undone"] >= 0:
        undo = state.scopes[at]["undone"]
        state.scopes[at]["undone"] = state.undos[undo]["next"]
        state.undos[undo]["next"] = state.counters[FREE_UNDO]
        state.counters[FREE_UNDO] = undo
    state.scopes[at]["waiting"] = 0
    state.free_scopes[state.counters[FREE_SCOPE_COUNT]] = at
    state.counters[FREE_SCOPE_COUNT] += 1
