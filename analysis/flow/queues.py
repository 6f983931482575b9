"""Waits at pools of several members: exact for M/M/c, else by the correction of Allen and Cunneen."""

import math

__all__ = ["allen_cunneen_factor", "erlang_b", "erlang_c"]


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
