"""How a service stands more cases and fewer people."""

from dataclasses import replace

import pytest

from analysis.flexibility import Flexibility, measure_flexibility
from analysis.flexibility.stresses import busiest_pool, with_more_cases, with_one_less
from analysis.flow import analyse_flow
from analysis.scenario import (
    ActivityParameters,
    Arrivals,
    Distribution,
    Member,
    ResourcePool,
    Scenario,
    arrivals_at,
    with_defaults,
)
from tests.analysis.models import model

LINE = model({"s": "startEvent", "work": "userTask", "e": "endEvent"}, "s > work > e")


def _scenario(amount: int | None) -> Scenario:
    return Scenario(
        arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=600)),
        resources={"clerk": ResourcePool(id="clerk", amount=amount)},
        activities={
            "work": ActivityParameters(resources=("clerk",), duration=Distribution(type="exponential", mean=900))
        },
    )


def _measured(amount: int | None) -> Flexibility:
    scenario = with_defaults(LINE, _scenario(amount)).scenario
    return measure_flexibility(LINE, scenario, analyse_flow(LINE, scenario), cases=200, replications=4, seed=3)


def test_spare_capacity_is_what_could_still_arrive() -> None:
    found = _measured(2)
    # Two clerks do eight cases an hour, six arrive.
    assert found.spare_capacity == pytest.approx(8 / 6 - 1)
    assert found.capacity_per_week == pytest.approx(8 * 168)
    assert found.constraint == "clerk"


def test_more_cases_and_one_person_less_take_longer_and_too_much_is_said() -> None:
    stresses = _measured(2).stresses
    assert [(one.kind, one.factor, one.keeps_up) for one in stresses] == [
        ("volume", 1.2, True),
        ("volume", 1.5, False),
        ("absence", 1.0, False),
    ]
    assert stresses[0].flow_cycle_time_s is not None
    assert stresses[0].cycle_time_s < stresses[1].cycle_time_s < stresses[2].cycle_time_s
    assert stresses[1].flow_cycle_time_s is None
    assert str(stresses[2].text) == "One person less: clerk"


def test_the_same_seed_gives_the_same_figures() -> None:
    first, second = _measured(3), _measured(3)
    assert [one.per_replication_s.tolist() for one in first.stresses] == [
        one.per_replication_s.tolist() for one in second.stresses
    ]


def test_one_person_alone_has_no_stand_in_and_as_many_as_needed_no_limit() -> None:
    alone = _measured(1)
    assert alone.without_stand_in == ("clerk",)
    assert [one.kind for one in alone.stresses] == ["volume", "volume"]
    free = _measured(None)
    assert (free.spare_capacity, free.capacity_per_week, free.without_stand_in) == (None, None, ())


def test_more_cases_come_sooner_however_arrivals_are_given() -> None:
    drawn = with_more_cases(_scenario(1), 1.5)
    assert drawn.arrivals is not None
    assert drawn.arrivals.inter_arrival.expected == pytest.approx(400)
    at = replace(_scenario(1), arrivals=arrivals_at([0.0, 300.0, 600.0]))
    moved = with_more_cases(at, 1.5)
    assert moved.arrivals is not None
    assert moved.arrivals.moments_s == pytest.approx((0.0, 200.0, 400.0))
    none = replace(_scenario(1), arrivals=None)
    assert with_more_cases(none, 1.5) is none


def test_who_is_away_is_one_without_a_name_first() -> None:
    pool = ResourcePool(id="clerk", amount=3, members=(Member(id="bat"), Member(id="anu")))
    scenario = Scenario(resources={"clerk": pool, "head": ResourcePool(id="head")})
    assert busiest_pool(scenario, {"clerk": 0.5, "head": 0.9}) == "clerk"
    once = with_one_less(scenario, "clerk")
    assert (once.resources["clerk"].amount, len(once.resources["clerk"].members)) == (2, 2)
    twice = with_one_less(once, "clerk")
    assert [member.id for member in twice.resources["clerk"].members] == ["bat"]
