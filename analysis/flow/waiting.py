"""Waits for pools: of a steady stream by M/M/c, and what piles up before openings."""

import math
from collections.abc import Mapping

import numpy as np

from analysis.flow.chains import sequence
from analysis.flow.laws import ZERO, Floats, Law, wait_law
from analysis.flow.load import Load
from analysis.flow.queues import allen_cunneen_factor, backlog, erlang_c
from analysis.flow.week import CELL_S, Hours

__all__ = ["queue_laws"]

_WEEK_S = 7 * 86400.0


def queue_laws(load: Load, arriving: Mapping[int, Floats] | None = None) -> dict[str, Law]:
    """Return the wait for each limited pool in its working time.

    Args:
        load: What the pools have to do.
        arriving: At what time of the week each activity's instances come, by the node's index; None: evenly.
    """
    return {pool: _queue(load, pool, arriving) for pool in load.utilisation}


def _queue(load: Load, pool: str, arriving: Mapping[int, Floats] | None) -> Law:
    """The wait in M/M/c with the correction of Allen and Cunneen, and what piles up while it is closed.

    All that waits for a pool is one stream with the mixture of its service times. People who are in other pools too
    make one group with these.
    """
    group = _group(load, pool)
    people = {seat.person: seat.available for key in group for seat in load.staff[key]}
    room, servers = math.fsum(people.values()), len(people)
    busy = math.fsum(load.rate * load.work[key] for key in group) / room if room else math.inf
    served = [
        (law, count * load.instances[at] * service.shares[key])
        for at, service in load.services.items()
        for key in group & service.shares.keys()
        for law, count in service.stints
    ]
    total = math.fsum(weight for _, weight in served)
    if busy >= 1 or busy <= 0 or total <= 0:
        return ZERO
    hours = load.hours(pool)
    share = 1.0 if hours is None else len(hours.cells) * CELL_S / _WEEK_S
    presence = min(1.0, room / servers / max(share, 1e-9)) if any(_is_away(load, key) for key in group) else 1.0
    mean = math.fsum(law.mean * weight for law, weight in served) / total / presence
    second = math.fsum((law.variance + law.mean**2) * weight for law, weight in served) / total / presence**2
    chance = erlang_c(busy * servers, servers)
    factor = allen_cunneen_factor(_arrival_scv(load), second / mean**2 - 1)
    steady = wait_law(chance, servers * (1 - busy) / mean / factor) if factor > 0 else ZERO
    if hours is None or arriving is None:
        return steady
    return _with_backlog(load, steady, group, hours, arriving, servers, mean)


def _is_away(load: Load, pool: str) -> bool:
    return any(p.absence or any(m.absence for m in p.members) for p in [load.network.scenario.resources[pool]])


def _arrival_scv(load: Load) -> float:
    arrivals = load.network.scenario.arrivals
    return arrivals.inter_arrival.variance / arrivals.inter_arrival.expected**2 if arrivals else 1.0


def _group(load: Load, pool: str) -> set[str]:
    """The pools that share people with a pool, or with one that does."""
    group, people = {pool}, {seat.person for seat in load.staff[pool]}
    while True:
        wider = {key for key in load.work if key in load.staff and people & {s.person for s in load.staff[key]}}
        if wider <= group:
            return group
        group |= wider
        people |= {seat.person for key in group for seat in load.staff[key]}


def _with_backlog(
    load: Load, steady: Law, group: set[str], hours: Hours, arriving: Mapping[int, Floats], servers: int, mean: float
) -> Law:
    size = len(hours.cells)
    coming, count = np.zeros(size), 0.0
    for at, service in load.services.items():
        share = math.fsum(service.shares[key] for key in group & service.shares.keys())
        if share and at in arriving:
            many = load.rate * _WEEK_S * load.instances[at] * share * service.turns
            density = np.bincount(hours.position, weights=arriving[at], minlength=size)
            coming += many * math.fsum(n for _, n in service.stints) / service.turns * density
            count += many
    if count <= 0:
        return steady
    wait = backlog(coming, mean, servers, CELL_S)
    if wait <= 0:
        return steady
    more = Law(mean=wait, variance=wait**2, phases=(np.ones(1), np.array([[-1 / wait]])))
    return more if steady.is_zero else sequence([steady, more])
