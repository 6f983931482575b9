"""How a service stands more work and fewer people, as values."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bpmn.language import Text

__all__ = ["Flexibility", "Stress"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stress:
    """What becomes of the cycle time under one stress.

    Attributes:
        kind: "volume" (more cases) or "absence" (one person less).
        factor: How many times as many cases there are; 1 for an absence.
        resource: Id of the pool that has one person less, None for more cases.
        cycle_time_s: Mean cycle time under it, simulated.
        interval_s: Its 95% confidence interval.
        per_replication_s: The replications' means, in order.
        flow_cycle_time_s: The same by flow analysis; None where it has none, because the work does not fit.
        keeps_up: Whether the people there are can do the work; where not, the time grows as long as cases arrive, and
            the figure is that of the cases simulated.
        text: The stress in words.
    """

    kind: Literal["volume", "absence"]
    factor: float
    resource: str | None
    cycle_time_s: float
    interval_s: tuple[float, float]
    per_replication_s: NDArray[np.float64]
    flow_cycle_time_s: float | None
    keeps_up: bool
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flexibility:
    """How much a service has to give.

    Attributes:
        capacity_per_week: Cases that can be done in a week of the calendars; None where nobody limits it.
        spare_capacity: By which share more cases could arrive until the first pool can no longer do its work; negative
            where it already cannot; None where nobody limits it.
        constraint: Id of the pool that limits it, or None.
        stresses: What was tried.
        without_stand_in: Ids of the pools that have work and one person only, busiest first: with that one away, their
            work stops.
    """

    capacity_per_week: float | None
    spare_capacity: float | None
    constraint: str | None
    stresses: tuple[Stress, ...] = field(default=())
    without_stand_in: tuple[str, ...] = ()
