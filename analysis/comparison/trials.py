"""The difference of two models for scenarios that are varied: simulated with common random numbers, or computed."""

from dataclasses import dataclass, field
from math import inf

from analysis.burden import measure_burden
from analysis.comparison.measures import common_control
from analysis.comparison.replicating import Effort
from analysis.comparison.statistics import paired_difference
from analysis.flow import analyse_flow, overloads
from analysis.scenario import Scenario, with_defaults
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn.model import Model

__all__ = ["Pair", "Trials"]

_REPLICATIONS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The two models with their scenarios as given, before anything missing is filled in."""

    as_is: Model
    to_be: Model
    scenario_as_is: Scenario
    scenario_to_be: Scenario


@dataclass(slots=True)
class Trials:
    """Tries other scenarios on a pair of models.

    Attributes:
        pair: The models, with the scenarios as stated.
        effort: Cases and seed; as many replications as it says, at most ten.
    """

    pair: Pair
    effort: Effort
    _stated: dict[str, tuple[SimulationResult, bool]] = field(default_factory=dict, init=False)

    def difference(self, before: Scenario, after: Scenario, measure: str) -> float:
        """Return to-be minus as-is of "cycle_time" (s), "cost_office" or "applicant_cost" with these scenarios.

        It is infinite where one side gets more work than it can do, and did not as stated.

        Raises:
            AnalysisError: If one side cannot be analysed or simulated.
        """
        pair = self.pair
        if measure == "applicant_cost":
            return self._applicant_cost(pair.to_be, after) - self._applicant_cost(pair.as_is, before)
        first, is_first_over = self._simulated("as-is", pair.as_is, before, pair.scenario_as_is)
        second, is_second_over = self._simulated("to-be", pair.to_be, after, pair.scenario_to_be)
        if measure == "cycle_time" and is_first_over != is_second_over:
            return inf if is_second_over else -inf
        control = common_control(measure, first, second)
        found = paired_difference(first.per_replication[measure], second.per_replication[measure], control=control)
        return second.measures[measure].mean - first.measures[measure].mean if found is None else found.mean

    def _simulated(
        self, side: str, model: Model, scenario: Scenario, stated: Scenario
    ) -> tuple[SimulationResult, bool]:
        """Return the simulation, and whether a pool gets more work than it can do that does not as stated."""
        if side not in self._stated:
            self._stated[side] = self._run(model, stated)
        as_stated, was_over = self._stated[side]
        if scenario is stated:
            return as_stated, False
        result, is_over = self._run(model, scenario)
        return result, is_over and not was_over

    def _run(self, model: Model, scenario: Scenario) -> tuple[SimulationResult, bool]:
        compiled = compile_simulation(model, self._complete(model, scenario), self.effort.decisions)
        count = min(_REPLICATIONS, self.effort.replications)
        result = simulate(compiled, cases=self.effort.cases, replications=count, seed=self.effort.seed)
        return result, bool(overloads(compiled.network))

    def _complete(self, model: Model, scenario: Scenario) -> Scenario:
        return with_defaults(model, scenario, decisions=self.effort.decisions).scenario

    def _applicant_cost(self, model: Model, scenario: Scenario) -> float:
        complete = self._complete(model, scenario)
        return measure_burden(model, complete, analyse_flow(model, complete, self.effort.decisions)).cost
