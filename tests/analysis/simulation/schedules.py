"""Small scenarios with fixed times whose schedules can be worked out by hand. The clock starts on a Monday at 0:00."""

from collections.abc import Mapping
from typing import Any

from analysis.scenario import (
    ActivityParameters,
    Arrivals,
    Calendar,
    Distribution,
    Member,
    Opening,
    ResourcePool,
    Scenario,
)
from analysis.simulation import ActivityFigures, SimulationResult, compile_simulation, simulate
from bpmn.model import Model
from tests.analysis.models import line

__all__ = ["DAY", "HOUR", "assert_causes_add_up", "daily", "fixed", "pool", "rows", "run", "said"]

HOUR, DAY = 3600.0, 86400.0


def fixed(hours: float) -> Distribution:
    """Return a fixed time of so many hours."""
    return Distribution(type="fixed", value=hours * HOUR)


def daily(key: str, begin: float, end: float) -> Calendar:
    """Return a calendar that is open every day between two hours."""
    return Calendar(id=key, openings=(Opening(days=(0, 1, 2, 3, 4, 5, 6), from_s=begin * HOUR, to_s=end * HOUR),))


def pool(key: str, *members: Member, **more: Any) -> ResourcePool:
    """Return a pool with these members."""
    return ResourcePool(id=key, **{"amount": len(members), "members": members, **more})


def said(
    pools: Mapping[str, ResourcePool] | list[ResourcePool], activities: Mapping[str, Any], **more: Any
) -> Scenario:
    """Return a scenario; an activity is (pool, hours), or (pool, hours, further parameters)."""
    parameters = {
        key: ActivityParameters(resources=(value[0],), duration=fixed(value[1]), **(value[2] if len(value) > 2 else {}))
        for key, value in activities.items()
    }
    gap = more.pop("every", 1.0)
    return Scenario(
        arrivals=Arrivals(inter_arrival=fixed(gap)),
        resources={found.id: found for found in pools},
        activities=parameters,
        **{"cases": 1, "warm_up": 0, "replications": 1, **more},
    )


def run(scenario: Scenario, made: Model | None = None) -> SimulationResult:
    """Simulate a scenario for a model, by default its activities one after the other; the log is kept."""
    return simulate(compile_simulation(made or line(*scenario.activities), scenario), keep_log=True)


def rows(result: SimulationResult) -> list[tuple[str, str, str | None, float, float]]:
    """Return the log: case, activity, who, and from when to when in hours after the start."""
    assert result.log is not None
    frame = result.log.frame
    found = []
    for row in frame.iter_rows(named=True):
        midnight = row["start_time"].replace(day=4, month=1, year=2026, hour=16, minute=0, second=0, microsecond=0)
        hours = [(row[key] - midnight).total_seconds() / HOUR for key in ("start_time", "end_time")]
        found.append((row["case_id"], row["activity"], row["resource"], hours[0], hours[1]))
    return sorted(found, key=lambda row: (row[3], row[0]))


def assert_causes_add_up(figures: ActivityFigures) -> None:
    """Check that the causes of waiting add up to it."""
    causes = (
        figures.delay_s
        + figures.setback_s
        + figures.batching_s
        + figures.contention_s
        + figures.prioritisation_s
        + figures.closed_s
        + figures.set_up_s
        + figures.interrupted_s
    )
    assert abs(causes - figures.waiting_time_s) < 1e-9 * max(1.0, figures.waiting_time_s)
