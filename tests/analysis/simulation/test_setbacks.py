"""Setbacks, set-up and transfer times by schedules worked out by hand."""

from dataclasses import replace

import pytest

from analysis.scenario import Distribution, ResourcePool, Setback, Transfer
from analysis.simulation import compile_simulation, simulate
from tests.analysis.models import line, model, node, timer
from tests.analysis.simulation.schedules import HOUR, assert_causes_add_up, daily, fixed, pool, rows, run, said

CLERK = ResourcePool(id="r", amount=1, cost_per_h=10)


def test_work_stops_the_applicant_is_waited_for_and_the_rest_queues_again() -> None:
    setback = Setback(probability=1, duration=fixed(3), share_after=0.25)
    result = run(said([CLERK], {"A": ("r", 4, {"setback": setback})}, cases=2, every=1))
    # Case 0: 0-3, back at 6. Case 1: 3-6, back at 9. Case 0 again 6-7, case 1 again 9-10.
    assert rows(result) == [("0", "A", "r", 0, 7), ("1", "A", "r", 3, 10)]
    figures = result.activities["A"]
    assert figures.instances == 1
    assert figures.processing_time_s == 4 * HOUR
    assert figures.setback_s == 3 * HOUR
    assert figures.contention_s == 1 * HOUR
    assert_causes_add_up(figures)
    assert result.measures["cost_office"].mean == 40
    assert result.measures["rework"].mean == 0


def test_the_rest_may_be_work_of_its_own_and_several_setbacks_may_follow() -> None:
    setback = Setback(probability=1, duration=fixed(2), work_after=fixed(0.5), most=3)
    result = run(said([CLERK], {"A": ("r", 4, {"setback": setback})}))
    assert rows(result) == [("0", "A", "r", 0, 4 + 3 * 2.5)]
    assert result.activities["A"].processing_time_s == 5.5 * HOUR
    assert result.activities["A"].setback_s == 6 * HOUR


def test_each_setback_leaves_its_share_of_what_was_left() -> None:
    setback = Setback(probability=1, duration=fixed(1), share_after=0.5, most=2)
    result = run(said([CLERK], {"A": ("r", 4, {"setback": setback})}))
    assert rows(result) == [("0", "A", "r", 0, 2 + 1 + 1 + 1 + 1)]


def test_setbacks_happen_as_often_as_said() -> None:
    setback = Setback(probability=0.3, duration=fixed(10), most=5)
    scenario = said([pool("r", amount=None)], {"A": ("r", 1, {"setback": setback})}, cases=1500)
    result = simulate(compile_simulation(line("A"), scenario))
    expected = sum(0.3**turn for turn in range(1, 6)) * 10
    assert result.activities["A"].setback_s / HOUR == pytest.approx(expected, rel=0.12)


def test_an_interrupted_setback_is_booked_as_such() -> None:
    late = node("t", "boundaryEvent", attached_to="A", definitions=(timer("PT5H"),))
    made = model({"s": "startEvent", "A": "userTask", "t": late, "e": "endEvent", "f": "endEvent"}, "s > A > e, t > f")
    setback = Setback(probability=1, duration=fixed(30), share_after=0.5)
    result = run(said([CLERK], {"A": ("r", 4, {"setback": setback})}), made)
    assert result.measures["cycle_time"].mean == 5 * HOUR
    assert result.measures["processing_time"].mean == 2 * HOUR
    assert result.measures["waiting_time"].mean == 3 * HOUR


def test_changing_over_from_other_work_takes_set_up_time() -> None:
    activities = {"A": ("r", 2, {"set_up": fixed(0.5)}), "B": ("r", 1, {"set_up": fixed(0.25)})}
    result = run(said([CLERK], activities, cases=2, every=0.5))
    # A of case 0, A of case 1 without change, then B with it, B without.
    assert [row[:2] + row[3:] for row in rows(result)] == [
        ("0", "A", 0, 2),
        ("1", "A", 2, 4),
        ("0", "B", 4, 5.25),
        ("1", "B", 5.25, 6.25),
    ]
    assert result.activities["B"].set_up_s == 0.125 * HOUR
    assert result.activities["B"].processing_time_s == HOUR
    assert result.measures["cost_office"].mean == pytest.approx(10 * 6.25 / 2)
    for figures in result.activities.values():
        assert_causes_add_up(figures)


def test_set_up_counts_in_opening_hours() -> None:
    desk = ResourcePool(id="r", amount=1, calendar="c")
    activities = {"A": ("r", 3), "B": ("r", 1, {"set_up": fixed(2)})}
    result = run(said([desk], activities, calendars={"c": daily("c", 8, 12)}))
    assert [row[3:] for row in rows(result)] == [(8, 11), (11, 34)]
    assert result.activities["B"].interrupted_s == 20 * HOUR
    assert_causes_add_up(result.activities["B"])


def test_a_case_is_on_its_way_between_pools_only() -> None:
    pools = [ResourcePool(id="front", amount=1), ResourcePool(id="back", amount=1), ResourcePool(id="head", amount=1)]
    activities = {"A": ("front", 1), "B": ("back", 1), "C": ("back", 1), "D": ("head", 1, {"delay": fixed(0.5)})}
    transfers = (
        Transfer(source=None, target="head", time=fixed(24)),
        Transfer(source="back", target="head", time=fixed(4)),
        Transfer(source="front", target=None, time=fixed(2)),
    )
    result = run(said(pools, activities, transfers=transfers))
    assert [row[3:] for row in rows(result)] == [(0, 1), (3, 4), (4, 5), (9.5, 10.5)]
    assert result.activities["D"].delay_s == 4.5 * HOUR


def test_work_of_machines_leaves_the_case_with_who_had_it() -> None:
    pools = [ResourcePool(id="front", amount=1), ResourcePool(id="back", amount=1)]
    scenario = said(pools, {"A": ("front", 1), "M": ("front", 1), "B": ("back", 1)},
                    transfers=(Transfer(source="front", target="back", time=fixed(5)),))  # fmt: skip
    machine = replace(scenario.activities["M"], resources=())
    result = run(replace(scenario, activities={**scenario.activities, "M": machine}))
    assert [row[3:] for row in rows(result)] == [(0, 1), (1, 2), (7, 8)]


def test_a_scenario_with_everything_gives_the_same_bytes_twice() -> None:
    law = Distribution(type="exponential", mean=1800.0)
    more = {"setback": Setback(probability=0.5, duration=law, work_after=law), "set_up": law}
    scenario = said([CLERK], {"A": ("r", 1, more), "B": ("r", 0.5)}, cases=50, every=3)
    first, second = (simulate(compile_simulation(line("A", "B"), scenario), seed=3) for _ in range(2))
    for name, values in first.per_replication.items():
        assert values.tobytes() == second.per_replication[name].tobytes()
