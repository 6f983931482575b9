"""The part of waiting analysis that goes through every instance, compiled to machine code."""

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["gathered_until", "split_waits"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function at its first call, and keep the code for the next time where there is a place for it."""
    try:
        return cast("Function", njit(cache=True, nogil=True)(function))
    except RuntimeError:  # numba finds no folder that it may write to
        return cast("Function", njit(nogil=True)(function))


_HOUR_S = 3600.0
_SLOTS = 168
_WEEK_S = _SLOTS * _HOUR_S
_AT_ONCE_S = 1.0


@compiled
def _open_until(hours: Floats, moment: float) -> float:
    """Return for how long somebody has worked until a moment, by the open seconds before each hour of the week."""
    weeks = np.floor(moment / _WEEK_S)
    within = moment - weeks * _WEEK_S
    slot = min(int(within // _HOUR_S), _SLOTS - 1)
    share = (hours[slot + 1] - hours[slot]) / _HOUR_S
    return float(weeks * hours[_SLOTS] + hours[slot] + share * (within - slot * _HOUR_S))


@compiled
def _first_after(reached: Floats, low: int, high: int, moment: float) -> int:
    """Return the first place from `low` on, at most `high`, up to which something ends after a moment."""
    while low < high:
        middle = (low + high) // 2
        if reached[middle] > moment:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def _add_free(part: Floats, hours: Floats, begin: float, end: float, until: float) -> None:
    """Share out a time in which somebody does nothing: away, gathering a batch, or what the log does not tell."""
    opened = _open_until(hours, begin)
    open_s = min(max(_open_until(hours, end) - opened, 0.0), end - begin)
    gathered = _open_until(hours, min(max(until, begin), end)) - opened
    gathering_s = min(max(gathered, 0.0), open_s)
    part[0] += gathering_s
    part[3] += end - begin - open_s
    part[4] += open_s - gathering_s


@compiled
def split_waits(
    people: Ints,
    firsts: Ints,
    crowd: NDArray[np.bool_],
    hours: Floats,
    enabled: Floats,
    start: Floats,
    end: Floats,
    reached: Floats,
    until: Floats,
) -> Floats:
    """Return for each instance the seconds of its waiting by cause; a row adds up to start less enabled.

    Args:
        people: Number of who did it; the instances are sorted by it, then by start.
        firsts: Place of each person's first instance.
        crowd: Whether a name stands for many people, who are never all busy.
        hours: For each person, open seconds of the week until each of its hours begins; 169 entries.
        enabled: When it could begin, in seconds of local time from a Monday on.
        start: When it began.
        end: When it ended.
        reached: The latest end of the person's instances up to it.
        until: Until when it waited for a batch to come together; minus infinity for no batch.
    """
    parts = np.zeros((len(start), 5))
    for place in range(len(start)):
        who, at, begin = people[place], enabled[place], start[place]
        if begin <= at:
            continue
        low = place if crowd[who] else _first_after(reached, firsts[who], place, at)
        for other in range(low, place):
            busy = min(max(start[other], at), begin)
            if busy > at:
                _add_free(parts[place], hours[who], at, busy, until[place])
                at = busy
            free = min(end[other], begin)
            if free > at:
                # Work that lies over closing time holds up nothing then that would not have been closed anyhow.
                worked = _open_until(hours[who], free) - _open_until(hours[who], at)
                worked = min(max(worked, 0.0), free - at)
                parts[place, 1 if enabled[other] <= enabled[place] else 2] += worked
                parts[place, 3] += free - at - worked
                at = free
        if begin > at:
            _add_free(parts[place], hours[who], at, begin, until[place])
    return parts


@compiled
def gathered_until(activity: Ints, people: Ints, enabled: Floats, start: Floats, end: Floats) -> Floats:
    """Return until when each instance waited for its batch to come together; minus infinity for those in none.

    A batch: instances of one activity that one person does one right after the other or all at once, each of which
    could have begun before the first of them did.
    """
    until = np.full(len(start), -np.inf)
    first = 0
    for place in range(1, len(start) + 1):
        if (
            place < len(start)
            and people[place] == people[first]
            and activity[place] == activity[first]
            and enabled[place] <= start[first]
            and start[place] - end[place - 1] <= _AT_ONCE_S
        ):
            continue
        if place - first > 1:
            until[first:place] = enabled[first:place].max()
        first = place
    return until
