"""How often the pool that limits a process by its structure is the one that is busiest when it is simulated."""

import random
from dataclasses import replace

from analysis.flow import analyse_flow
from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario
from analysis.simulation import compile_simulation, simulate
from analysis.structure import weigh_structure
from bpmn.model import Model
from tests.analysis.models import model

KINDS = {
    "s": "startEvent", "m": "exclusiveGateway", "A": "userTask", "x": "exclusiveGateway", "g": "parallelGateway",
    "B": "userTask", "C": "userTask", "j": "parallelGateway", "y": "exclusiveGateway", "D": "userTask",
    "E": "userTask", "z": "exclusiveGateway", "F": "userTask", "e": "endEvent",
}  # fmt: skip
FLOWS = "s > m > A > x > g > B > j > y > D > z > F > e, x > m, g > C > j, y > E > z"
MODEL: Model = model(KINDS, FLOWS)
POOLS = ("one", "two", "three", "four")
BUSIEST = 0.85


def random_scenario(source: random.Random, cases: int) -> Scenario:
    """Return a scenario with random pools, people, times and shares, its busiest pool busy 85% of the time."""
    first = source.uniform(0.05, 0.5)
    made = Scenario(
        arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=3600)),
        resources={pool: ResourcePool(id=pool, amount=source.randint(1, 6)) for pool in POOLS},
        activities={
            task: ActivityParameters(
                resources=(source.choice(POOLS),),
                duration=Distribution(type="exponential", mean=source.uniform(60, 3600)),
            )
            for task in "ABCDEF"
        },
        flows={"x_m": first, "y_D": source.uniform(0.1, 0.9)},
        cases=cases,
        warm_up=cases // 10,
        replications=1,
    )
    load = max(analyse_flow(MODEL, made).utilisation.values())
    return replace(made, arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=3600 * load / BUSIEST)))


def agreement(*, seed: int, scenarios: int, cases: int) -> float:
    """Return the share of random scenarios in which the simulated busiest pool is among those of the bound."""
    source = random.Random(seed)  # noqa: S311 - the same scenarios every time
    agreed = 0
    for number in range(scenarios):
        scenario = random_scenario(source, cases)
        bound = weigh_structure(MODEL, scenario, analyse_flow(MODEL, scenario)).throughput
        result = simulate(compile_simulation(MODEL, scenario), seed=number)
        figures = result.resources
        busiest = max(figures, key=lambda pool: (figures[pool].utilisation or 0.0, pool))
        agreed += busiest in bound.pools
    return agreed / scenarios
