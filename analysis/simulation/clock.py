"""Working time and clock time: compiled look-ups in opening tables. Calendar -1 is always open."""

import math

import numpy as np
from numpy.typing import NDArray

from analysis.simulation.compiling import compiled, inlined
from analysis.simulation.tables import Tables

__all__ = ["finish_time", "next_open", "worked_until"]


@inlined
def _opening(calendar: np.void, opens: NDArray[np.float64], within: float) -> int:
    """Return the index of the last opening that begins at or before `within` a period, or one before the first."""
    low, high = calendar["first"], calendar["last"]
    while low < high:
        middle = (low + high) // 2
        if opens[middle] <= within:
            low = middle + 1
        else:
            high = middle
    return int(low - 1)


@compiled
def next_open(tables: Tables, number: int, now: float) -> float:
    """Return `now` where the calendar is open then, else when it opens next."""
    if number < 0:
        return now
    calendar = tables.calendars[number]
    base = math.floor(now / calendar["period"]) * calendar["period"]
    at = _opening(calendar, tables.opens, now - base)
    if at >= calendar["first"] and now - base < tables.closes[at]:
        return now
    if at + 1 < calendar["last"]:
        return float(base + tables.opens[at + 1])
    return float(base + calendar["period"] + tables.opens[calendar["first"]])


@compiled
def worked_until(tables: Tables, number: int, now: float) -> float:
    """Return how long the calendar has been open from the start to `now`."""
    if number < 0:
        return now
    calendar = tables.calendars[number]
    periods = math.floor(now / calendar["period"])
    within = now - periods * calendar["period"]
    at = _opening(calendar, tables.opens, within)
    done = periods * calendar["total"]
    if at < calendar["first"]:
        return float(done)
    return float(done + tables.worked[at] + min(within, tables.closes[at]) - tables.opens[at])


@compiled
def finish_time(tables: Tables, number: int, start: float, work: float) -> float:
    """Return when `work` begun at `start` is done, if only opening hours count."""
    if number < 0 or work <= 0.0:
        return start + work
    calendar = tables.calendars[number]
    base = math.floor(start / calendar["period"]) * calendar["period"]
    at = _opening(calendar, tables.opens, start - base)
    if at >= calendar["first"] and start - base + work <= tables.closes[at]:
        return start + work
    target = worked_until(tables, number, start) + work
    periods = math.floor(target / calendar["total"])
    rest = target - periods * calendar["total"]
    if rest <= 0.0:
        periods -= 1
        rest = calendar["total"]
    low, high = calendar["first"], calendar["last"] - 1
    while low < high:
        middle = (low + high) // 2
        end = tables.worked[middle] + tables.closes[middle] - tables.opens[middle]
        if end >= rest:
            high = middle
        else:
            low = middle + 1
    return float(periods * calendar["period"] + tables.opens[low] + rest - tables.worked[low])
