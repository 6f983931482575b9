"""The heap of future events: earliest first, and in the order they were planned where times are equal."""

from analysis.simulation.codes import EVENTS_FULL, FAULT, HEAP_SIZE, NEXT_ORDER
from analysis.simulation.compiling import compiled
from analysis.simulation.tables import State

__all__ = ["plan", "remove_first"]


@compiled
def plan(state: State, time: float, code: int, item: int, argument: int) -> None:
    """Put an event on the heap: at `time`, of kind `code`, for `item` as it is now (its generation is noted)."""
    events = state.events
    size = state.counters[HEAP_SIZE]
    if size >= len(events):
        state.counters[FAULT] = EVENTS_FULL
        return
    order = state.counters[NEXT_ORDER]
    state.counters[NEXT_ORDER] = order + 1
    state.counters[HEAP_SIZE] = size + 1
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if events[above]["time"] <= time:
            break
        events[at] = events[above]
        at = above
    events[at]["time"] = time
    events[at]["order"] = order
    events[at]["code"] = code
    events[at]["item"] = item
    events[at]["generation"] = state.items[item]["generation"]
    events[at]["argument"] = argument


@compiled
def remove_first(state: State) -> None:
    """Take the earliest event off the heap (its fields must have been read before)."""
    events = state.events
    size = state.counters[HEAP_SIZE] - 1
    state.counters[HEAP_SIZE] = size
    time = events[size]["time"]
    order = events[size]["order"]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and _is_before(state, below + 1, events[below]["time"], events[below]["order"]):
            below += 1
        if not _is_before(state, below, time, order):
            break
        events[at] = events[below]
        at = below
    events[at] = events[size]


@compiled
def _is_before(state: State, at: int, time: float, order: int) -> bool:
    event = state.events[at]
    return bool(event["time"] < time or (event["time"] == time and event["order"] < order))
