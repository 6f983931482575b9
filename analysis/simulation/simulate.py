"""The door of the simulator: a model and a scenario in, means with intervals out."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from analysis.errors import SimulationError
from analysis.flow import overloads
from analysis.log import EventLog
from analysis.network import build_network
from analysis.network.rules import facts_of
from analysis.scenario.defaults import with_defaults
from analysis.scenario.values import Scenario
from analysis.simulation.compile import SimulationModel, compile_network
from analysis.simulation.gathering import (
    activity_figures,
    case_measures,
    cycle_time_quantiles,
    measures_of,
    resource_figures,
)
from analysis.simulation.members import unfilled_batches
from analysis.simulation.recording import event_log
from analysis.simulation.result import SimulationResult
from analysis.simulation.stations import timeless_work
from bpmn.decisions import DecisionModel
from bpmn.language import Text
from bpmn.model import Model
from bpmn.normal import normal_form

__all__ = ["compile_simulation", "simulate"]

_MOST_CASES = 20_000_000


def compile_simulation(model: Model, scenario: Scenario, decisions: Iterable[DecisionModel] = ()) -> SimulationModel:
    """Return a model with its scenario, ready to be simulated.

    What the scenario leaves out is filled with assumptions, which the result lists.

    Args:
        model: The model.
        scenario: The scenario.
        decisions: DMN files in which the decisions of business rule tasks are; one is made where the scenario makes
            its input data known.

    Raises:
        ScenarioError: If the scenario does not fit the model; the message names the element and the JSON path.
    """
    facts = facts_of(model, scenario, decisions)
    complete = with_defaults(model, scenario, facts)
    network = build_network(normal_form(model).model, complete.scenario, facts)
    warnings = overloads(network) + timeless_work(network)
    return replace(compile_network(network, assumed=complete.assumed), warnings=warnings)


def simulate(
    simulation_model: SimulationModel,
    *,
    cases: int | None = None,
    replications: int | None = None,
    seed: int = 1,
    keep_log: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> SimulationResult:
    """Return what happens to the cases of a model.

    Args:
        simulation_model: From `compile_simulation`.
        cases: Cases a replication; None: as the scenario says.
        replications: How many independent replications; None: as the scenario says.
        seed: The same seed gives the same result, byte for byte, and the same chances to every variant of a model.
        keep_log: Whether to keep the event log of the first replication.
        progress: Called after each replication with how many are done and how many there are.

    Raises:
        SimulationError: If cases never end, or numbers ask for nothing.
    """
    from analysis.simulation.running import replications as run_replications

    scenario = simulation_model.network.scenario
    total = cases if cases is not None else scenario.cases or 0
    count = replications if replications is not None else scenario.replications or 0
    warm_up = _warm_up(scenario, total)
    if not 0 < total <= _MOST_CASES or count < 1:
        raise SimulationError(Text("Ask for 1 to {most} cases and at least 1 replication.", most=_MOST_CASES))
    runs = list(
        run_replications(
            simulation_model,
            cases=total,
            warm_up=warm_up,
            count=count,
            seed=seed,
            keep_log=keep_log,
            progress=progress,
        )
    )
    rows = [case_measures(run, warm_up, scenario.promise_s) for run in runs]
    per_replication = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    return SimulationResult(
        cases=total,
        warm_up=warm_up,
        replications=count,
        seed=seed,
        measures=measures_of(per_replication, scenario.currency),
        per_replication=per_replication,
        activities=activity_figures(simulation_model, runs, total - warm_up),
        resources=resource_figures(simulation_model, runs, total - warm_up),
        quantiles_s=cycle_time_quantiles(runs, warm_up),
        assumed=simulation_model.assumed,
        warnings=simulation_model.warnings + unfilled_batches(simulation_model, runs),
        log=_log(simulation_model, runs[0].log),
    )


def _warm_up(scenario: Scenario, cases: int) -> int:
    """Return how many first cases are not counted: as the scenario says, in proportion where other cases are asked."""
    said = scenario.warm_up or 0
    if scenario.cases and cases != scenario.cases:
        said = round(said * cases / scenario.cases)
    return min(said, cases - 1)


def _log(model: SimulationModel, rows: object) -> EventLog | None:
    return event_log(model, rows) if isinstance(rows, np.ndarray) else None
