"""Which assumptions, varied within their stated ranges, could turn the verdict, and at which figure it turns."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from analysis.comparison.break_even import find_break_even
from analysis.comparison.phases import Progress
from analysis.comparison.replicating import Effort
from analysis.comparison.trials import Pair, Trials
from analysis.comparison.values import AssumptionEffect
from analysis.comparison.varying import figure_of, measure_moved_by, vary
from analysis.errors import AnalysisError
from analysis.scenario import Assumption, Scenario
from bpmn.language import Text

__all__ = ["Pair", "assumption_effects"]

_SideName = Literal["as-is", "to-be", "both"]
_LEAST, _GREATEST = 0.1, 10.0
"""Further off than ten times nobody's figure is."""
_MOST_LIKELY = 0.9
"""A way that is taken nearly always may lead back: a loop without an end says nothing."""


def assumption_effects(pair: Pair, effort: Effort, progress: Progress) -> tuple[AssumptionEffect, ...]:
    """Return each assumption of both scenarios with the difference at the ends of its range, the most telling first.

    An assumption with the same path in both scenarios is one assumption: both are varied together. Cycle time and
    office cost are simulated with common random numbers, ten replications each; the applicant's cost has no waiting in
    it and is computed.

    Args:
        pair: The two models with their scenarios.
        effort: Cases and seed; as many replications are run as it says, at most ten.
        progress: Called with how many of the assumptions are done.
    """
    before = {assumption.path: assumption for assumption in pair.scenario_as_is.assumptions}
    after = {assumption.path: assumption for assumption in pair.scenario_to_be.assumptions}
    stated: list[tuple[Assumption, _SideName]] = [
        (assumption, "both" if path in after else "as-is") for path, assumption in before.items()
    ]
    stated += [(assumption, "to-be") for path, assumption in after.items() if path not in before]
    trials = Trials(pair, effort)
    effects = [
        _Varied(trials, assumption, side, partial(progress, done, len(stated))).effect()
        for done, (assumption, side) in enumerate(stated)
    ]
    progress(len(stated), len(stated))
    return tuple(sorted(effects, key=lambda effect: (not effect.turns_verdict, effect.at_low is None, -effect.swing)))


@dataclass(frozen=True, slots=True)
class _Varied:
    """One assumption while it is varied."""

    trials: Trials
    assumption: Assumption
    side: _SideName
    tell: Callable[[], None]

    def effect(self) -> AssumptionEffect:
        assumption, measure = self.assumption, measure_moved_by(self.assumption.path)
        ends = [self._difference(factor) for factor in (assumption.low, 1.0, assumption.high)]
        remark = next((end for end in ends if isinstance(end, Text)), None)
        # An infinite end is a side whose queues grow without end: it has a sign, but no figure.
        signs = [end for end in ends if isinstance(end, float)]
        low, stated, high = (end if isinstance(end, float) and math.isfinite(end) else None for end in ends)
        if remark is None and None in {low, high}:
            remark = Text("Within this range one side cannot keep up with its cases any more.")
        factor = None if isinstance(ends[1], Text) else self._break_even(ends[1])
        return AssumptionEffect(
            side=self.side,
            assumption=assumption,
            measure=measure,
            at_low=low,
            at_high=high,
            turns_verdict=len(signs) == len(ends) and min(signs) < 0 < max(signs),
            remark=remark,
            at_stated=stated,
            origin="computed" if measure == "applicant_cost" else "simulated",
            break_even=factor,
            break_even_value=None if factor is None else self._figure(factor),
        )

    def _break_even(self, stated: float) -> float | None:
        def difference(factor: float) -> float | None:
            found = self._difference(factor)
            return None if isinstance(found, Text) else found

        return find_break_even(difference, stated, _LEAST, self._greatest())

    def _greatest(self) -> float:
        path = self.assumption.path
        likely = [figure_of(scenario, path) for scenario in self._scenarios() if _is_chance(path)]
        return min([_GREATEST, *(max(1.0, _MOST_LIKELY / figure) for figure in likely if figure)])

    def _figure(self, factor: float) -> float | None:
        figures = {figure_of(scenario, self.assumption.path) for scenario in self._scenarios()}
        figure = figures.pop() if len(figures) == 1 else None
        if figure is None:
            return None
        value = figure * factor
        return max(1.0, float(round(value))) if self.assumption.path.endswith(".amount") else value

    def _scenarios(self) -> tuple[Scenario, ...]:
        pair = self.trials.pair
        sides = {"as-is": (pair.scenario_as_is,), "to-be": (pair.scenario_to_be,)}
        return sides.get(self.side, (pair.scenario_as_is, pair.scenario_to_be))

    def _difference(self, factor: float) -> float | Text:
        """Return the difference with the figure so many times as great, or why there is none."""
        self.tell()
        path, pair = self.assumption.path, self.trials.pair
        if self.assumption.low == self.assumption.high:
            return Text("No range is stated.")
        if path == "volume_per_year":
            return Text("Scales the yearly totals of both sides alike.")
        if path == "one_off_cost":
            return Text("Changes after how long it is saved, not what is saved.")
        before = vary(pair.scenario_as_is, pair.as_is, path, factor) if self.side != "to-be" else pair.scenario_as_is
        after = vary(pair.scenario_to_be, pair.to_be, path, factor) if self.side != "as-is" else pair.scenario_to_be
        if before is None or after is None:
            return Text("There is no figure at this place of the scenario.")
        try:
            return self.trials.difference(before, after, measure_moved_by(path))
        except AnalysisError as error:
            return Text("With {factor} times this figure: {reason}", factor=f"{factor:g}", reason=error.text)


def _is_chance(path: str) -> bool:
    return path.startswith("flows.") or path.endswith(".probability")
