"""What a redesign gains on the four sides of the devil's quadrangle: time, cost, quality, flexibility."""

import math
from dataclasses import dataclass, replace
from typing import Any

from analysis.flexibility.stresses import with_more_cases
from analysis.redesign.applying import Redesign
from analysis.redesign.sides import Sides, sides_of
from analysis.simulation import Measure, SimulationResult, compile_simulation, measure_of, simulate
from analysis.simulation.pairing import controlled_difference

__all__ = [
    "BUSIER",
    "Gains",
    "SimulatedGains",
    "SimulatedSide",
    "computed_gains",
    "gains_of_pair",
    "simulated_gains",
    "simulated_side",
]

BUSIER = 1.2
"""How many times as many cases come, where flexibility is simulated."""

_UNITS = {"cycle_time_s": "s", "first_pass_yield": "share", "growth_when_busier": "share"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """By how much a redesign changes an average case, computed by flow analysis: after less before.

    `Sides` says how each is computed.

    Attributes:
        cycle_time_s: Time from arrival to end, in seconds; nan where it is infinite on both sides.
        cost: Cost to the office and to the applicant, in the scenario's currency; who is added is paid for all hours.
        cost_office: Of that, to the office.
        cost_applicant: Of that, to the applicant, fees included.
        first_pass_yield: Share of cases that do nothing twice.
        handovers: How often a case changes hands.
        spare_capacity: Share by which the arrivals could grow until a pool has more than it can do; None where nothing
            limits one of the two.
    """

    cycle_time_s: float
    cost: float
    cost_office: float
    cost_applicant: float
    first_pass_yield: float
    handovers: float
    spare_capacity: float | None

    def as_json(self) -> dict[str, float | None]:
        """Return it as data; a number without end is null."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: None if value is None or not math.isfinite(value) else value for name, value in values.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedGains:
    """The same by paired simulation, each with its 95% confidence interval, by measure.

    Flexibility is `growth_when_busier`: by which share cases take longer when 20 % more of them come; what a
    simulation of so many cases gives, so that it is finite even where people have more than they can do.
    """

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedSide:
    """One process simulated, with as many cases as come and with 20 % more.

    Attributes:
        result: The simulation, with the four sides among its measures.
        sides: What is computed of it.
        cases: Cases a replication.
        replications: How many replications.
        seed: Where the random numbers begin.
    """

    result: SimulationResult
    sides: Sides
    cases: int
    replications: int
    seed: int


def computed_gains(before: Sides, after: Sides) -> Gains:
    """Return what a redesign gains by the flow analyses of the process before and after it."""
    office = after.cost_office - before.cost_office + after.pay - before.pay
    applicant = after.cost_applicant - before.cost_applicant
    spare = (before.spare_capacity, after.spare_capacity)
    return Gains(
        cycle_time_s=after.cycle_time_s - before.cycle_time_s,
        cost=office + applicant,
        cost_office=office,
        cost_applicant=applicant,
        first_pass_yield=after.first_pass_yield - before.first_pass_yield,
        handovers=after.handovers - before.handovers,
        spare_capacity=None if spare[0] is None or spare[1] is None else spare[1] - spare[0],
    )


def simulated_gains(
    before: Redesign, after: Redesign, *, cases: int = 400, replications: int = 20, seed: int = 1
) -> SimulatedGains:
    """Return what a redesign gains by simulation: both sides meet the same random numbers.

    Raises:
        ScenarioError: If a loop has no way out.
        SimulationError: If one of the two cannot be simulated.
    """
    was, is_now = (
        simulated_side(one, sides_of(one, one.flow()), cases=cases, replications=replications, seed=seed)
        for one in (before, after)
    )
    return gains_of_pair(was, is_now)


def simulated_side(redesign: Redesign, sides: Sides, *, cases: int, replications: int, seed: int) -> SimulatedSide:
    """Return a process simulated, its four sides among the measures.

    Costs that no simulation holds (the way to the office, papers) and the pay of people while they wait for work are
    added as they are computed: they are the same in every replication.

    Raises:
        SimulationError: If it cannot be simulated.
    """
    usual, busier = (
        simulate(compile_simulation(redesign.model, scenario), cases=cases, replications=replications, seed=seed)
        for scenario in (redesign.scenario, with_more_cases(redesign.scenario, BUSIER))
    )
    return SimulatedSide(
        result=_with_sides(usual, busier, sides, redesign.scenario.currency),
        sides=sides,
        cases=cases,
        replications=replications,
        seed=seed,
    )


def _with_sides(usual: SimulationResult, busier: SimulationResult, sides: Sides, currency: str) -> SimulationResult:
    found = usual.per_replication
    office = found["cost_office"] + sides.pay
    applicant = found["cost_applicant"] + found["fees"] + sides.cost_ways
    values = {
        "cycle_time_s": found["cycle_time"],
        "cost": office + applicant,
        "cost_office": office,
        "cost_applicant": applicant,
        "first_pass_yield": found["first_pass"],
        "growth_when_busier": busier.per_replication["cycle_time"] / found["cycle_time"] - 1,
    }
    measures = {name: measure_of(one, _UNITS.get(name, currency)) for name, one in values.items()}
    return replace(usual, per_replication=values, measures=measures)


def gains_of_pair(before: SimulatedSide, after: SimulatedSide) -> SimulatedGains:
    """Return what one simulated process gains over another; both must be simulated alike."""
    return SimulatedGains(
        measures={name: controlled_difference(before.result, after.result, name) for name in before.result.measures},
        cases=before.cases,
        replications=before.replications,
        seed=before.seed,
    )
