"""The four sides of the devil's quadrangle as numbers of one process: time, cost, quality, flexibility.

Source of the four sides: N. Brand, H. van der Kolk, Workflow Analysis and Design (1995), as used by Reijers and Liman
Mansar, Omega 33 (2005) 283-306, §2.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.burden import Burden, measure_burden
from analysis.comparison.handovers import expected_handovers
from analysis.flow import Flow
from analysis.redesign.applying import Redesign
from analysis.scenario import ResourcePool, Scenario
from analysis.scenario.calendars import opening_table

__all__ = ["Sides", "sides_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What an average case is like, computed by flow analysis.

    Attributes:
        cycle_time_s: Time: from arrival to end, in seconds; infinite where a pool is overloaded.
        cost_office: Cost: work at each pool's cost an hour and fixed costs, in the scenario's currency.
        cost_applicant: Cost: by the Standard Cost Model: the applicant's own work (at the pool's cost an hour, else at
            the value of an hour), visits, contacts and papers at the scenario's prices, and fees.
        cost_ways: Of that, what no simulation holds: the ways to the office, contacts and papers.
        pay: What all people of the office with limited numbers cost while they are there, busy or not, by case: each
            pool's people x cost an hour x the open share of all hours / cases an hour. Of it only differences count:
            who is added is paid for all their hours, though `cost_office` counts only those worked.
        first_pass_yield: Quality: the share of cases in which no activity is done twice, 0 to 1.
        handovers: Quality: how often a case goes from one performer to another, a chance of error each time.
        spare_capacity: Flexibility: capacity / arrivals - 1, by which share more cases could come before a pool has
            more than it can do; None where nothing limits them.
    """

    cycle_time_s: float
    cost_office: float
    cost_applicant: float
    cost_ways: float
    pay: float
    first_pass_yield: float
    handovers: float
    spare_capacity: float | None

    @property
    def objectives(self) -> tuple[float, float, float, float]:
        """Time, cost, quality and flexibility, each the less the better."""
        spare = math.inf if self.spare_capacity is None else self.spare_capacity
        return (
            self.cycle_time_s,
            self.cost_office + self.cost_applicant + self.pay,
            -self.first_pass_yield,
            -spare,
        )


def sides_of(redesign: Redesign, flow: Flow) -> Sides:
    """Return the four sides of a process.

    Args:
        redesign: The process.
        flow: Its flow analysis.
    """
    model, scenario = redesign.model, redesign.scenario
    ways = _cost_of_ways(flow, measure_burden(model, scenario, flow))
    return Sides(
        cycle_time_s=float(flow.cycle_time_s),
        cost_office=float(flow.cost),
        cost_applicant=float(flow.cost_applicant + flow.fee) + ways,
        cost_ways=ways,
        pay=_pay(scenario, flow.arrival_rate_per_h),
        first_pass_yield=float(flow.first_pass_yield),
        handovers=float(expected_handovers(model, scenario, flow.visits)),
        spare_capacity=_spare(flow),
    )


def _cost_of_ways(flow: Flow, burden: Burden) -> float:
    """Return what the burden costs beside what flow analysis has: own work and fees only where that has none."""
    has = {"own-work": flow.cost_applicant > 0, "fees": flow.fee > 0}
    return float(math.fsum(line.cost for line in burden.lines if not has.get(line.item)))


def _pay(scenario: Scenario, arrivals_per_h: float) -> float:
    if arrivals_per_h <= 0:
        return 0.0
    paid = (cost_per_h * _open_share(calendar, scenario) for pool in scenario.resources.values()
            if pool.side == "office" for cost_per_h, calendar in _people(pool))  # fmt: skip
    return math.fsum(paid) / arrivals_per_h


def _people(pool: ResourcePool) -> Iterator[tuple[float, str | None]]:
    """Yield the cost an hour and the calendar of each person in a pool."""
    for member in pool.members:
        yield pool.cost_per_h if member.cost_per_h is None else member.cost_per_h, member.calendar or pool.calendar
    for _ in range((pool.amount or 0) - len(pool.members)):
        yield pool.cost_per_h, pool.calendar


def _open_share(calendar: str | None, scenario: Scenario) -> float:
    return 1.0 if calendar is None else opening_table(scenario.calendars[calendar], scenario.start).open_share


def _spare(flow: Flow) -> float | None:
    if not math.isfinite(flow.capacity_per_h) or flow.arrival_rate_per_h <= 0:
        return None
    return float(flow.capacity_per_h / flow.arrival_rate_per_h - 1)
