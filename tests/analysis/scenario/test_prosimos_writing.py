"""Scenarios written for Prosimos: what comes back when they are read again."""

import json
from dataclasses import replace

import numpy as np
import pytest

from analysis.scenario import (
    ActivityParameters,
    Arrivals,
    Batch,
    Calendar,
    Distribution,
    EventParameters,
    Member,
    Opening,
    ResourcePool,
    Scenario,
    Setback,
    load_scenario,
    prosimos_document,
    with_defaults,
)
from analysis.scenario.calendars import opening_table
from bpmn.model import Model
from tests.analysis.models import line, model, node

EXPONENTIAL = Distribution(type="exponential", mean=600)
OFFICE = Calendar(id="office", openings=(Opening(days=(0, 1, 2, 3, 4), from_s=7 * 3600, to_s=18 * 3600),))


def choice() -> Model:
    return model(
        {"S": "startEvent", "A": node("A", "task"), "G": "exclusiveGateway", "B": node("B", "task"), "E": "endEvent",
         "F": "endEvent"},
        "S > A > G > B > E, G > F",
    )  # fmt: skip


def there_and_back(scenario: Scenario, of: Model) -> tuple[Scenario, Scenario]:
    """The completed scenario, and what is read from what was written of it."""
    complete = with_defaults(of, scenario).scenario
    document, _ = prosimos_document(complete, of)
    return complete, load_scenario(json.dumps(document).encode(), "p.json", of)


@pytest.mark.parametrize(
    "law",
    [
        Distribution(type="fixed", value=300),
        Distribution(type="exponential", mean=600),
        Distribution(type="exponential", mean=600, min=100, max=900),
        Distribution(type="uniform", min=10, max=30),
        Distribution(type="normal", mean=600, sd=60, max=700),
        Distribution(type="lognormal", mean=600, sd=60),
        Distribution(type="gamma", mean=600, sd=300, min=5),
    ],
)
def test_a_distribution_of_prosimos_comes_back_as_it_was(law: Distribution) -> None:
    said = Scenario(activities={"A": ActivityParameters(duration=law)}, arrivals=Arrivals(inter_arrival=EXPONENTIAL))
    _, back = there_and_back(said, line("A"))
    found = back.activities["A"].duration
    assert found is not None
    assert found.expected == pytest.approx(law.expected)
    assert replace(found, mean=law.mean, sd=law.sd) == law
    assert (found.mean, found.sd) == pytest.approx((law.mean, law.sd))


@pytest.mark.parametrize(
    "law",
    [
        Distribution(type="triangular", min=10, mode=20, max=60),
        Distribution(type="erlang", k=3, mean=60),
        Distribution(type="empirical", values=(1.0, 5.0)),
    ],
)
def test_another_distribution_keeps_its_mean_and_variance(law: Distribution) -> None:
    said = Scenario(activities={"A": ActivityParameters(duration=law)}, arrivals=Arrivals(inter_arrival=EXPONENTIAL))
    _, back = there_and_back(said, line("A"))
    found = back.activities["A"].duration
    assert found is not None
    assert (found.expected, found.variance) == pytest.approx((law.expected, law.variance))


def test_pools_ways_events_and_arrivals_come_back() -> None:
    said = Scenario(
        arrivals=Arrivals(inter_arrival=EXPONENTIAL, calendar="office"), cases=70,
        calendars={"office": OFFICE},
        resources={"clerk": ResourcePool(id="clerk", amount=3, cost_per_h=12, calendar="office")},
        activities={"A": ActivityParameters(resources=("clerk",), duration=EXPONENTIAL)},
    )  # fmt: skip
    of = choice()
    flow = of.nodes["G"].outgoing[0]
    before, back = there_and_back(replace(said, flows={flow: 0.3}), of)
    assert (back.cases, back.start) == (70, before.start)
    assert back.arrivals is not None
    assert back.arrivals.inter_arrival == EXPONENTIAL
    clerk = back.resources["clerk"]
    assert (clerk.amount, clerk.cost_per_h, clerk.calendar) == (3, 12, "office")
    assert back.flows[flow] == pytest.approx(0.3)
    assert back.activities["A"].resources == ("clerk",)


def test_opening_hours_come_back_in_another_time_zone() -> None:
    said = Scenario(calendars={"office": OFFICE}, arrivals=Arrivals(inter_arrival=EXPONENTIAL, calendar="office"))
    before, back = there_and_back(said, line("A"))
    first, second = (opening_table(one.calendars["office"], before.start) for one in (before, back))
    assert np.allclose([first.worked_until(hour * 3600.0) for hour in range(168)],
                       [second.worked_until(hour * 3600.0) for hour in range(168)])  # fmt: skip


def test_members_are_written_one_by_one_with_their_speed() -> None:
    pool = ResourcePool(id="p", amount=3, members=(Member(id="bat", speed={"": 2.0}, cost_per_h=16), Member(id="anu")))
    said = Scenario(resources={"p": pool}, arrivals=Arrivals(inter_arrival=EXPONENTIAL),
                    activities={"A": ActivityParameters(resources=("p",), duration=EXPONENTIAL)})  # fmt: skip
    _, back = there_and_back(said, line("A"))
    assert back.activities["A"].resources == ("bat", "anu", "p")
    assert back.activities["A"].duration == EXPONENTIAL.scaled(0.5)
    assert back.activities["A"].durations == {"anu": EXPONENTIAL, "p": EXPONENTIAL}
    assert (back.resources["bat"].cost_per_h, back.resources["p"].amount) == (16, 1)


@pytest.mark.parametrize(("is_together", "is_in_turns"), [(True, False), (False, False), (False, True)])
def test_a_batch_comes_back(is_together: bool, is_in_turns: bool) -> None:
    pause = Distribution(type="fixed", value=600.0)
    batch = Batch(least=4, wait=Distribution(type="fixed", value=7200.0), pause=pause, is_together=is_together,
                  is_in_turns=is_in_turns, factors=((4, 1.5),))  # fmt: skip
    said = Scenario(activities={"A": ActivityParameters(duration=EXPONENTIAL, batch=batch)},
                    arrivals=Arrivals(inter_arrival=EXPONENTIAL))  # fmt: skip
    _, back = there_and_back(said, line("A"))
    found = back.activities["A"].batch
    assert found is not None
    assert (found.least, found.wait, found.is_together) == (4, batch.wait, is_together)
    assert (found.pause, found.pause_alone, found.is_in_turns) == (pause, pause, is_in_turns)
    assert dict(found.factors)[4] == pytest.approx(1.5)


def test_what_prosimos_cannot_say_is_told() -> None:
    setback = Setback(probability=0.1, duration=EXPONENTIAL)
    said = Scenario(
        activities={"A": ActivityParameters(duration=EXPONENTIAL, setback=setback, fee=5)}, case_cost=7,
        events={"S": EventParameters(probability=1.0)}, arrivals=Arrivals(inter_arrival=EXPONENTIAL),
    )  # fmt: skip
    of = line("A")
    _, remarks = prosimos_document(with_defaults(of, said).scenario, of)
    told = " ".join(str(remark) for remark in remarks)
    assert "Of A this is not written: setback, fee." in told
    assert "cost of a case" in told


@pytest.mark.parametrize(
    ("chances", "routing", "is_told"),
    [
        ((0.4, 0.6), "probability_else_one", False),
        ((0.4, 0.4), "probability_else_one", True),
        ((0.4, 0.6), "probability", True),
        ((1.0, 0.6), "probability", False),
    ],
)
def test_what_an_inclusive_gateway_does_when_it_takes_no_way_comes_back_or_is_told(
    chances: tuple[float, float], routing: str, is_told: bool
) -> None:
    of = model({"S": "startEvent", "G": "inclusiveGateway", "A": node("A", "task"), "B": node("B", "task")},
               "S > G > A, G > B")  # fmt: skip
    said = Scenario(flows=dict(zip(("G_A", "G_B"), chances, strict=True)), gateways={"G": routing},
                    arrivals=Arrivals(inter_arrival=EXPONENTIAL))  # fmt: skip
    _, back = there_and_back(said, of)
    assert (back.flows, back.gateways) == (said.flows, {"G": "probability_else_one"})
    told = " ".join(map(str, prosimos_document(with_defaults(of, said).scenario, of)[1]))
    assert ("G happens to take none" in told) == is_told


@pytest.mark.parametrize(("assignment", "is_told"), [(None, True), ("at_work", True), ("longest_free", False)])
def test_who_of_several_gets_work_comes_back_or_is_told(assignment: str | None, is_told: bool) -> None:
    pools = {key: ResourcePool(id=key) for key in "pq"}
    said = Scenario(resources=pools, arrivals=Arrivals(inter_arrival=EXPONENTIAL), assignment=assignment,
                    activities={"A": ActivityParameters(resources=("p", "q"), duration=EXPONENTIAL)})  # fmt: skip
    of = line("A")
    _, back = there_and_back(said, of)
    assert back.assignment == "longest_free"
    told = " ".join(map(str, prosimos_document(with_defaults(of, said).scenario, of)[1]))
    assert ("free longest" in told) == is_told
