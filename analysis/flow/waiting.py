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

_DAY_S = 86400.0
_WEEK_S = 7 * _DAY_S


def queue_laws(load: Load, arriving: Mapping[int, Floats] | None = None) -> dict[str, Law]:
    """Return the wait for each limited pool in its working time.

    Args:
        load: What the pools have to do.
        arriving: At what time of the week each activity's instances come, by the node's index; None: evenly.
    """
    return {pool: _queue(load, pool, arriving) for pool in load.utilisation}


def _queue(load: Load, pool: str, arriving: Mapping[int, Floats] | None) -> Law:
    """The wait in M/M/c with the correction of Allen and Cunneen, and what piles up while it is closed.

    All that waits for a pool is one stream with the mixture of its service times. People who are in other pools too are
    as busy as all of these together: an approximation.
    """
    group = _group(load, pool)
    people = {seat.person: seat.available for key in group for seat in load.staff[key]}
    room, servers = math.fsum(people.values()), len(load.staff[pool])
    busy = math.fsum(load.rate * load.work[key] for key in group) / room if room else math.inf
    served = [
        (
            law,
            count * load.instances[at] * service.shares[key],
            1.0 if service.gathering is None else service.gathering.size,
        )
        for at, service in load.services.items()
        for key in group & service.shares.keys()
        for law, count in service.stints
    ]
    total = math.fsum(weight for _, weight, _ in served)
    if busy >= 1 or busy <= 0 or total <= 0:
        return ZERO
    hours = load.hours(pool)
    presence = load.presence(pool)
    known = [service.in_line_s for service in load.services.values() if pool in service.shares]
    mean = math.fsum(law.mean * weight for law, weight, _ in served) / total / presence
    second = math.fsum((law.variance + law.mean**2) * weight for law, weight, _ in served) / total / presence**2
    # Batches come as every so-manieth of a stream does: so much more evenly.
    evenness = math.fsum(weight / size for _, weight, size in served) / total
    service_scv = second / mean**2 - 1 + _outages(load, pool, mean * presence)
    factor = allen_cunneen_factor(_arrival_scv(load) * evenness, service_scv)
    if len(known) == 1 and known[0] is not None:
        # One person and one activity in batches: then it is M/M/1 with that wait.
        factor = known[0] / presence * (1 - busy) / (busy * mean)
    if hours is None or arriving is None:
        return _steady(busy, servers, mean, factor)
    coming = _coming(load, group, hours, arriving) * (len(load.staff[pool]) / len(people))
    piled = backlog(coming, mean, servers, CELL_S)
    calm = _steady(piled.calm_load, servers, mean, factor, piled.calm_share)
    if piled.wait_s <= 0:
        return calm
    rate = -1 / piled.wait_s
    more = Law(mean=piled.wait_s, variance=piled.wait_s**2, phases=(np.ones(1), np.array([[rate]])))
    return more if calm.is_zero else sequence([calm, more])


def _steady(busy: float, servers: int, mean: float, factor: float, share: float = 1.0) -> Law:
    """The wait in M/M/c by the factor, met by a share of what comes."""
    busy = min(busy, 0.999)
    if factor <= 0 or busy <= 0 or share <= 0:
        return ZERO
    return wait_law(share * erlang_c(busy * servers, servers), servers * (1 - busy) / mean / factor)


def _outages(load: Load, pool: str, mean_s: float) -> float:
    """By how much days on which people are away make the time a piece of work holds them vary more.

    c² + (1 + r²) A (1 - A) m / t: A the share of days somebody is there, m the mean length of an absence and r² its
    squared coefficient of variation, t the time the work takes. Days by chance: m = d / A, r² = 1 - A, d the length of
    a day. Source: Hopp and Spearman, Factory Physics, 3rd ed., §8.4.2.
    """
    seats = load.staff[pool]
    away = math.fsum(seat.away for seat in seats) / len(seats)
    if away <= 0 or mean_s <= 0:
        return 0.0
    hours = load.hours(pool)
    day_s = _DAY_S if hours is None else len(hours.cells) * CELL_S / len(np.unique(hours.cells * CELL_S // _DAY_S))
    return (1 + away) * away * day_s / mean_s


def _arrival_scv(load: Load) -> float:
    arrivals = load.network.scenario.arrivals
    if arrivals is None or arrivals.inter_arrival.expected <= 0:
        return 1.0
    return arrivals.inter_arrival.variance / arrivals.inter_arrival.expected**2


def _group(load: Load, pool: str) -> set[str]:
    """The pools that share people with a pool, or with one that does."""
    group, people = {pool}, {seat.person for seat in load.staff[pool]}
    while True:
        wider = {key for key in load.work if key in load.staff and people & {s.person for s in load.staff[key]}}
        if wider <= group:
            return group
        group |= wider
        people |= {seat.person for key in group for seat in load.staff[key]}


def _coming(load: Load, group: set[str], hours: Hours, arriving: Mapping[int, Floats]) -> Floats:
    """How many pieces of work come for a group of pools in each cell of its hours, a week."""
    size = len(hours.cells)
    coming = np.zeros(size)
    for at, service in load.services.items():
        share = math.fsum(service.shares[key] for key in group & service.shares.keys())
        if share and at in arriving:
            many = load.rate * _WEEK_S * load.instances[at] * share * math.fsum(count for _, count in service.stints)
            coming += many * np.bincount(hours.position, weights=arriving[at], minlength=size)
    return coming
