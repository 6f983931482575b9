"""What a redesign gains on the four sides of the devil's quadrangle: time, cost, quality, flexibility.

Source of the four sides: N. Brand, H. van der Kolk, Workflow Analysis and Design (1995), as used by Reijers and Liman
Mansar, Omega 33 (2005) 283-306, §2.
"""

import math
from dataclasses import dataclass
from typing import Any

from analysis.flow import Flow
from analysis.redesign.applying import Redesign
from analysis.simulation import Measure, compile_simulation, simulate
from analysis.simulation.pairing import controlled_difference

__all__ = ["Gains", "SimulatedGains", "computed_gains", "simulated_gains"]

_MEASURES = {
    "cycle_time_s": "cycle_time",
    "cost_office": "cost_office",
    "cost_applicant": "cost_applicant",
    "first_pass_yield": "first_pass",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """By how much a redesign changes an average case, computed by flow analysis: after less before.

    Attributes:
        cycle_time_s: Time from arrival to end, in seconds.
        cost: Cost to the office and to the applicant, fees included, in the scenario's currency.
        first_pass_yield: Share of cases that do nothing twice.
        spare_capacity: Share by which the arrivals could grow until a pool has more than it can do; None where nothing
            limits one of the two.
    """

    cycle_time_s: float
    cost: float
    first_pass_yield: float
    spare_capacity: float | None

    def as_json(self) -> dict[str, float | None]:
        """Return it as data; a number without end is null."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: None if value is None or not math.isfinite(value) else value for name, value in values.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedGains:
    """The same by paired simulation, each with its 95% confidence interval, by measure."""

    measures: dict[str, Measure]
    cases: int
    replications: int
    seed: int

    def as_json(self) -> dict[str, Any]:
        """Return it as data."""
        shown = {
            name: {"mean": found.mean, "ci_low": found.ci_low, "ci_high": found.ci_high, "unit": found.unit}
            for name, found in self.measures.items()
        }
        return {"measures": shown, "cases": self.cases, "replications": self.replications, "seed": self.seed}


def computed_gains(before: Flow, after: Flow) -> Gains:
    """Return what a redesign gains by the flow analyses of the process before and after it."""
    spare_before, spare_after = _spare(before), _spare(after)
    return Gains(
        cycle_time_s=float(after.cycle_time_s - before.cycle_time_s),
        cost=float(_cost(after) - _cost(before)),
        first_pass_yield=float(after.first_pass_yield - before.first_pass_yield),
        spare_capacity=None if spare_before is None or spare_after is None else spare_after - spare_before,
    )


def simulated_gains(
    before: Redesign, after: Redesign, *, cases: int = 400, replications: int = 20, seed: int = 1
) -> SimulatedGains:
    """Return what a redesign gains by simulation: both sides meet the same random numbers.

    Raises:
        SimulationError: If one of the two cannot be simulated.
    """
    was, is_now = (
        simulate(compile_simulation(one.model, one.scenario), cases=cases, replications=replications, seed=seed)
        for one in (before, after)
    )
    both = {name: key for name, key in _MEASURES.items() if key in was.measures and key in is_now.measures}
    return SimulatedGains(
        measures={name: controlled_difference(was, is_now, key) for name, key in both.items()},
        cases=cases,
        replications=replications,
        seed=seed,
    )


def _cost(flow: Flow) -> float:
    return flow.cost + flow.cost_applicant + flow.fee


def _spare(flow: Flow) -> float | None:
    if not math.isfinite(flow.capacity_per_h) or flow.arrival_rate_per_h <= 0:
        return None
    return float(flow.capacity_per_h / flow.arrival_rate_per_h - 1)
