"""Waits at pools of several members: exact for M/M/c, else by the correction of Allen and Cunneen."""

import math

import numpy as np
from numpy.typing import NDArray

from bpmn.frozen import dataclass

__all__ = ["Backlog", "allen_cunneen_factor", "backlog", "erlang_b", "erlang_c"]


def erlang_b(offered: float, servers: int) -> float:
    """Return the share of arrivals that find all servers busy where none waits.

    Args:
        offered: Offered load, arrival rate times mean service time.
        servers: Number of servers, at least 1.

    Source: B(0) = 1, B(k) = aB(k-1) / (k + aB(k-1)); Gross et al., Fundamentals of Queueing Theory, 4th ed., §2.5.

    >>> round(erlang_b(8, 10), 6)
    0.121661
    """
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = offered * blocked / (number + offered * blocked)
    return blocked


def erlang_c(offered: float, servers: int) -> float:
    """Return the share of arrivals that must wait in M/M/c; 1 where the load is not below the number of servers.

    Source: C = B / (1 - ρ(1 - B)); Gross et al., §2.3.

    >>> round(erlang_c(1.6, 2), 5)
    0.71111
    """
    load = offered / servers
    if load >= 1:
        return 1.0
    blocked = erlang_b(offered, servers)
    return blocked / (1 - load * (1 - blocked))


def allen_cunneen_factor(arrival_scv: float, service_scv: float) -> float:
    """Return by what the wait of M/M/c is multiplied for other arrivals and services.

    Args:
        arrival_scv: Squared coefficient of variation of the time between arrivals.
        service_scv: That of the service time.

    Source: (ca² + cs²) / 2; Allen, Probability, Statistics and Queueing Theory, 2nd ed., §5.6. Exact for M/G/1.
    """
    return math.fsum((arrival_scv, service_scv)) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What piles up because work comes unevenly.

    Attributes:
        wait_s: How long it makes a piece of work wait, on average over all.
        calm_share: The share of the work that meets no pile.
        calm_load: How busy people are when there is none, by what comes then.
    """

    wait_s: float
    calm_share: float
    calm_load: float


def backlog(coming: NDArray[np.float64], mean_s: float, servers: int, cell_s: float) -> Backlog:
    """Return what piles up before an opening, and how it is in between.

    Args:
        coming: Pieces of work that come in each cell of a week's opening hours, on average; a week is like the next.
        mean_s: Mean service time.
        servers: Number of servers.
        cell_s: Length of a cell.

    A fluid: the work in the system is what has come less what could be done. Of what comes in a cell, half is there
    before; as many as there are free servers do not wait. Source: fluid approximation of queues with time-dependent
    arrivals; Newell, Applications of Queueing Theory, 2nd ed., 1982, ch. 2.
    """
    total, room = float(coming.sum()), servers * cell_s
    if total <= 0:
        return Backlog(wait_s=0.0, calm_share=1.0, calm_load=0.0)
    level = np.cumsum(np.tile(coming * mean_s - room, 2))
    left = level - np.minimum(np.minimum.accumulate(level), 0.0)
    before = np.concatenate(([0.0], left[:-1]))[len(coming) :]
    is_piled = (before > 0) | (coming * mean_s > room)
    waits = np.maximum(0.0, (before + coming * mean_s / 2) / servers - (servers - 1) / (2 * servers) * mean_s)
    calm = coming[~is_piled]
    return Backlog(
        wait_s=float(coming[is_piled] @ waits[is_piled]) / total,
        calm_share=float(calm.sum()) / total,
        calm_load=float(calm.mean()) * mean_s / room if len(calm) else 0.0,
    )
