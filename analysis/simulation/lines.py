"""Who is next at a station: a pairing heap in each, so that any order costs no more than the logarithm of its length.

Source: Fredman, Sedgewick, Sleator, Tarjan, The Pairing Heap, Algorithmica 1 (1986). The links are kept with the items,
and one of them can leave from anywhere. `before` is the parent of a first child and else the sibling before it.
"""

from analysis.simulation.codes import D_FIRST
from analysis.simulation.compiling import compiled
from analysis.simulation.tables import State

__all__ = ["comes_before", "join_line", "leave_line"]


@compiled
def comes_before(state: State, one: int, other: int) -> bool:
    """Whether one waiting item is done before another: higher rank, then earlier due, then longer in line."""
    a, b = state.works[one], state.works[other]
    if a["rank"] != b["rank"]:
        return bool(a["rank"] > b["rank"])
    if a["due"] != b["due"]:
        return bool(a["due"] < b["due"])
    return bool(a["order"] < b["order"])


@compiled
def join_line(state: State, station: int, at: int) -> None:
    """Put an item in line; its rank, due and order have been set."""
    work = state.works[at]
    work["before"] = -1
    work["after"] = -1
    work["below"] = -1
    state.desks[station, D_FIRST] = _meld(state, state.desks[station, D_FIRST], at)


@compiled
def leave_line(state: State, station: int, at: int) -> None:
    """Take an item out of the line, be it the first or not."""
    below = _meld_children(state, state.works[at]["below"])
    if at == state.desks[station, D_FIRST]:
        state.desks[station, D_FIRST] = below
        return
    before, after = state.works[at]["before"], state.works[at]["after"]
    if state.works[before]["below"] == at:
        state.works[before]["below"] = after
    else:
        state.works[before]["after"] = after
    if after >= 0:
        state.works[after]["before"] = before
    state.desks[station, D_FIRST] = _meld(state, state.desks[station, D_FIRST], below)


@compiled
def _meld(state: State, one: int, other: int) -> int:
    """Return the first of two heaps after the other has become its child; -1 stands for an empty one."""
    if one < 0 or other < 0:
        return max(one, other)
    if comes_before(state, other, one):
        one, other = other, one
    first = state.works[one]["below"]
    state.works[other]["before"] = one
    state.works[other]["after"] = first
    if first >= 0:
        state.works[first]["before"] = other
    state.works[one]["below"] = other
    state.works[one]["before"] = -1
    state.works[one]["after"] = -1
    return one


@compiled
def _meld_children(state: State, child: int) -> int:
    """Return one heap of siblings: melded in pairs from the left, and the pairs from the right."""
    pairs = -1
    while child >= 0:
        second = state.works[child]["after"]
        following = -1
        if second >= 0:
            following = state.works[second]["after"]
        pair = _meld(state, child, second)
        state.works[pair]["after"] = pairs
        pairs = pair
        child = following
    heap = -1
    while pairs >= 0:
        following = state.works[pairs]["after"]
        state.works[pairs]["before"] = -1
        state.works[pairs]["after"] = -1
        heap = _meld(state, heap, pairs)
        pairs = following
    return heap
