"""People told apart, by schedules worked out by hand: hours after Monday 5 January 2026, 0:00."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import ScenarioError
from analysis.scenario import (
    Absence,
    ActivityParameters,
    Arrivals,
    Distribution,
    Leave,
    Member,
    ResourcePool,
    Scenario,
)
from analysis.simulation import compile_simulation, simulate
from tests.analysis.models import line, model
from tests.analysis.simulation.schedules import assert_causes_add_up, daily, fixed, pool, rows, run, said


def test_a_fast_member_takes_half_the_time_and_the_one_free_longest_is_next() -> None:
    team = pool("r", Member(id="Anu", speed={"": 2.0}), Member(id="Bat"))
    result = run(said([team], {"A": ("r", 4)}, cases=4, every=1))
    # Anu: 0-2 and, free since 2, 2-4; Bat: 1-5; at 3 nobody is free, at 4 Anu is.
    assert rows(result) == [
        ("0", "A", "Anu", 0, 2),
        ("1", "A", "Bat", 1, 5),
        ("2", "A", "Anu", 2, 4),
        ("3", "A", "Anu", 4, 6),
    ]


def test_people_without_names_make_up_the_amount() -> None:
    team = pool("r", Member(id="Anu", speed={"": 2.0}), amount=3)
    result = run(said([team], {"A": ("r", 4)}, cases=3, every=0.5))
    assert rows(result) == [("0", "A", "Anu", 0, 2), ("1", "A", "r 2", 0.5, 4.5), ("2", "A", "r 3", 1, 5)]
    assert [member.id for member in result.resources["r"].members] == ["Anu"]


def test_speed_may_differ_by_activity() -> None:
    team = pool("r", Member(id="Anu", speed={"B": 4.0, "": 2.0}))
    result = run(said([team], {"A": ("r", 4), "B": ("r", 4)}))
    assert [row[3:] for row in rows(result)] == [(0, 2), (2, 3)]


def test_each_member_works_in_the_own_hours_and_who_opens_first_begins() -> None:
    team = pool("r", Member(id="late", calendar="late"), Member(id="early", calendar="early"))
    calendars = {"early": daily("early", 8, 12), "late": daily("late", 10, 18)}
    result = run(said([team], {"A": ("r", 3)}, cases=3, every=0.5, calendars=calendars))
    assert rows(result) == [("0", "A", "early", 8, 11), ("1", "A", "late", 10, 13), ("2", "A", "early", 11, 34)]
    assert result.activities["A"].closed_s == pytest.approx((8 + 9.5 + 7) * 3600 / 3)
    assert result.activities["A"].contention_s == pytest.approx(3 * 3600 / 3)
    assert_causes_add_up(result.activities["A"])


def test_work_may_go_to_the_longest_free_and_wait_for_their_opening() -> None:
    team = pool("r", Member(id="day", calendar="day"), Member(id="night", calendar="night"))
    calendars = {"day": daily("day", 8, 20), "night": daily("night", 20, 24)}
    scenario = said([team], {"A": ("r", 1)}, cases=4, every=9, calendars=calendars)
    at_work = rows(run(scenario))
    assert at_work == [("0", "A", "day", 8, 9), ("1", "A", "day", 9, 10), ("2", "A", "day", 18, 19),
                       ("3", "A", "day", 32, 33)]  # fmt: skip
    # At 9 the night shift, which has done nothing yet, has been free longest; at 18 it waits for its opening; at 27 it
    # has been free since 21, and the day shift since 19.
    result = run(replace(scenario, assignment="longest_free"))
    assert sorted(rows(result)) == [("0", "A", "day", 8, 9), ("1", "A", "night", 20, 21), ("2", "A", "day", 18, 19),
                            ("3", "A", "day", 32, 33)]  # fmt: skip
    assert result.activities["A"].closed_s == pytest.approx((8 + 11 + 0 + 5) * 3600 / 4)
    assert_causes_add_up(result.activities["A"])


def test_of_several_pools_the_longest_free_may_come_before_the_one_named_first() -> None:
    pools = [ResourcePool(id="r", amount=1), ResourcePool(id="q", amount=1)]
    scenario = said(pools, {"A": ("r", 1)}, cases=4, every=2)
    both = {"A": replace(scenario.activities["A"], resources=("r", "q"))}
    by_choice, in_turns = (run(replace(scenario, activities=both, assignment=one)) for one in (None, "longest_free"))
    assert [row[2] for row in rows(by_choice)] == ["r", "r", "r", "r"]
    assert [row[2] for row in rows(in_turns)] == ["r", "q", "r", "q"]


def test_work_that_waits_for_busy_people_goes_to_the_first_who_is_free_again_even_if_they_close() -> None:
    team = pool("r", Member(id="early", calendar="early"), Member(id="late", calendar="late"))
    calendars = {"early": daily("early", 0, 4), "late": daily("late", 0, 20)}
    scenario = said([team], {"A": ("r", 4)}, cases=3, every=1, calendars=calendars)
    assert rows(run(scenario))[2] == ("2", "A", "late", 5, 9)
    assert rows(run(replace(scenario, assignment="longest_free")))[2] == ("2", "A", "early", 24, 28)


def test_one_person_with_two_roles_is_never_at_two_works_at_once() -> None:
    pools = [pool("clerks", Member(id="Anu")), pool("cashiers", Member(id="Anu"), Member(id="Bat"))]
    kinds = {"s": "startEvent", "g": "parallelGateway", "A": "userTask", "B": "userTask", "C": "userTask",
             "j": "parallelGateway", "e": "endEvent"}  # fmt: skip
    made = model(kinds, "s > g > A > j > e, g > B > j, g > C > j")
    result = run(said(pools, {"A": ("clerks", 2), "B": ("cashiers", 3), "C": ("cashiers", 5)}), made)
    times = {row[1]: (row[2], row[3], row[4]) for row in rows(result)}
    anus = sorted(span[1:] for span in times.values() if span[0] == "Anu")
    assert all(before[1] <= after[0] for before, after in pairwise(anus))
    assert times["A"][0] == "Anu"
    assert {times["B"][0], times["C"][0]} <= {"Anu", "Bat"}
    assert max(span[2] for span in times.values()) <= 8


def test_a_member_does_only_what_they_may() -> None:
    team = pool("r", Member(id="junior", activities=("A",)), Member(id="senior"))
    result = run(said([team], {"A": ("r", 1), "B": ("r", 2)}, cases=2, every=1.5))
    # The junior begins; B of case 0 is the senior's from 1 to 3; A of case 1 the junior's; its B waits for the senior.
    assert rows(result) == [
        ("0", "A", "junior", 0, 1),
        ("0", "B", "senior", 1, 3),
        ("1", "A", "junior", 1.5, 2.5),
        ("1", "B", "senior", 3, 5),
    ]


def test_durations_of_a_member_replace_the_usual_one_and_its_speed() -> None:
    team = pool("r", Member(id="Anu", speed={"": 2.0}))
    more = {"durations": {"Anu": fixed(7)}}
    assert rows(run(said([team], {"A": ("r", 4, more)})))[0][4] == 7
    more = {"durations": {"r": fixed(7)}}
    assert rows(run(said([team], {"A": ("r", 4, more)})))[0][4] == 3.5


def test_pools_that_take_different_times_are_told_apart() -> None:
    pools = [ResourcePool(id="r", amount=1), ResourcePool(id="q", amount=1)]
    scenario = said(pools, {"A": ("r", 1, {"durations": {"q": fixed(5)}})}, cases=2, every=0.5)
    activity = replace(scenario.activities["A"], resources=("r", "q"))
    result = run(replace(scenario, activities={"A": activity}))
    assert rows(result) == [("0", "A", "r", 0, 1), ("1", "A", "q", 0.5, 5.5)]


def test_each_member_costs_their_own_rate() -> None:
    team = pool("r", Member(id="Anu", cost_per_h=30.0), Member(id="Bat"), cost_per_h=10.0)
    scenario = said([team], {"A": ("r", 2, {"fixed_cost": 5.0})}, cases=2, every=0.5, case_cost=100.0)
    result = run(scenario)
    assert result.measures["cost_office"].mean == (2 * 30 + 2 * 10) / 2 + 5 + 100
    anu, bat = result.resources["r"].members
    assert (anu.id, anu.cost, anu.instances, anu.busy_s) == ("Anu", 30.0, 0.5, 3600.0)
    assert bat.cost == 10.0
    assert result.as_json()["resources"]["r"]["members"][1]["name"] == "Bat"


def test_leave_keeps_somebody_away_and_their_work_lies() -> None:
    away = Absence(leave=(Leave(first=date(2026, 1, 6), last=date(2026, 1, 7)),))
    team = pool("r", Member(id="Anu", absence=away), calendar="office")
    result = run(said([team], {"A": ("r", 10)}, calendars={"office": daily("office", 8, 16)}))
    assert rows(result) == [("0", "A", "Anu", 8, 72 + 10)]
    assert result.resources["r"].utilisation == pytest.approx(10 / 10)


def test_somebody_without_calendar_is_away_from_midnight_to_midnight() -> None:
    away = Absence(leave=(Leave(first=date(2026, 1, 6), last=date(2026, 1, 6)),))
    result = run(said([pool("r", Member(id="Anu", absence=away))], {"A": ("r", 30)}))
    assert rows(result)[0][3:] == (0, 54)


def test_chance_keeps_people_away_on_their_share_of_days_the_same_in_every_variant() -> None:
    def there(share: float, hours: float, seed: int) -> float:
        team = ResourcePool(id="r", amount=4, absence=Absence(share=share))
        scenario = said([team], {"A": ("r", hours)}, cases=300, every=24, replications=2)
        result = simulate(compile_simulation(line("A"), scenario), seed=seed)
        busy = hours * 3600 * 300 / (300 * 86400 * 4)
        return busy / (result.resources["r"].utilisation or 1)

    assert there(0.0, 0.01, 1) == pytest.approx(1, rel=0.01)
    assert there(0.25, 0.01, 1) == pytest.approx(0.75, abs=0.05)
    assert there(0.25, 0.01, 1) == pytest.approx(there(0.25, 0.02, 1), rel=1e-3)
    assert there(0.25, 0.01, 1) != pytest.approx(there(0.25, 0.01, 2), rel=1e-3)


def test_nobody_is_there_while_all_are_on_leave_for_ever() -> None:
    away = Absence(leave=(Leave(first=date(2000, 1, 1), last=date(2100, 1, 1)),))
    with pytest.raises(ScenarioError, match="never there") as caught:
        run(said([pool("r", Member(id="Anu", absence=away))], {"A": ("r", 1)}))
    assert caught.value.path == "resources.r.members.0.absence"


def test_an_activity_that_nobody_may_do_is_named() -> None:
    team = pool("r", Member(id="Anu", activities=("A",)))
    with pytest.raises(ScenarioError, match="Nobody may do B") as caught:
        run(said([team], {"A": ("r", 1), "B": ("r", 1)}))
    assert caught.value.path == "activities.B.resource"


LAWS = st.builds(lambda mean: Distribution(type="exponential", mean=mean), st.floats(60, 4000))


@settings(deadline=None, max_examples=10)
@given(st.lists(LAWS, min_size=2, max_size=3), st.lists(st.integers(1, 4), min_size=2, max_size=2), st.data())
def test_people_told_apart_but_alike_work_as_a_pool_of_so_many_does(
    laws: list[Distribution], amounts: list[int], data: st.DataObject
) -> None:
    pools = {key: ResourcePool(id=key, amount=n, calendar="c") for key, n in zip("rq", amounts, strict=True)}
    names = "ABC"[: len(laws)]
    choices = [("r",), ("q",), ("r", "q"), ("q", "r")]
    scenario = Scenario(
        arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=900.0)),
        calendars={"c": daily("c", 8, 17)},
        resources=pools,
        activities={
            key: ActivityParameters(resources=data.draw(st.sampled_from(choices)), duration=law)
            for key, law in zip(names, laws, strict=True)
        },
        cases=60,
        warm_up=10,
        replications=1,
    )
    told = replace(scenario, resources={key: replace(one, queue="fifo") for key, one in pools.items()})
    plain, apart = (simulate(compile_simulation(line(*names), said_)) for said_ in (scenario, told))
    for name, values in plain.per_replication.items():
        assert values.tobytes() == apart.per_replication[name].tobytes()
    for key, figures in plain.activities.items():
        assert apart.activities[key].contention_s == pytest.approx(figures.contention_s, abs=1e-6)
        assert_causes_add_up(apart.activities[key])
