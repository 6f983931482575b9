"""Scenarios with more cases or fewer people."""

from collections.abc import Mapping
from dataclasses import replace

from analysis.scenario import ResourcePool, Scenario, arrivals_by_rates

__all__ = ["busiest_pool", "with_more_cases", "with_one_less", "without_stand_in"]


def with_more_cases(scenario: Scenario, factor: float) -> Scenario:
    """Return a scenario in which `factor` times as many cases arrive in the same time.

    Cases that arrive at given moments come that much sooner after each other.
    """
    arrivals = scenario.arrivals
    if arrivals is None:
        return scenario
    if arrivals.moments_s:
        changed = replace(arrivals, moments_s=tuple(moment / factor for moment in arrivals.moments_s))
    elif arrivals.rates:
        rates = [(key, rate * factor) for key, rate in arrivals.rates]
        changed = arrivals_by_rates(rates, scenario.calendars, scenario.start)
    else:
        changed = replace(arrivals, inter_arrival=arrivals.inter_arrival.scaled(1 / factor))
    return replace(scenario, arrivals=changed)


def busiest_pool(scenario: Scenario, utilisation: Mapping[str, float]) -> str | None:
    """Return the busiest pool in which somebody is left when one person is away; None where there is none."""
    pools = [key for key in utilisation if key in scenario.resources and (scenario.resources[key].amount or 0) > 1]
    return max(pools, key=lambda key: (utilisation[key], key), default=None)


def without_stand_in(scenario: Scenario, utilisation: Mapping[str, float]) -> tuple[str, ...]:
    """Return the pools that have work and only one person, busiest first: with that one away, their work stops."""
    alone = [key for key, load in utilisation.items() if load > 0 and _amount(scenario.resources.get(key)) == 1]
    return tuple(sorted(alone, key=lambda key: (-utilisation[key], key)))


def with_one_less(scenario: Scenario, pool: str) -> Scenario:
    """Return a scenario in which a pool has one person less: one without a name, else the last of those named."""
    before = scenario.resources[pool]
    amount = _amount(before) - 1
    after = replace(before, amount=amount, members=before.members[:amount])
    return replace(scenario, resources={**scenario.resources, pool: after})


def _amount(pool: ResourcePool | None) -> int:
    return (pool.amount or 0) if pool else 0
