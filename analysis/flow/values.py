"""The result of flow analysis."""

import math
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from bpmn.frozen import dataclass
from bpmn.language import Text

__all__ = ["Flow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What a case needs on average.

    Attributes:
        visits: Expected visits by element id.
        cycle_time_s: Expected time from arrival to end, with queueing waits and closing hours; infinite where a pool is
            overloaded.
        cycle_time_sd_s: Its standard deviation.
        processing_time_s: Expected work, all activities.
        waiting_time_s: Expected delays, queueing, closing hours and event waits, all of them.
        cost: Expected cost to the office.
        cost_applicant: Expected cost of the applicant's own work.
        fee: Expected fees.
        processing_by_activity_s: Expected work of one instance, by element id.
        waiting_by_activity_s: Expected wait of one instance (delay, queue, closing hours), by element id.
        work_per_resource_s: Expected time a case takes of each pool.
        queue_per_resource_s: Expected wait of one instance in the pool's queue, by pool, in its working time.
        utilisation: By limited pool: work that arrives by work that can be done.
        capacity_per_h: Cases an hour of clock time that can be done; infinite without limited pools.
        arrival_rate_per_h: Cases that arrive an hour of clock time.
        constraint: The pool that limits the capacity, None without one.
        theoretical_cycle_time_s: Expected cycle time if nothing ever waited: work only, parallel work side by side.
        efficiency: Theoretical cycle time by cycle time. Source: cycle time efficiency, Dumas et al., §7.1.2.
        first_pass_yield: The share of cases in which no activity is done a second time.
        closed_by_activity_s: Of the wait of one instance, what it lies over closing hours, by element id.
        warnings: What is wrong with the scenario: overloaded pools with their ratio.
        assumed: What was assumed where the scenario said nothing.
    """

    visits: Mapping[str, float]
    cycle_time_s: float
    cycle_time_sd_s: float
    processing_time_s: float
    waiting_time_s: float
    cost: float
    cost_applicant: float
    fee: float
    processing_by_activity_s: Mapping[str, float]
    waiting_by_activity_s: Mapping[str, float]
    work_per_resource_s: Mapping[str, float]
    queue_per_resource_s: Mapping[str, float]
    utilisation: Mapping[str, float]
    capacity_per_h: float
    arrival_rate_per_h: float
    constraint: str | None
    efficiency: float
    theoretical_cycle_time_s: float = 0.0
    first_pass_yield: float = 1.0
    closed_by_activity_s: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[Text, ...] = ()
    assumed: tuple[Text, ...] = field(default=())

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return what `ortoo analyse --json` shows as "flow"; an infinite number is null."""
        found: dict[str, Any] = {}
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, Mapping):
                found[name] = {key: _finite(number) for key, number in value.items()}
            elif isinstance(value, tuple):
                found[name] = [text.into(language) for text in value]
            else:
                found[name] = _finite(value) if isinstance(value, float) else value
        return found


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
