"""What relieving each bottleneck does to time, cost and capacity, by flow analysis."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from analysis.bottlenecks.relief.change import SIZES, Change
from analysis.bottlenecks.relief.choosing import change_for
from analysis.bottlenecks.values import Bottleneck, Effect, Relief
from analysis.errors import AnalysisError
from analysis.flow import Flow, analyse_flow
from analysis.scenario.values import Scenario
from bpmn.language import Text
from bpmn.model import Model

if TYPE_CHECKING:
    from bpmn.decisions import DecisionModel

__all__ = ["with_relief"]

_Compute: TypeAlias = Callable[..., Flow]


def with_relief(
    model: Model,
    scenario: Scenario,
    found: tuple[Bottleneck, ...],
    *,
    flow: Flow,
    decisions: "Sequence[DecisionModel]" = (),
) -> tuple[Bottleneck, ...]:
    """Return the bottlenecks with what relieving each by 10%, and removing it, would do by flow analysis.

    Args:
        model: The model.
        scenario: Its scenario, complete.
        found: From `find_bottlenecks`.
        flow: From `analyse_flow`, of the same scenario.
        decisions: The DMN files it was made with.
    """
    compute = partial(analyse_flow, model, decisions=decisions)
    known: list[tuple[Change, Relief]] = []
    return tuple(
        replace(
            one,
            relief={
                size: _relief(compute, change_for(model, scenario, one, left), flow, known)
                for size, left in SIZES.items()
            },
        )
        for one in found
    )


def _relief(compute: _Compute, change: Change | None, before: Flow, known: list[tuple[Change, Relief]]) -> Relief:
    """Return what a change does; several bottlenecks of a role are relieved by the same one, computed once."""
    same = next((relief for other, relief in known if other == change), None)
    if same is not None:
        return same
    relief = _computed(compute, change, before)
    if change is not None:
        known.append((change, relief))
    return relief


def _computed(compute: _Compute, change: Change | None, before: Flow) -> Relief:
    if change is None:
        return Relief(
            what=Text("Nothing in the scenario can be turned"),
            remark=Text("The scenario has no figure that would relieve this."),
        )
    try:
        after = compute(scenario=change.scenario)
    except AnalysisError as error:
        return Relief(what=change.what, remark=error.text)
    effect = Effect(
        cycle_time_s=_difference(before.cycle_time_s, after.cycle_time_s),
        cost=_without_rounding(before.cost, after.cost),
        capacity_per_h=_difference(before.capacity_per_h, after.capacity_per_h),
    )
    return Relief(what=change.what, effect=effect, remark=_remark(before, after))


def _without_rounding(before: float, after: float) -> float:
    """Return the difference, 0 where it is no more than rounding of sums."""
    return 0.0 if math.isclose(before, after, rel_tol=1e-9) else after - before


def _difference(before: float, after: float) -> float | None:
    return _without_rounding(before, after) if math.isfinite(before) and math.isfinite(after) else None


def _remark(before: Flow, after: Flow) -> Text | None:
    if math.isfinite(before.cycle_time_s):
        return None
    if math.isfinite(after.cycle_time_s):
        return Text("The queue no longer grows without end.")
    return Text("A queue still grows without end.")
