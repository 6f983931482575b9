"""Services of a few steps, one after the other, for the tests of comparisons."""

from collections.abc import Mapping

from analysis.comparison import Comparison, Depth, compare
from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario
from bpmn.model import Model
from tests.analysis.models import model

__all__ = ["compared", "exponential", "fixed", "queue", "returning", "unhurried"]

HOUR = 3600.0


def fixed(hours: float) -> Distribution:
    """Return a fixed time."""
    return Distribution(type="fixed", value=hours * HOUR)


def exponential(hours: float) -> Distribution:
    """Return an exponential law with that mean."""
    return Distribution(type="exponential", mean=hours * HOUR)


def unhurried(hours: Mapping[str, float], **more: object) -> Scenario:
    """Return a scenario in which as many people as needed do each task in a fixed time, at 10 an hour."""
    return Scenario(
        arrivals=Arrivals(inter_arrival=exponential(1)),
        resources={"clerk": ResourcePool(id="clerk", amount=None, cost_per_h=10)},
        activities={key: ActivityParameters(resources=("clerk",), duration=fixed(one)) for key, one in hours.items()},
        volume_per_year=1000,
        **more,  # type: ignore[arg-type]  # further fields by name
    )


def queue(hours: Mapping[str, float], between: float = 1.0) -> Scenario:
    """Return a scenario in which one person a task works around the clock, and work and arrivals are exponential."""
    return Scenario(
        arrivals=Arrivals(inter_arrival=exponential(between)),
        resources={f"who_{key}": ResourcePool(id=f"who_{key}", amount=1, cost_per_h=10) for key in hours},
        activities={
            key: ActivityParameters(resources=(f"who_{key}",), duration=exponential(one)) for key, one in hours.items()
        },
    )


def returning(first: str, second: str) -> Model:
    """Return a model in which a second task sends cases back to the first (by the flow "g_in")."""
    nodes = {
        "start": "startEvent",
        "in": "exclusiveGateway",
        first: "userTask",
        second: "userTask",
        "g": "exclusiveGateway",
        "end": "endEvent",
    }
    return model(nodes, f"start > in > {first} > {second} > g > end, g > in")


def compared(
    as_is: Model, to_be: Model, before: Scenario, after: Scenario, *, depth: Depth | None = None, **more: object
) -> Comparison:
    """Return a small comparison, of 40 cases and 3 replications where nothing else is said."""
    asked: dict[str, object] = {"cases": 40, "replications": 3, **more}
    depth = depth or Depth(sensitivity=False, stresses=False)
    return compare(as_is, to_be, scenario_as_is=before, scenario_to_be=after, depth=depth, **asked)  # type: ignore[arg-type]  # further arguments by name
