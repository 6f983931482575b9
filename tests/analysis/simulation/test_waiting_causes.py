"""Waiting is put down to the cause that was put in: at least 95 % of it, and all causes add up.

The classes of causes are those of Lashkevich, Milani, Chapela-Campa, Suvorau, Dumas, Why am I Waiting? Data-Driven
Analysis of Waiting Times in Business Processes, CAiSE 2023: batching, contention, prioritisation, unavailability, and
what lies outside (delays, setbacks).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.scenario import ActivityParameters, Arrivals, Batch, Distribution, ResourcePool, Scenario, Setback
from analysis.simulation import ActivityFigures, compile_simulation, simulate
from bpmn.model import Model
from tests.analysis.models import line, model
from tests.analysis.simulation.schedules import HOUR, assert_causes_add_up, daily, fixed, run, said

CAUSES = (
    "delay_s", "setback_s", "batching_s", "contention_s", "prioritisation_s", "closed_s", "set_up_s", "interrupted_s",
)  # fmt: skip


def exponential(mean: float) -> Distribution:
    return Distribution(type="exponential", mean=mean)


WORK = ActivityParameters(resources=("r",), duration=exponential(HOUR / 4))
PLENTY = ResourcePool(id="r", amount=50, calendar="always")
CALENDARS = {"always": daily("always", 0, 24), "day": daily("day", 8, 20)}


def found(
    made: Model, *, every: float = HOUR, hours: str = "always", pool: ResourcePool = PLENTY, **work: ActivityParameters
) -> Mapping[str, ActivityFigures]:
    """Simulate cases that come at random about every `every` seconds of the hours."""
    scenario = Scenario(
        arrivals=Arrivals(inter_arrival=exponential(every), calendar=hours),
        calendars=CALENDARS,
        resources={"r": pool},
        activities=work,
        warm_up=0,
    )
    return simulate(compile_simulation(made, scenario), cases=1500, replications=1).activities


def assert_put_down_to(figures: ActivityFigures, cause: str) -> None:
    assert_causes_add_up(figures)
    assert figures.waiting_time_s > 60
    shares = {name: getattr(figures, name) / figures.waiting_time_s for name in CAUSES}
    assert shares[cause] >= 0.95, shares


INJECTED: dict[str, tuple[dict[str, Any], ResourcePool]] = {
    "contention_s": ({}, replace(PLENTY, amount=1)),
    "delay_s": ({"delay": exponential(5 * HOUR)}, PLENTY),
    "setback_s": ({"setback": Setback(probability=0.3, duration=exponential(24 * HOUR))}, PLENTY),
    "batching_s": ({"batch": Batch(least=8, most=8)}, PLENTY),
    "closed_s": ({}, replace(PLENTY, calendar="day")),
    "interrupted_s": ({"duration": exponential(30 * HOUR)}, replace(PLENTY, amount=None, calendar="day")),
}


@pytest.mark.parametrize("cause", INJECTED)
def test_the_cause_that_was_put_in_is_found(cause: str) -> None:
    more, pool = INJECTED[cause]
    every = HOUR / 3.2 if cause == "contention_s" else HOUR
    hours = "day" if cause == "interrupted_s" else "always"
    result = found(line("A"), every=every, hours=hours, pool=pool, A=replace(WORK, **more))
    assert_put_down_to(result["A"], cause)


def test_time_to_change_over_is_set_up() -> None:
    """Each of two tasks follows the other, so that every piece of work begins with a change."""
    more: dict[str, Any] = {"set_up": Distribution(type="fixed", value=HOUR / 2)}
    two = found(line("A", "B"), every=30 * HOUR, pool=replace(PLENTY, amount=1), A=WORK, B=replace(WORK, **more))
    assert_put_down_to(two["B"], "set_up_s")


def test_being_overtaken_is_prioritisation() -> None:
    """Thirty hours of urgent work, of which each piece comes before the one before it is done.

    What is not urgent came just after the first piece: it waits for that one, and then for the 29 that came later.
    """
    urgent = [f"U{number}" for number in range(30)]
    kinds = {"s": "startEvent", "g": "parallelGateway", **dict.fromkeys(["L", *urgent], "userTask")}
    arrows = [f"g > {key} > e{key}" for key in ("L", *urgent)]
    made = model({**kinds, **{f"e{key}": "endEvent" for key in ("L", *urgent)}}, ", ".join(["s > g", *arrows]))
    tasks = {key: ("r", 1.0, {"priority": 5, "delay": fixed(0.9 * number)}) for number, key in enumerate(urgent)}
    result = run(said([ResourcePool(id="r", amount=1)], {**tasks, "L": ("r", 1.0, {"delay": fixed(0.01)})}), made)
    low = result.activities["L"]
    assert low.prioritisation_s == pytest.approx(29 * HOUR)
    assert low.contention_s == pytest.approx(0.99 * HOUR)
    assert_put_down_to(low, "prioritisation_s")


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000), st.sampled_from([1, 2, 4]), st.sampled_from(["always", "day"]), st.booleans())
def test_all_causes_at_once_add_up_to_the_waiting(seed: int, amount: int, calendar: str, together: bool) -> None:
    more: dict[str, dict[str, Any]] = {
        "A": {"delay": exponential(HOUR), "setback": Setback(probability=0.2, duration=exponential(HOUR))},
        "B": {"batch": Batch(least=3, most=5, is_together=together), "set_up": exponential(HOUR / 10), "priority": 1},
        "C": {"priority": 2, "set_up": exponential(HOUR / 10)},
    }
    scenario = Scenario(
        arrivals=Arrivals(inter_arrival=exponential(2 * HOUR / amount)),
        calendars=CALENDARS,
        resources={"r": ResourcePool(id="r", amount=amount, calendar=calendar)},
        activities={key: replace(WORK, **parameters) for key, parameters in more.items()},
        warm_up=0,
    )
    result = simulate(compile_simulation(line(*more), scenario), cases=100, replications=1, seed=seed)
    for figures in result.activities.values():
        assert_causes_add_up(figures)
        assert min(getattr(figures, name) for name in CAUSES) > -1e-6
    per_case = sum(figures.waiting_time_s * figures.instances for figures in result.activities.values())
    assert per_case == pytest.approx(result.measures["waiting_time"].mean, rel=1e-9)
