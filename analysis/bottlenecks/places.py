"""How much time, cost and how many cases each activity and each event takes, simulated or computed."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.flow import Flow
from analysis.scenario.values import ActivityParameters, Scenario
from analysis.simulation.result import ActivityFigures, SimulationResult

__all__ = ["Place", "computed_places", "simulated_places"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One activity or event; times in seconds a case.

    Attributes:
        instances: How often it is done or waited for.
        cases: Share of the cases that pass it.
        work_s: Work, set-up included.
        delay_s: Delay before it can begin, and transfers.
        queue_s: In a queue for somebody who is free.
        closed_s: Lying over closing hours, before it is begun or while it is worked on.
        batching_s: Until a batch is let go.
        setback_s: For what the applicant has to bring.
        rework: Repeated instances, after a case's first.
        cost: What it costs the office, in the scenario's currency.
    """

    instances: float
    cases: float
    work_s: float
    delay_s: float = 0.0
    queue_s: float = 0.0
    closed_s: float = 0.0
    batching_s: float = 0.0
    setback_s: float = 0.0
    rework: float = 0.0
    cost: float = 0.0

    @property
    def total_s(self) -> float:
        """Everything together."""
        waits = self.delay_s + self.queue_s + self.closed_s + self.batching_s + self.setback_s
        return self.work_s + waits

    @property
    def repeated(self) -> float:
        """The share of its instances that repeat an earlier one."""
        return self.rework / self.instances if self.instances > 0 else 0.0


def simulated_places(simulation: SimulationResult) -> dict[str, Place]:
    """Return the places by element id, as they were simulated."""
    return {element: _simulated(figures) for element, figures in simulation.activities.items()}


def _simulated(figures: ActivityFigures) -> Place:
    many = figures.instances
    return Place(
        instances=many,
        cases=figures.share_of_cases,
        work_s=(figures.processing_time_s + figures.set_up_s) * many,
        delay_s=figures.delay_s * many,
        queue_s=(figures.contention_s + figures.prioritisation_s) * many,
        closed_s=(figures.closed_s + figures.interrupted_s) * many,
        batching_s=figures.batching_s * many,
        setback_s=figures.setback_s * many,
        rework=figures.rework,
        cost=figures.cost * many,
    )


def computed_places(scenario: Scenario, flow: Flow) -> dict[str, Place]:
    """Return the places by element id, as flow analysis computes them.

    A wait is told apart by what the scenario says: the closing hours, the pool's queue, the delay, and what is left
    over as batching or setback where the activity has one.
    """
    return {element: _computed(scenario, flow, element, wait) for element, wait in flow.waiting_by_activity_s.items()}


def _computed(scenario: Scenario, flow: Flow, element: str, wait: float) -> Place:
    visits = flow.visits.get(element, 0.0)
    work = flow.processing_by_activity_s.get(element, 0.0)
    activity = scenario.activities.get(element)
    closed = min(wait, flow.closed_by_activity_s.get(element, 0.0))
    parts = {"closed_s": closed, **_waits(activity, flow, wait - closed)}
    return Place(
        instances=visits,
        cases=min(1.0, visits),
        work_s=work * visits,
        rework=max(0.0, visits - 1.0),
        cost=visits * _cost(scenario, activity, work),
        **{name: seconds * visits for name, seconds in parts.items()},
    )


def _waits(activity: ActivityParameters | None, flow: Flow, wait: float) -> Mapping[str, float]:
    if activity is None:
        return {"delay_s": wait}
    pools = [pool for pool in activity.resources if pool in flow.queue_per_resource_s]
    # The queues of several pools are shared in proportion to people: what the first has is near enough to tell apart.
    queue = min(wait, flow.queue_per_resource_s[pools[0]]) if pools else 0.0
    rest = wait - queue
    if activity.batch is None and activity.setback is None:
        return {"queue_s": queue, "delay_s": rest}
    delay = min(rest, activity.delay.expected if activity.delay is not None else 0.0)
    left_over = "batching_s" if activity.batch is not None else "setback_s"
    return {"queue_s": queue, "delay_s": delay, left_over: rest - delay}


def _cost(scenario: Scenario, activity: ActivityParameters | None, work_s: float) -> float:
    if activity is None:
        return 0.0
    pool = scenario.resources.get(activity.resources[0]) if activity.resources else None
    rate = pool.cost_per_h if pool is not None and pool.side == "office" else 0.0
    return activity.fixed_cost + work_s * rate / 3600
