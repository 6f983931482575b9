"""What holds in any scenario: every second has its cause, every hour its price, and nobody is in two places."""

import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from analysis.scenario import (
    Absence,
    ActivityParameters,
    Arrivals,
    Batch,
    Distribution,
    Leave,
    Member,
    ResourcePool,
    Scenario,
    Setback,
    Transfer,
)
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn.model import FlowNode, Model, MultiInstance
from tests.analysis.models import model, node, timer
from tests.analysis.simulation.schedules import assert_causes_add_up, daily, rows

CASE_COST = 7.0
PEOPLE = ("p0", "p1", "p2", "p3")


def law(chance: random.Random, mean: float) -> Distribution:
    kind = chance.choice(["exponential", "fixed", "gamma"])
    return Distribution(type=kind, mean=mean, value=mean, sd=mean / 2 if kind == "gamma" else 0)


def pools(chance: random.Random) -> dict[str, ResourcePool]:
    queue = chance.choice([None, "fifo", "due_date", "priority"])
    leave = (Leave(first=date(2026, 1, 7), last=date(2026, 1, 8)),) if chance.random() < 0.4 else ()
    absence = Absence(share=chance.choice([0, 0.2]), leave=leave)
    found = {}
    for key in "rst":
        names = chance.sample(PEOPLE, chance.randint(1, 3))
        found[key] = ResourcePool(
            id=key,
            amount=len(names) + chance.choice([0, 1]),
            members=tuple(Member(id=name, speed={"": chance.choice([1.0, 2.0])}) for name in names),
            calendar=chance.choice(["days", "evenings"]),
            absence=absence if key == "r" else None,
            queue=queue,
            cost_per_h=3600.0,
        )
    return found


def gathering(chance: random.Random) -> dict[str, Any]:
    kind = chance.choice(["plain", "batch", "setback"])
    if kind == "batch":
        batch = Batch(
            least=chance.choice([None, 2, 3]),
            most=chance.choice([None, 4]),
            wait=chance.choice([None, law(chance, 5000)]),
            is_together=chance.random() < 0.5,
            set_up=chance.choice([None, law(chance, 600)]),
            factors=((3, 0.5),),
        )
        return {"batch": batch}
    if kind == "setback":
        rest = chance.choice([None, law(chance, 500)])
        most = chance.choice([1, 3])
        return {"setback": Setback(probability=0.5, duration=law(chance, 7000), most=most, work_after=rest)}
    return {}


def activity(chance: random.Random) -> ActivityParameters:
    return ActivityParameters(
        resources=tuple(chance.sample("rst", chance.choice([0, 1, 1, 1, 2, 2]))),
        duration=law(chance, 1500),
        delay=chance.choice([None, None, law(chance, 2000)]),
        priority=chance.choice([0, 0, 3]),
        due_s=chance.choice([None, 1000.0, 90000.0]),
        set_up=chance.choice([None, law(chance, 300)]),
        instances=Distribution(type="fixed", value=chance.choice([1.0, 2.0, 3.0])),
        fixed_cost=1.0,
        **gathering(chance),
    )


def side_by_side(chance: random.Random, activities: Mapping[str, ActivityParameters]) -> Model:
    """Each activity on a branch of its own; some are interrupted, or something else begins beside them."""
    nodes: dict[str, str | FlowNode] = {"s": "startEvent", "g": "parallelGateway"}
    flows = ["s > g"]
    for key in activities:
        nodes[key] = node(key, "userTask", loop=MultiInstance(is_sequential=chance.random() < 0.5))
        nodes[f"e{key}"] = "endEvent"
        flows.append(f"g > {key} > e{key}")
        if chance.random() < 0.4:
            late = timer(f"PT{chance.randint(1, 40)}H")
            ends = chance.random() < 0.7
            nodes[f"t{key}"] = node(
                f"t{key}", "boundaryEvent", attached_to=key, cancel_activity=ends, definitions=(late,)
            )
            nodes[f"f{key}"] = "endEvent"
            flows.append(f"t{key} > f{key}")
    return model(nodes, ", ".join(flows))


def any_result(seed: int) -> tuple[Scenario, SimulationResult]:
    chance = random.Random(seed)  # noqa: S311 - for cases of a test
    activities = {key: activity(chance) for key in "ABCD"}
    scenario = Scenario(
        arrivals=Arrivals(inter_arrival=law(chance, 9000)),
        calendars={"days": daily("days", 8, 17), "evenings": daily("evenings", 12, 20)},
        resources=pools(chance),
        activities=activities,
        transfers=(Transfer(source="r", target=None, time=law(chance, 3000)),) if chance.random() < 0.3 else (),
        cases=20,
        warm_up=0,
        replications=1,
        promise_s=4e5,
        case_cost=CASE_COST,
    )
    made = side_by_side(chance, activities)
    return scenario, simulate(compile_simulation(made, scenario), seed=seed, keep_log=True)


def check(seed: int) -> None:
    scenario, result = any_result(seed)
    for figures in result.activities.values():
        assert_causes_add_up(figures)
        times = [value for name in figures.__slots__ if name.endswith("_s") for value in [getattr(figures, name)]]
        assert min(times) > -1e-6
    # An hour costs 3600: each second of work and set-up one.
    work = sum(pool.busy_s for pool in result.resources.values())
    instances = sum(figures.instances for figures in result.activities.values())
    assert result.measures["cost_office"].mean == pytest.approx(work + instances + CASE_COST)
    check_places(scenario, result)


def check_places(scenario: Scenario, result: SimulationResult) -> None:
    """Check that nobody does two things at once, but for a batch that is done together."""
    spans = defaultdict(set)
    for _, name, who, begin, end in rows(result):
        if who is not None and scenario.activities[name].setback is None:  # whose rows span what lies between
            spans[who].add((round(begin, 6), round(end, 6)))
    for found in spans.values():
        assert all(before[1] <= after[0] + 1e-5 for before, after in pairwise(sorted(found)))


@pytest.mark.parametrize("seed", range(16))
def test_causes_costs_and_places_hold_in_any_scenario(seed: int) -> None:
    check(seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(16, 400))
def test_they_hold_in_hundreds(seed: int) -> None:
    check(seed)
