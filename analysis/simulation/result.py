"""What a simulation found: means with confidence intervals, for the case, each activity and each resource."""

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.simulation.student import t_quantile
from bpmn.frozen import dataclass
from bpmn.language import Text

if TYPE_CHECKING:
    from analysis.log import EventLog
    from analysis.scenario import Label

__all__ = [
    "ActivityFigures",
    "Measure",
    "MemberFigures",
    "ResourceFigures",
    "SimulationResult",
    "TimeSeries",
    "measure_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A mean over replications with its 95% confidence interval.

    Attributes:
        mean: The mean of the replications' means.
        ci_low: The interval's lower end; equal to the mean where there is one replication only.
        ci_high: Its upper end.
        unit: "s", "share", "count", "cases", "cases/h", or the scenario's currency.
    """

    mean: float
    ci_low: float
    ci_high: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFigures:
    """What happened at one activity, means over replications.

    Times are means per activity instance. waiting_time_s = delay_s + setback_s + batching_s + contention_s +
    prioritisation_s + closed_s + set_up_s + interrupted_s.

    Attributes:
        name: Its label.
        instances: Completed instances per case.
        share_of_cases: Share of the cases that have at least one.
        processing_time_s: Work on it, in working time.
        waiting_time_s: From enabled to ended, without the work.
        delay_s: Of that, the delay before it could begin (travel, post, the way between pools).
        contention_s: Of that, in a queue while those who did it were busy with what had come before.
        closed_s: Of that, in a queue while the office was closed.
        interrupted_s: Of that, begun but lying over closing time.
        cost: Office cost, in the scenario's currency, per instance.
        fee: Fee per instance.
        rework: Repeated instances (after a case's first) per case.
        setback_s: Of the waiting time, for the applicant, who had to bring what was missing.
        batching_s: Of that, until a batch was let go.
        prioritisation_s: Of that, in a queue while those who did it did what had come later.
        set_up_s: Of that, while who did it changed over from other work, or set up a batch.
    """

    name: str
    instances: float
    share_of_cases: float
    processing_time_s: float
    waiting_time_s: float
    delay_s: float
    contention_s: float
    closed_s: float
    interrupted_s: float
    cost: float
    fee: float
    rework: float
    setback_s: float = 0.0
    batching_s: float = 0.0
    prioritisation_s: float = 0.0
    set_up_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFigures:
    """What one member of a pool did in this role, means over replications.

    Attributes:
        id: Who it is.
        name: What people call them.
        utilisation: Busy time in this role by the time they were there.
        busy_s: Busy time per case.
        instances: Activity instances done, per case.
        cost: What that costs, per case.
    """

    id: str
    name: "Label"
    utilisation: float
    busy_s: float
    instances: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceFigures:
    """What happened at one pool, means over replications.

    Attributes:
        name: What people call it.
        amount: How many there are; None: as many as needed.
        utilisation: Busy time by available calendar time; None where there are as many as needed.
        utilisation_ci: Its 95% confidence interval, or None.
        busy_s: Busy time per case.
        queue_s: Time that instances waited for it (contention), per case.
        instances: Activity instances done by it, per case.
        cost: What its work costs, per case.
        members: Its people one by one, where the scenario names them.
    """

    name: "Label"
    amount: int | None
    utilisation: float | None
    utilisation_ci: tuple[float, float] | None
    busy_s: float
    queue_s: float
    instances: float
    cost: float
    members: tuple[MemberFigures, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSeries:
    """How cases, queues and work went over time: means over replications of stretches of equal length.

    Stretch i is from i * step_s to (i + 1) * step_s after the scenario's start.

    Attributes:
        step_s: How long a stretch is, in seconds.
        cases: Cases that have arrived and not ended, on average over each stretch.
        queue: Instances that wait for a pool, by the pool's id: enabled, their delay over, and not begun.
        utilisation: By the id of each pool with so many people: busy time by the time they are there; NaN in a stretch
            in which nobody is there.
    """

    step_s: float
    cases: tuple[float, ...]
    queue: Mapping[str, tuple[float, ...]]
    utilisation: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SimulationResult:
    """The result of `simulate`.

    Attributes:
        cases: Cases a replication, warm-up included.
        warm_up: How many of them are not counted.
        replications: How many replications.
        seed: The seed; the same seed gives the same result, byte for byte.
        measures: The measures by name: "cycle_time" (mean), "cycle_time_p50", "cycle_time_p90", "cycle_time_p95",
            "processing_time", "waiting_time", "applicant_time", "cost_office", "cost_applicant", "fees", "promise_kept"
            (with a promise only), "rework", "first_pass", "throughput", "wip".
        per_replication: For each measure the values of the replications, in order: what paired comparisons need.
        activities: Figures by the id of the activity or waiting event in the file.
        resources: Figures by the pool's id.
        quantiles_s: The 0th to 100th percentile of the cycle time in seconds, means over replications.
        quantiles_ci_s: Their 95% confidence intervals.
        assumed: What was assumed, where the scenario said nothing.
        warnings: Pools that get more work than they can do, with the ratio: their queues grow as long as cases arrive.
        log: The event log of the first replication, where it was asked for.
        over_time: How it went over time, or None where that was not kept.
        arrival_excess: By which share the time between two arrivals was longer than its known mean in each
            replication: 0 on average, which paired comparisons use; 0 where arrivals are not drawn from a distribution.
    """

    cases: int
    warm_up: int
    replications: int
    seed: int
    measures: Mapping[str, Measure]
    per_replication: Mapping[str, NDArray[np.float64]]
    activities: Mapping[str, ActivityFigures]
    resources: Mapping[str, ResourceFigures]
    quantiles_s: tuple[float, ...] = ()
    quantiles_ci_s: tuple[tuple[float, float], ...] = ()
    assumed: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()
    log: "EventLog | None" = None
    over_time: TimeSeries | None = None
    arrival_excess: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return what `ortoo simulate --json` prints; texts in `language`."""
        return {
            "cases": self.cases,
            "replications": self.replications,
            "warm_up": self.warm_up,
            "seed": self.seed,
            "measures": {name: _fields(measure) for name, measure in self.measures.items()},
            "activities": {key: _fields(figures) for key, figures in self.activities.items()},
            "resources": {key: _resource(figures, key, language) for key, figures in self.resources.items()},
            "assumed": [text.into(language) for text in self.assumed],
            "warnings": [text.into(language) for text in self.warnings],
        }


def measure_of(values: NDArray[np.float64], unit: str) -> Measure:
    """Return mean and 95% confidence interval of independent replications' values.

    Source: Student's t over replication means; Law, Simulation Modeling and Analysis, 5th ed., §9.4.1.
    """
    mean = float(values.mean())
    if len(values) < 2:
        return Measure(mean=mean, ci_low=mean, ci_high=mean, unit=unit)
    half = float(t_quantile(len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)))
    return Measure(mean=mean, ci_low=mean - half, ci_high=mean + half, unit=unit)


def _resource(figures: ResourceFigures, key: str, language: str) -> dict[str, Any]:
    members = [_fields(member) | {"name": member.name.into(language) or member.id} for member in figures.members]
    named = _fields(figures) | {"name": figures.name.into(language) or key}
    return named | {"members": members} if members else {k: v for k, v in named.items() if k != "members"}


def _fields(value: Measure | ActivityFigures | ResourceFigures | MemberFigures) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}
