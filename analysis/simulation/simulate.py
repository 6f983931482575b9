"""The door of the simulator: a model and a scenario in, means with intervals out."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.errors import SimulationError
from analysis.flow import overloads
from analysis.network import build_network
from analysis.network.rules import facts_of
from analysis.scenario.defaults import with_defaults
from analysis.scenario.values import Scenario
from analysis.simulation.compile import SimulationModel, compile_network
from analysis.simulation.gathering import (
    activity_figures,
    cycle_time_quantiles,
    measures_of,
    resource_figures,
)
from analysis.simulation.members import unfilled_batches
from analysis.simulation.over_time import time_series
from analysis.simulation.precision import run_until_precise
from analysis.simulation.result import SimulationResult
from analysis.simulation.stations import timeless_work
from analysis.simulation.stretches import Stretches, fitting_stretches
from analysis.simulation.warming import found_warm_up
from bpmn.language import Text
from bpmn.model import Model
from bpmn.normal import normal_form

if TYPE_CHECKING:
    from analysis.log import EventLog
    from analysis.simulation.running import Replication, Runner
    from bpmn.decisions import DecisionModel

__all__ = ["compile_simulation", "simulate"]

_MOST_CASES = 20_000_000
_LEAST_PRECISION = 0.001


def compile_simulation(model: Model, scenario: Scenario, decisions: "Iterable[DecisionModel]" = ()) -> SimulationModel:
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
    warm_up: int | Literal["auto"] | None = None,
    precision: float | None = None,
    over_time: bool = False,
) -> SimulationResult:
    """Return what happens to the cases of a model.

    Args:
        simulation_model: From `compile_simulation`.
        cases: Cases a replication; None: as the scenario says.
        replications: How many independent replications; None: as the scenario says.
        seed: The same seed gives the same result, byte for byte, and the same chances to every variant of a model.
        keep_log: Whether to keep the event log of the first replication.
        progress: Called after each replication with how many are done and how many there are.
        warm_up: How many of the first cases are not counted; "auto": told by MSER-5 from five replications; None: as
            the scenario says, in proportion where other cases are asked.
        precision: Instead of a number of replications: the half-width that the 95% interval of the mean cycle time may
            have, as a share of it, such as 0.05. At least 10 replications, at most 1,000.
        over_time: Whether to keep how cases, queues and utilisation went over time.

    Raises:
        SimulationError: If cases never end, or numbers ask for nothing.
    """
    scenario = simulation_model.network.scenario
    total = cases if cases is not None else scenario.cases or 0
    count = replications if replications is not None else scenario.replications or 0
    _refuse_nothing(total, count, warm_up, precision)
    runner, remarks = _prepared(simulation_model, total, seed, warm_up)
    runner = replace(runner, keep_log=keep_log, stretches=_stretches(runner) if over_time else None)
    if precision is None:
        runs = list(runner.run(range(count), None if progress is None else lambda done: progress(done, count)))
    else:
        runs, remark = run_until_precise(runner, precision, progress)
        remarks += (remark,) if remark else ()
    per_replication = {name: np.array([run.measures[name] for run in runs]) for name in runs[0].measures}
    counted = total - runner.warm_up
    quantiles = cycle_time_quantiles(runs)
    return SimulationResult(
        cases=total,
        warm_up=runner.warm_up,
        replications=len(runs),
        seed=seed,
        measures=measures_of(per_replication, scenario.currency),
        per_replication=per_replication,
        activities=activity_figures(simulation_model, runs, counted),
        resources=resource_figures(simulation_model, runs, counted),
        quantiles_s=tuple(measure.mean for measure in quantiles),
        quantiles_ci_s=tuple((measure.ci_low, measure.ci_high) for measure in quantiles),
        assumed=simulation_model.assumed,
        warnings=simulation_model.warnings + unfilled_batches(simulation_model, runs) + remarks,
        log=_log(simulation_model, runs[0]),
        over_time=time_series(simulation_model, runs, runner.stretches),
        arrival_excess=np.array([run.arrival_excess for run in runs]),
    )


def _log(model: SimulationModel, replication: "Replication") -> "EventLog | None":
    if replication.log is None:
        return None
    from analysis.simulation.recording import event_log

    return event_log(model, replication.log)


def _refuse_nothing(cases: int, replications: int, warm_up: object, precision: float | None) -> None:
    if not 0 < cases <= _MOST_CASES or replications < 1:
        raise SimulationError(Text("Ask for 1 to {most} cases and at least 1 replication.", most=_MOST_CASES))
    if precision is not None and not _LEAST_PRECISION <= precision < 1:
        raise SimulationError(
            Text("The precision is a share of the mean between {least} and 1, such as 0.05.", least=_LEAST_PRECISION)
        )
    if isinstance(warm_up, int) and not 0 <= warm_up < cases:
        raise SimulationError(Text("The warm-up must leave some of the {cases} cases to be counted.", cases=cases))


def _prepared(
    model: SimulationModel, cases: int, seed: int, warm_up: int | str | None
) -> tuple["Runner", tuple[Text, ...]]:
    """Return what runs the replications, its warm-up found, and what is to be said of that."""
    from analysis.simulation.fresh import TableSizes
    from analysis.simulation.running import Runner

    said = warm_up if isinstance(warm_up, int) else _warm_up(model.network.scenario, cases)
    runner = Runner(model=model, cases=cases, warm_up=said, seed=seed, sizes=TableSizes())
    if warm_up != "auto":
        return runner, ()
    found, remark = found_warm_up(runner)
    return replace(runner, warm_up=found), (remark,) if remark else ()


def _warm_up(scenario: Scenario, cases: int) -> int:
    """Return how many first cases are not counted: as the scenario says, in proportion where other cases are asked."""
    said = scenario.warm_up or 0
    if scenario.cases and cases != scenario.cases:
        said = round(said * cases / scenario.cases)
    return min(said, cases - 1)


def _stretches(runner: "Runner") -> Stretches:
    """Return stretches that fit the arrivals of the first replication."""
    from analysis.simulation.running import seed_key
    from analysis.simulation.sampling import sample_arrivals

    return fitting_stretches(float(sample_arrivals(runner.model, seed_key(runner.seed, 0), runner.cases)[-1]))
