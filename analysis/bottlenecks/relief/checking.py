"""Whether the simulation says the same of a relief as flow analysis: before and after, with the same chance."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.bottlenecks.evidence import person_time
from analysis.bottlenecks.relief.change import SIZES, Change
from analysis.bottlenecks.relief.choosing import change_for
from analysis.bottlenecks.values import Bottleneck, Checked, Relief
from analysis.errors import AnalysisError
from analysis.scenario.values import Scenario
from analysis.simulation import compile_simulation, simulate
from analysis.simulation.result import Measure, SimulationResult, measure_of
from bpmn.language import Text
from bpmn.model import Model

if TYPE_CHECKING:
    from bpmn.decisions import DecisionModel

__all__ = ["check_relief"]

_TOLERANCE = 0.02
"""Flow analysis agrees with the simulation within its interval, widened by this share of the cycle time."""


def check_relief(
    model: Model,
    scenario: Scenario,
    found: tuple[Bottleneck, ...],
    *,
    before: SimulationResult,
    most: int = 3,
    progress: Callable[[int, int], None] | None = None,
    decisions: "Sequence[DecisionModel]" = (),
) -> tuple[Bottleneck, ...]:
    """Return the bottlenecks, the effects of the worst ones checked by paired simulations.

    Args:
        model: The model.
        scenario: Its scenario, complete.
        found: From `with_relief`.
        before: The simulation of the scenario as it is; those after it have the same cases, replications and seed, so
            that each replication meets the same chance (common random numbers; Law, Simulation Modeling and Analysis,
            5th ed., 11.2).
        most: How many are checked, from the worst on.
        progress: Called with how many simulations are done and how many there are.
        decisions: The DMN files that it was simulated with.
    """
    total = min(most, len(found)) * len(SIZES)
    done = 0
    checked = []
    for one in found[:most]:
        reliefs: dict[str, Relief] = {}
        for size, left in SIZES.items():
            change = change_for(model, scenario, one, left)
            reliefs[size] = _checked(model, change, decisions, one.relief.get(size), before)
            done += 1
            if progress is not None:
                progress(done, total)
        checked.append(replace(one, relief=reliefs))
    return (*checked, *found[most:])


def _checked(
    model: Model,
    change: Change | None,
    decisions: "Sequence[DecisionModel]",
    relief: Relief | None,
    before: SimulationResult,
) -> Relief:
    if change is None or relief is None:
        return relief or Relief(what=Text("Nothing in the scenario can be turned"))
    try:
        after = simulate(
            compile_simulation(model, change.scenario, decisions),
            cases=before.cases,
            replications=before.replications,
            seed=before.seed,
        )
    except AnalysisError as error:
        return replace(relief, remark=error.text)
    return replace(relief, checked=_compared(relief, before, after))


def _compared(relief: Relief, before: SimulationResult, after: SimulationResult) -> Checked:
    cycle_time = _paired(before, after, "cycle_time")
    computed = relief.effect.cycle_time_s if relief.effect is not None else None
    tolerance = _TOLERANCE * before.measures["cycle_time"].mean
    agrees = None if computed is None else cycle_time.ci_low - tolerance <= computed <= cycle_time.ci_high + tolerance
    return Checked(
        cycle_time=cycle_time,
        cost=_paired(before, after, "cost_office"),
        agrees=agrees,
        remark=None if agrees is not False or computed is None else _disagreement(computed),
    )


def _disagreement(computed: float) -> Text:
    sentence = (
        "Flow analysis says {time} less; the simulation is to be trusted, which knows all waiting."
        if computed < 0
        else "Flow analysis says {time} more; the simulation is to be trusted, which knows all waiting."
    )
    return Text(sentence, time=person_time(abs(computed)))


def _paired(before: SimulationResult, after: SimulationResult, name: str) -> Measure:
    difference = after.per_replication[name] - before.per_replication[name]
    return measure_of(difference, before.measures[name].unit)
