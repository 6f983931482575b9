"""What relieving each bottleneck does to time, cost and capacity, by flow analysis."""

import math
from dataclasses import replace

from analysis.bottlenecks.relief.change import SIZES
from analysis.bottlenecks.relief.choosing import change_for
from analysis.bottlenecks.values import Bottleneck, Effect, Relief
from analysis.errors import AnalysisError
from analysis.flow import Flow, analyse_flow
from analysis.scenario.values import Scenario
from bpmn.language import Text
from bpmn.model import Model

__all__ = ["with_relief"]


def with_relief(
    model: Model, scenario: Scenario, found: tuple[Bottleneck, ...], *, flow: Flow
) -> tuple[Bottleneck, ...]:
    """Return the bottlenecks with what relieving each by 10%, and removing it, would do by flow analysis.

    Args:
        model: The model.
        scenario: Its scenario, complete.
        found: From `find_bottlenecks`.
        flow: From `analyse_flow`, of the same scenario.
    """
    return tuple(
        replace(one, relief={size: _relief(model, scenario, one, left, flow) for size, left in SIZES.items()})
        for one in found
    )


def _relief(model: Model, scenario: Scenario, found: Bottleneck, left: float, before: Flow) -> Relief:
    change = change_for(model, scenario, found, left)
    if change is None:
        return Relief(
            what=Text("Nothing in the scenario can be turned"),
            remark=Text("The scenario has no figure that would relieve this."),
        )
    try:
        after = analyse_flow(model, change.scenario)
    except AnalysisError as error:
        return Relief(what=change.what, remark=error.text)
    effect = Effect(
        cycle_time_s=_difference(before.cycle_time_s, after.cycle_time_s),
        cost=after.cost - before.cost,
        capacity_per_h=_difference(before.capacity_per_h, after.capacity_per_h),
    )
    return Relief(what=change.what, effect=effect, remark=_remark(before, after))


def _difference(before: float, after: float) -> float | None:
    return after - before if math.isfinite(before) and math.isfinite(after) else None


def _remark(before: Flow, after: Flow) -> Text | None:
    if math.isfinite(before.cycle_time_s):
        return None
    if math.isfinite(after.cycle_time_s):
        return Text("The queue no longer grows without end.")
    return Text("A queue still grows without end.")
