"""How many cases an hour the people allow at most: the minimum cut between work and pools."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

__all__ = ["Throughput", "throughput_bound"]

_UNITS = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughput:
    """The most cases that can be done.

    Attributes:
        cases_per_h: Cases an hour of clock time; infinite where nobody limits them.
        pools: Ids of the pools that limit it, sorted: together they can do no more of `activities`.
        activities: Ids of the activities that only these pools do, sorted.
    """

    cases_per_h: float
    pools: tuple[str, ...]
    activities: tuple[str, ...]


def throughput_bound(
    work_s: Mapping[str, float], pools_of: Mapping[str, tuple[str, ...]], people: Mapping[str, float]
) -> Throughput:
    """Return the most cases that can be done, however pools share the work that several of them can do.

    Work flows from each activity, as many seconds as all cases need, to the pools that can do it, and from there as
    fast as their people work. At the bound the minimum cut holds the limiting pools. With one pool an activity it is
    the theoretical capacity, people by work a case, of the busiest pool.

    Args:
        work_s: Work seconds a case by activity, of those that only limited pools do.
        pools_of: The pools that can do each of them.
        people: By pool how many people are there on average: amount by the share of time they are open.

    Source: Ford, Fulkerson, Flows in Networks, 1962; Newton's method for the parametric cut: Radzik, Fractional
    combinatorial optimization, 1998; theoretical capacity: Dumas et al., Fundamentals of BPM, 2nd ed., 7.1.5.
    """
    needed = {activity: work for activity, work in work_s.items() if work > 0}
    chosen = sorted(needed)
    if not chosen:
        return Throughput(cases_per_h=math.inf, pools=(), activities=())
    while True:
        pools = sorted({pool for activity in chosen for pool in pools_of[activity]})
        rate = sum(people[pool] for pool in pools) / sum(needed[activity] for activity in chosen)
        tighter = _worst(needed, pools_of, people, rate)
        if not tighter or _rate(tighter, needed, pools_of, people) >= rate * (1 - 1e-9):
            return Throughput(cases_per_h=rate * 3600, pools=tuple(pools), activities=tuple(chosen))
        chosen = tighter


def _rate(
    chosen: list[str],
    needed: Mapping[str, float],
    pools_of: Mapping[str, tuple[str, ...]],
    people: Mapping[str, float],
) -> float:
    pools = {pool for activity in chosen for pool in pools_of[activity]}
    return sum(people[pool] for pool in pools) / sum(needed[activity] for activity in chosen)


def _worst(
    needed: Mapping[str, float], pools_of: Mapping[str, tuple[str, ...]], people: Mapping[str, float], rate: float
) -> list[str]:
    """Return the activities on the work side of the minimum cut at a rate: those whose pools cannot do them all."""
    unit = _UNITS / max(sum(needed.values()) * rate, sum(people.values()))
    graph: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
    source, sink = ("source", ""), ("sink", "")
    for activity, work in sorted(needed.items()):
        graph.add_edge(source, ("activity", activity), capacity=round(work * rate * unit))
        graph.add_edges_from((("activity", activity), ("pool", pool)) for pool in pools_of[activity])
    for pool in sorted({pool for pools in pools_of.values() for pool in pools}):
        graph.add_edge(("pool", pool), sink, capacity=round(people[pool] * unit))
    _, (work_side, _) = nx.minimum_cut(graph, source, sink)
    return sorted(name for kind, name in work_side if kind == "activity")
