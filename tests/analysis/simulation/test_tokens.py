"""Schedules worked out by hand: fixed times, one case, every construct."""

from typing import Any

import pytest

from analysis.errors import ScenarioError, SimulationError
from analysis.scenario import ActivityParameters, Distribution, EventParameters, Scenario
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn.model import FlowNode, Model, MultiInstance
from tests.analysis.models import definition, model, node, scope, timer


def fixed(seconds: float) -> Distribution:
    return Distribution(type="fixed", value=seconds)


def run(made: Model, times: dict[str, float], *, cases: int = 1, **more: Any) -> SimulationResult:
    activities = {key: ActivityParameters(duration=fixed(seconds)) for key, seconds in times.items()}
    said = Scenario(activities=activities, cases=cases, warm_up=0, replications=1, **more)
    return simulate(compile_simulation(made, said), keep_log=True)


def cycle(made: Model, times: dict[str, float], **more: Any) -> float:
    return run(made, times, **more).measures["cycle_time"].mean


def events(**seconds: float) -> dict[str, EventParameters]:
    return {key: EventParameters(duration=fixed(value)) for key, value in seconds.items()}


ENDS: dict[str, str | FlowNode] = {"s": "startEvent", "e": "endEvent"}


def test_tasks_in_a_row_take_the_sum() -> None:
    assert cycle(model({**ENDS, "A": "task", "B": "task"}, "s > A > B > e"), {"A": 10, "B": 5}) == 15


def test_an_inclusive_join_waits_for_all_taken_ways_and_for_no_other() -> None:
    kinds = {**ENDS, "g": "inclusiveGateway", "A": "task", "B": "task", "C": "task", "j": "inclusiveGateway"}
    made = model(kinds, "s > g > A > j > e, g > B > j, g > C > j")
    flows = {"g_A": 1.0, "g_B": 1.0, "g_C": 0.0}
    assert cycle(made, {"A": 10, "B": 25, "C": 99}, flows=flows) == 25


def test_an_inclusive_join_waits_for_a_token_that_is_still_far_away() -> None:
    kinds = {**ENDS, "g": "inclusiveGateway", "A": "task", "B": "task", "C": "task", "j": "inclusiveGateway"}
    made = model(kinds, "s > g > A > j > e, g > B > C > j")
    assert cycle(made, {"A": 1, "B": 30, "C": 30}, flows={"g_A": 1.0, "g_B": 1.0}) == 60


def test_the_first_event_wins_at_an_event_based_gateway() -> None:
    kinds: dict[str, str | FlowNode] = {
        **ENDS,
        "g": "eventBasedGateway",
        "m": node("m", "intermediateCatchEvent", definitions=(definition("message"),)),
        "t": node("t", "intermediateCatchEvent", definitions=(timer("PT1H"),)),
        "A": "task",
        "B": "task",
        "f": "endEvent",
    }
    made = model(kinds, "s > g > m > A > e, g > t > B > f")
    assert cycle(made, {"A": 10, "B": 20}, events=events(m=600)) == 610
    assert cycle(made, {"A": 10, "B": 20}, events=events(m=7200)) == 3620


@pytest.mark.parametrize(("work", "expected"), [(100.0, 100.0), (9000.0, 3605.0)])
def test_an_interrupting_timer_ends_its_activity(work: float, expected: float) -> None:
    timed = node("t", "boundaryEvent", attached_to="A", definitions=(timer("PT1H"),))
    made = model({**ENDS, "A": "task", "t": timed, "B": "task", "f": "endEvent"}, "s > A > e, t > B > f")
    assert cycle(made, {"A": work, "B": 5}) == expected


def test_a_timer_that_does_not_interrupt_runs_beside_and_repeats() -> None:
    timed = node(
        "t", "boundaryEvent", attached_to="A", cancel_activity=False, definitions=(timer("R3/PT1H", "timeCycle"),)
    )
    made = model({**ENDS, "A": "task", "t": timed, "B": "task", "f": "endEvent"}, "s > A > e, t > B > f")
    result = run(made, {"A": 9000, "B": 5})
    assert result.activities["B"].instances == 2
    assert result.measures["cycle_time"].mean == 9000


def test_an_interrupted_sub_process_leaves_nothing_behind() -> None:
    inner = scope({"is": "startEvent", "X": "task", "ie": "endEvent"}, "is > X > ie")
    timed = node("t", "boundaryEvent", attached_to="S", definitions=(timer("PT1H"),))
    kinds = {**ENDS, "S": node("S", "subProcess", scope=inner), "t": timed, "f": "endEvent"}
    result = run(model(kinds, "s > S > e, t > f"), {"X": 7200})
    assert result.measures["cycle_time"].mean == 3600
    assert result.activities["X"].instances == 0


def test_an_error_in_a_sub_process_goes_to_its_boundary() -> None:
    inner = scope(
        {"is": "startEvent", "X": "task", "err": node("err", "endEvent", definitions=(definition("error", "E1"),))},
        "is > X > err",
    )
    caught = node("c", "boundaryEvent", attached_to="S", definitions=(definition("error", "E1"),))
    kinds = {**ENDS, "S": node("S", "subProcess", scope=inner), "c": caught, "B": "task", "f": "endEvent"}
    assert cycle(model(kinds, "s > S > e, c > B > f"), {"X": 10, "B": 7}) == 17


def test_terminate_ends_what_still_runs() -> None:
    end = node("x", "endEvent", definitions=(definition("terminate"),))
    kinds = {"s": "startEvent", "g": "parallelGateway", "A": "task", "B": "task", "x": end, "e": "endEvent"}
    assert cycle(model(kinds, "s > g > A > x, g > B > e"), {"A": 10, "B": 1000}) == 10


@pytest.mark.parametrize(("sequential", "expected"), [(True, 30.0), (False, 10.0)])
def test_several_instances_run_one_after_the_other_or_at_once(sequential: bool, expected: float) -> None:
    many = node("A", "task", loop=MultiInstance(is_sequential=sequential))
    activities = {"A": ActivityParameters(duration=fixed(10), instances=fixed(3))}
    said = Scenario(activities=activities, cases=1, replications=1)
    result = simulate(compile_simulation(model({**ENDS, "A": many}, "s > A > e"), said))
    assert result.measures["cycle_time"].mean == expected
    assert result.activities["A"].instances == 3
    assert result.measures["rework"].mean == 0


def test_several_instances_of_a_sub_process_end_together() -> None:
    inner = scope({"is": "startEvent", "X": "task", "ie": "endEvent"}, "is > X > ie")
    many = node("S", "subProcess", scope=inner, loop=MultiInstance())
    said = Scenario(
        activities={"X": ActivityParameters(duration=fixed(10)), "S": ActivityParameters(instances=fixed(4))},
        cases=1,
        replications=1,
    )
    result = simulate(compile_simulation(model({**ENDS, "S": many}, "s > S > e"), said))
    assert result.measures["cycle_time"].mean == 10
    assert result.activities["X"].instances == 4


def test_a_join_that_waits_for_ever_is_named() -> None:
    kinds = {**ENDS, "g": "exclusiveGateway", "A": "task", "B": "task", "j": "parallelGateway"}
    with pytest.raises(SimulationError, match="never end") as caught:
        run(model(kinds, "s > g > A > j > e, g > B > j"), {"A": 1, "B": 1}, cases=5)
    assert caught.value.element == "j"


def test_a_loop_without_a_way_out_is_named() -> None:
    kinds = {**ENDS, "m": "exclusiveGateway", "A": "task", "g": "exclusiveGateway"}
    made = model(kinds, "s > m > A > g > e, g > m")
    with pytest.raises((SimulationError, ScenarioError), match="without end"):
        run(made, {"A": 1}, flows={"g_m": 1.0}, cases=1)


def test_the_log_has_a_row_for_each_activity_instance() -> None:
    result = run(model({**ENDS, "A": "task", "B": "task"}, "s > A > B > e"), {"A": 10, "B": 5}, cases=3)
    assert result.log is not None
    assert result.log.frame["activity"].to_list().count("A") == 3
    assert (result.log.frame["end_time"] - result.log.frame["start_time"]).dt.total_seconds().to_list().count(5) == 3
