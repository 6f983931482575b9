"""What the work of a case costs."""

import math

from analysis.flow.load import Load
from analysis.flow.work import Service

__all__ = ["work_cost"]


def work_cost(load: Load, side: str) -> float:
    """Return what the work of a case costs the office or the applicant."""
    total = 0.0
    for at, service in load.services.items():
        for pool, share in service.shares.items():
            found = load.network.scenario.resources[pool]
            if found.side == side:
                total += load.instances[at] * share * _cost_of(load, at, service, pool)
    return total


def _cost_of(load: Load, at: int, service: Service, pool: str) -> float:
    """What one instance costs that a pool does: the time of each of its people at their own price."""
    found = load.network.scenario.resources[pool]
    if pool not in service.seats or service.work.mean <= 0:
        return service.held_s * found.cost_per_h / 3600
    usual = load.network.nodes[at].duration
    total = 0.0
    for number, part in enumerate(service.seats[pool]):
        own = load.own_time_s(at, pool, number, usual.expected if usual else 0.0) if part else 0.0
        total += part * own * load.staff[pool][number].cost_per_h(found)
    mean = math.fsum(
        part * load.own_time_s(at, pool, number, usual.expected if usual else 0.0)
        for number, part in enumerate(service.seats[pool])
    )
    return service.held_s * total / mean / 3600 if mean > 0 else 0.0
