"""Both sides simulated with common random numbers, as often as the precision wanted takes."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.comparison.measures import common_control
from analysis.comparison.phases import Progress
from analysis.comparison.statistics import paired_difference
from analysis.comparison.sureness import Precision, StopReason
from analysis.scenario import CompleteScenario, Scenario, with_defaults
from analysis.simulation import SimulationModel, SimulationResult, compile_simulation, simulate
from bpmn.decisions import DecisionModel
from bpmn.language import Text
from bpmn.model import Model

__all__ = ["PILOT", "Effort", "replicate_pair", "replicate_sides", "replications_needed"]

PILOT = 10
_WATCHED = ("cycle_time", "cost_office")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is simulated.

    Attributes:
        cases: Cases a replication.
        replications: Pairs of replications where no precision is wanted.
        seed: Where the random numbers begin.
        precision: The half-width that the intervals of the differences in cycle time and office cost may have, as a
            share of the as-is value, such as 0.02; None: so many replications as are said.
        most: With a precision: the most replications.
        seconds: With a precision: about how long the replications may take; what is then found hangs on how fast the
            machine is. None: as long as it takes.
        decisions: DMN files in which the decisions of business rule tasks are.
    """

    cases: int
    replications: int
    seed: int
    precision: float | None = None
    most: int = 1000
    seconds: float | None = None
    decisions: tuple[DecisionModel, ...] = ()


def replicate_sides(
    sides: Sequence[tuple[Model, Scenario]], effort: Effort, progress: Progress | None = None
) -> tuple[list[CompleteScenario], tuple[SimulationResult, ...], Precision]:
    """Return the completed scenarios of as-is and of each variant, and what `replicate_pair` gives for them.

    Args:
        sides: The as-is model and its scenario, then those of its variants.
        effort: How much is simulated.
        progress: Called with how much is done, and of how much, as far as is known.

    Raises:
        ScenarioError: If a scenario does not fit its model.
        SimulationError: If one of them cannot be simulated.
    """
    complete = [with_defaults(model, scenario, decisions=effort.decisions) for model, scenario in sides]
    models = [
        compile_simulation(model, one.scenario, effort.decisions)
        for (model, _), one in zip(sides, complete, strict=True)
    ]
    return complete, *replicate_pair(models, effort, progress)


def replicate_pair(
    models: Sequence[SimulationModel], effort: Effort, progress: Progress | None = None
) -> tuple[tuple[SimulationResult, ...], Precision]:
    """Return the simulations of as-is and of each variant, and what precision they give.

    With a precision wanted: a pilot of ten replications, then as many as it says are needed, until the precision is
    there. Replication i of each meets the same arrivals and draws.

    Args:
        models: The as-is model, then its variants.
        effort: How much is simulated.
        progress: Called with how much is done, and of how much, as far as is known.

    Raises:
        SimulationError: If one of them cannot be simulated.
    """
    if effort.precision is None:
        results = _results(models, effort, effort.replications, progress)
        return results, _precision(results, effort, "fixed")
    began = time.monotonic()
    count = min(PILOT, effort.most)
    while True:
        results = _results(models, effort, count, progress)
        widest = max(_half_widths(results).values(), default=0.0)
        wanted = replications_needed(widest, count, effort.precision)
        if wanted <= count:
            return results, _precision(results, effort, "reached")
        if count >= effort.most:
            return results, _precision(results, effort, "most")
        affordable = _affordable(effort, count, time.monotonic() - began)
        if affordable <= count:
            return results, _precision(results, effort, "time")
        count = min(max(wanted, count + PILOT // 2), effort.most, affordable)


def replications_needed(half_width: float, replications: int, precision: float) -> int:
    """Return how many replications give a half-width of at most `precision`, as far as so many tell.

    R = ⌈(t s / ε)²⌉, with t s = h √R₀ of the half-width h that R₀ replications gave. Both are shares of the as-is
    value, not of the difference, which may be zero.

    Source: Law, Simulation Modeling and Analysis, 5th ed., §9.4.1.

    >>> replications_needed(0.1, 10, 0.05)
    40
    """
    return replications if half_width <= precision else math.ceil(replications * (half_width / precision) ** 2)


def _results(
    models: Sequence[SimulationModel], effort: Effort, replications: int, progress: Progress | None
) -> tuple[SimulationResult, ...]:
    def part(position: int) -> Progress | None:
        if progress is None:
            return None
        return lambda done, total: progress(position * total + done, len(models) * total)

    return tuple(
        simulate(model, cases=effort.cases, replications=replications, seed=effort.seed, progress=part(position))
        for position, model in enumerate(models)
    )


def _half_widths(results: Sequence[SimulationResult]) -> dict[str, float]:
    """Return the half-widths of the differences from the first, the widest of each measure, as shares of its value."""
    first = results[0]
    widths: dict[str, float] = {}
    for other in results[1:]:
        for name in _WATCHED:
            control = common_control(name, first, other)
            pair = paired_difference(first.per_replication[name], other.per_replication[name], control=control)
            if pair is not None and pair.as_is:
                widths[name] = max(widths.get(name, 0.0), (pair.ci_high - pair.ci_low) / 2 / abs(pair.as_is))
    return widths


def _affordable(effort: Effort, done: int, seconds: float) -> int:
    """Return how many replications can be run in the time left, beginning anew, at the speed seen so far."""
    if effort.seconds is None:
        return effort.most
    left = effort.seconds - seconds
    return math.floor(done * left / seconds) if left > 0 else 0


def _precision(results: Sequence[SimulationResult], effort: Effort, reason: StopReason) -> Precision:
    widths = _half_widths(results)
    count = results[0].replications
    return Precision(
        replications=count,
        wanted=effort.precision,
        half_widths=widths,
        reason=reason,
        text=_said(count, effort.precision, max(widths.values(), default=0.0), reason),
    )


def _said(replications: int, wanted: float | None, width: float, reason: StopReason) -> Text:
    reached = f"{100 * width:.1f}"
    share = f"{100 * (wanted or 0.0):g}"
    if reason == "fixed":
        return Text(
            "{count} pairs of replications, as asked for; the differences are known to ±{reached}% of the as-is value.",
            count=replications,
            reached=reached,
        )
    if reason == "reached":
        return Text(
            "After {count} pairs of replications the differences are known to ±{reached}% of the as-is value;"
            " ±{wanted}% were wanted.",
            count=replications,
            reached=reached,
            wanted=share,
        )
    if reason == "most":
        return Text(
            "After {count} pairs of replications, the most allowed, the differences are known to ±{reached}% of the"
            " as-is value only; ±{wanted}% were wanted.",
            count=replications,
            reached=reached,
            wanted=share,
        )
    return Text(
        "The time allowed was over after {count} pairs of replications; the differences are known to ±{reached}% of the"
        " as-is value only; ±{wanted}% were wanted.",
        count=replications,
        reached=reached,
        wanted=share,
    )
