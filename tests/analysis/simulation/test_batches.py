"""Batches by schedules worked out by hand: cases come every hour unless said otherwise, the clock starts at 0:00."""

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import ScenarioError
from analysis.scenario import (
    ActivityParameters,
    Arrivals,
    Batch,
    Distribution,
    Release,
    ResourcePool,
    Scenario,
    Setback,
)
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn.model import MultiInstance
from tests.analysis.models import definition, line, model, node, timer
from tests.analysis.simulation.schedules import HOUR, assert_causes_add_up, daily, fixed, pool, rows, run, said


def batched(batch: Batch, *, hours: float = 2, amount: int = 1, **more: Any) -> SimulationResult:
    team = ResourcePool(id="r", amount=amount, cost_per_h=10)
    return run(said([team], {"A": ("r", hours, {"batch": batch})}, **more))


def spans(result: SimulationResult) -> list[tuple[float, float]]:
    return [row[3:] for row in sorted(rows(result), key=lambda row: int(row[0]))]


def test_a_batch_begins_when_enough_have_come_and_all_end_together() -> None:
    result = batched(Batch(least=3, most=3), cases=6)
    assert spans(result) == [(2, 4)] * 3 + [(5, 7)] * 3
    figures = result.activities["A"]
    assert figures.batching_s == (2 + 1 + 0) * HOUR / 3
    assert figures.waiting_time_s == figures.batching_s
    assert figures.processing_time_s == 2 * HOUR
    # The clerk works 2 hours for each three cases.
    assert result.resources["r"].busy_s == pytest.approx(2 * HOUR / 3)
    assert result.measures["cost_office"].mean == pytest.approx(20 / 3)


def test_a_batch_that_waits_for_a_busy_clerk_takes_in_who_comes_meanwhile() -> None:
    result = batched(Batch(least=2, most=3), cases=6, hours=4)
    # 0 and 1 begin at 1; 2 and 3 are enough at 3 and wait; 4 joins; full, they begin at 5; 5 is left until the end.
    assert spans(result) == [(1, 5)] * 2 + [(5, 9)] * 3 + [(9, 13)]
    figures = result.activities["A"]
    assert figures.contention_s * 6 == pytest.approx((2 + 2 + 1) * HOUR)
    assert_causes_add_up(figures)


def test_one_after_the_other_by_the_same_person_with_a_set_up_before() -> None:
    batch = Batch(least=3, most=3, is_together=False, set_up=fixed(0.5))
    result = batched(batch, cases=3, amount=2)
    assert spans(result) == [(2, 4.5), (4.5, 6.5), (6.5, 8.5)]
    assert {row[2] for row in rows(result)} == {"r 1"}
    figures = result.activities["A"]
    assert figures.set_up_s * 3 == pytest.approx(0.5 * HOUR)
    assert figures.batching_s * 3 == pytest.approx(3 * HOUR)
    assert figures.contention_s * 3 == pytest.approx((2.5 + 4.5) * HOUR)
    assert_causes_add_up(figures)
    assert result.resources["r"].busy_s * 3 == pytest.approx(6.5 * HOUR)


def test_the_duration_follows_the_size() -> None:
    factors = ((2, 1.5), (4, 3.0))
    assert spans(batched(Batch(least=3, most=3, factors=factors), cases=3)) == [(2, 5)] * 3
    assert spans(batched(Batch(least=4, most=4, factors=factors), cases=4)) == [(3, 9)] * 4
    assert spans(batched(Batch(least=1, most=1, factors=factors), cases=1)) == [(0, 2)]


def test_a_batch_goes_when_its_first_has_waited_long_enough() -> None:
    result = batched(Batch(wait=fixed(1.5)), cases=3)
    assert spans(result) == [(1.5, 3.5)] * 2 + [(3.5, 5.5)]
    assert batched(Batch(least=2, most=2, wait=fixed(9)), cases=2).activities["A"].batching_s == HOUR / 2


def test_one_alone_in_a_batch_waits_longer_and_goes_with_the_second() -> None:
    # Hourly arrivals. Several go after a wait of 1.5; when one is alone then, the second takes it along, or after 4.
    assert spans(batched(Batch(wait=fixed(1.5), wait_alone=fixed(4)), cases=3)) == [(1.5, 3.5)] * 2 + [(6, 8)]
    assert spans(batched(Batch(wait=fixed(0.5), wait_alone=fixed(4)), cases=3)) == [(1, 3)] * 2 + [(6, 8)]
    assert spans(batched(Batch(wait=fixed(0.5), wait_alone=fixed(0.7)), cases=2)) == [(0.7, 2.7), (2.7, 4.7)]


def test_a_meeting_every_tuesday_and_thursday_takes_all_that_has_come() -> None:
    meeting = Batch(release=Release(days=(1, 3), at_s=10 * HOUR), most=3)
    result = batched(meeting, cases=5, every=10)
    # Cases at 0, 10, 20: full. Tuesday 10:00 is 34, when the case of 30 has come; Thursday 10:00 is 82.
    assert spans(result) == [(20, 22)] * 3 + [(34, 36)] + [(82, 84)]


def test_releases_keep_to_the_closed_days_of_a_calendar() -> None:
    closed = replace(daily("c", 0, 24), closed=("2026-01-06",))
    meeting = Batch(release=Release(days=(1, 3), at_s=10 * HOUR, calendar="c"))
    assert spans(batched(meeting, cases=1, calendars={"c": closed})) == [(82, 84)]


def test_batches_that_never_fill_are_done_at_the_end_and_said() -> None:
    result = batched(Batch(least=4, most=4), cases=6)
    assert spans(result) == [(3, 5)] * 4 + [(5, 7)] * 2
    assert [str(text) for text in result.warnings if "batch" in str(text)] == [
        "At A 2 were left in a batch that never filled; they were done at the end."
    ]


def test_a_batch_without_anybody_s_time_begins_at_once() -> None:
    scenario = said([], {"A": ("r", 2)}, cases=2)
    activities = {"A": ActivityParameters(duration=fixed(2), batch=Batch(least=2, most=2))}
    result = run(Scenario(arrivals=scenario.arrivals, activities=activities, cases=2, warm_up=0, replications=1))
    assert spans(result) == [(1, 3)] * 2


def interrupted_after(iso: str, batch: Batch) -> SimulationResult:
    late = node("t", "boundaryEvent", attached_to="A", definitions=(timer(iso),))
    made = model({"s": "startEvent", "A": "userTask", "t": late, "e": "endEvent", "f": "endEvent"}, "s > A > e, t > f")
    result = run(said([pool("r", amount=1)], {"A": ("r", 2, {"batch": batch})}, cases=3), made)
    assert_sum_of_parts(result)
    return result


def test_who_is_interrupted_leaves_the_batch_and_the_others_go_on() -> None:
    result = interrupted_after("PT3H30M", Batch(least=3, most=3))
    assert [row[0] for row in rows(result)] == ["1", "2"]
    assert spans(result) == [(2, 4), (2, 4)]
    assert result.measures["processing_time"].mean * 3 == (1.5 + 2 + 2) * HOUR


def test_in_a_batch_done_one_after_the_other_the_next_begins_when_one_is_interrupted() -> None:
    result = interrupted_after("PT3H30M", Batch(least=3, most=3, is_together=False))
    # Case 0 from 2 to 3.5, case 1 to 4.5, case 2 to 5.5: each is interrupted before it is done.
    assert result.activities["A"].instances == 0
    assert result.measures["processing_time"].mean * 3 == (1.5 + 1 + 1) * HOUR


def test_who_leaves_while_the_batch_gathers_makes_room() -> None:
    result = interrupted_after("PT1H30M", Batch(least=2, most=2, wait=fixed(9)))
    # Cases 0 and 1 begin at 1; case 0 is interrupted at 1.5, case 1 at 2.5, case 2 (from 2) waits alone until 3.5.
    assert result.activities["A"].instances == 0
    assert result.measures["processing_time"].mean * 3 == (0.5 + 1.5) * HOUR
    assert result.activities["A"].batching_s == 0  # per completed instance, of which there are none


def assert_sum_of_parts(result: SimulationResult) -> None:
    measures = result.measures
    total = measures["processing_time"].mean + measures["waiting_time"].mean
    assert measures["cycle_time"].mean == pytest.approx(total)


def test_terminating_a_case_with_two_instances_in_one_batch_takes_both_out() -> None:
    end = node("x", "endEvent", definitions=(definition("terminate"),))
    kinds = {"s": "startEvent", "g": "parallelGateway", "h": "exclusiveGateway", "A": "userTask", "x": end}
    made = model(kinds, "s > g > h > A > x, g > h")
    scenario = said([pool("r", amount=1)], {"A": ("r", 2, {"batch": Batch(least=4, most=4)})}, cases=2)
    result = run(scenario, made)
    assert len(rows(result)) == 2
    assert result.measures["cycle_time"].mean == 2.5 * HOUR


def test_instances_of_one_activity_gather_like_those_of_several_cases() -> None:
    many = node("A", "userTask", loop=MultiInstance())
    made = model({"s": "startEvent", "A": many, "e": "endEvent"}, "s > A > e")
    batch = Batch(least=2, most=2, is_together=False)
    more = {"batch": batch, "instances": Distribution(type="fixed", value=3)}
    result = run(said([pool("r", amount=1)], {"A": ("r", 2, more)}, cases=2), made)
    # Two of case 0 from 0 to 4; its third and one of case 1 from 4 to 8; the last two of case 1 from 8 to 12.
    assert [row[0] for row in rows(result)] == ["0", "0", "0", "1", "1", "1"]
    assert [row[3] for row in rows(result)] == [0, 2, 4, 6, 8, 10]
    assert result.measures["cycle_time"].mean == (6 + 11) / 2 * HOUR


def test_batches_and_setbacks_exclude_each_other() -> None:
    more = {"batch": Batch(least=2), "setback": Setback(probability=1, duration=fixed(1))}
    with pytest.raises(ScenarioError, match="batches") as caught:
        run(said([pool("r", amount=1)], {"A": ("r", 2, more)}))
    assert caught.value.path == "activities.A.setback"


BATCHES = st.builds(
    Batch,
    least=st.none() | st.integers(1, 4),
    most=st.none() | st.integers(4, 6),
    wait=st.just(Distribution(type="exponential", mean=3000.0)),
    is_together=st.booleans(),
    set_up=st.none() | st.just(fixed(0.1)),
)


@settings(deadline=None, max_examples=15)
@given(BATCHES, BATCHES, st.integers(1, 3), st.integers(0, 99))
def test_every_second_of_waiting_has_a_cause(first: Batch, second: Batch, amount: int, seed: int) -> None:
    law = Distribution(type="exponential", mean=900.0)
    batches = {"A": first, "B": second, "C": None}
    scenario = Scenario(
        arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=2400.0 / amount)),
        resources={"r": ResourcePool(id="r", amount=amount, cost_per_h=1)},
        activities={
            key: ActivityParameters(resources=("r",), duration=law, batch=batch, set_up=fixed(0.05), priority=len(key))
            for key, batch in batches.items()
        },
        cases=40,
        warm_up=0,
        replications=1,
    )
    result = simulate(compile_simulation(line("A", "B", "C"), scenario), seed=seed)
    assert all(figures.instances == 1 for figures in result.activities.values())
    for figures in result.activities.values():
        assert_causes_add_up(figures)
    assert_sum_of_parts(result)
    assert result.resources["r"].cost * 3600 == pytest.approx(result.resources["r"].busy_s)


def test_a_batch_goes_when_nobody_has_come_for_a_pause_sooner_where_it_is_not_alone() -> None:
    moments = Arrivals(inter_arrival=fixed(1), moments_s=(0.0, HOUR, 2 * HOUR, 12 * HOUR))
    team = ResourcePool(id="r", amount=2)
    batch = Batch(pause=fixed(1.5), pause_alone=fixed(4))
    result = run(replace(said([team], {"A": ("r", 2, {"batch": batch})}, cases=4), arrivals=moments))
    # The third comes within an hour and a half of the second; nobody comes after them, nor in four hours of the fourth.
    assert spans(result) == [(3.5, 5.5)] * 3 + [(16, 18)]


def test_one_that_waits_alone_waits_as_long_as_several_unless_it_is_said() -> None:
    assert spans(batched(Batch(pause=fixed(0.5)), cases=2)) == [(0.5, 2.5), (2.5, 4.5)]


def test_a_pause_lets_go_what_never_is_enough() -> None:
    result = batched(Batch(least=9, pause=fixed(1.5)), cases=3, amount=2)
    assert spans(result) == [(3.5, 5.5)] * 3


@settings(max_examples=25, deadline=None)
@given(count=st.integers(1, 5), seed=st.integers(0, 1000))
def test_in_turns_each_gets_an_equal_part_of_the_time(count: int, seed: int) -> None:
    law = Distribution(type="exponential", mean=HOUR)
    batch = Batch(least=count, most=count, is_together=False)
    once = Arrivals(inter_arrival=fixed(1), moments_s=tuple(float(number) for number in range(count + 1)))

    def ends(batch: Batch) -> tuple[list[float], SimulationResult]:
        activity = ActivityParameters(resources=("r",), duration=law, batch=batch)
        scenario = Scenario(arrivals=once, resources={"r": ResourcePool(id="r")}, activities={"A": activity})
        compiled = compile_simulation(line("A"), scenario)
        result = simulate(compiled, cases=count, warm_up=0, replications=1, seed=seed, keep_log=True)
        return [row[4] - row[3] for row in sorted(rows(result), key=lambda row: int(row[0]))], result

    alone, one_by_one = ends(batch)
    found, in_turns = ends(replace(batch, is_in_turns=True))
    # Of those that are in work each gets the same part: who needs less is done before.
    expected = [math.fsum(min(own, other) for other in alone) for own in alone]
    assert found == pytest.approx(expected, abs=1e-5)
    assert in_turns.resources["r"].busy_s == pytest.approx(one_by_one.resources["r"].busy_s)
    assert_causes_add_up(in_turns.activities["A"])


def test_who_is_interrupted_leaves_the_others_more_of_the_time() -> None:
    result = interrupted_after("PT4H", Batch(least=3, most=3, is_together=False, is_in_turns=True))
    # All begin at 2. Case 0 is interrupted at 4, case 1 at 5; of two hours case 2 has then had 2/3 and 1/2.
    assert spans(result)[-1] == pytest.approx((2, 5 + 2 - 2 / 3 - 1 / 2))
    assert_causes_add_up(result.activities["A"])
    assert result.resources["r"].busy_s * 3 == pytest.approx((7 - 2 / 3 - 1 / 2 - 2) * HOUR)
