"""Each way of losing time is found where it was put, with its time, its cost and the cases it touches."""

from dataclasses import replace

import pytest

from analysis.bottlenecks import KINDS, Bottleneck, find_bottlenecks
from analysis.flow import analyse_flow
from analysis.scenario import Distribution, ResourcePool, Scenario, with_defaults
from analysis.scenario.values import ActivityParameters, Arrivals, Calendar, EventParameters, Opening
from analysis.scenario.work_values import Batch, Setback
from analysis.simulation import compile_simulation, simulate
from analysis.structure import measure_structure
from bpmn.model import Collaboration, Lane, MessageFlow, Model, Participant
from tests.analysis.models import definition, model, node

HOUR = 3600.0


def fixed(hours: float) -> Distribution:
    return Distribution(type="fixed", value=hours * HOUR)


def line(name: str = "Check", **more: object) -> Model:
    """Start, one activity "A", end."""
    return model({"s": "startEvent", "A": node("A", "userTask", name=name), "e": "endEvent"}, "s > A > e", **more)


def scenario(activity: ActivityParameters, pool: ResourcePool | None = None, **more: object) -> Scenario:
    values = {
        "arrivals": Arrivals(inter_arrival=fixed(5)),
        "resources": {"office": pool or ResourcePool(id="office", amount=2, cost_per_h=100.0)},
        "activities": {"A": activity},
        "cases": 40,
        "warm_up": 0,
        "replications": 2,
        **more,
    }
    return Scenario(**values)  # type: ignore[arg-type]  # fields by name


def bottlenecks(of: Model, given: Scenario, *, is_simulated: bool = True) -> tuple[Bottleneck, ...]:
    known = with_defaults(of, given).scenario
    result = simulate(compile_simulation(of, known)) if is_simulated else None
    structure, flow = measure_structure(of), analyse_flow(of, known)
    return find_bottlenecks(of, known, structure=structure, flow=flow, simulation=result)


def the(kind: str, found: tuple[Bottleneck, ...], element: str = "A") -> Bottleneck:
    return next(one for one in found if (one.kind, one.element) == (kind, element))


WORK = ActivityParameters(resources=("office",), duration=fixed(1))


@pytest.mark.parametrize("is_simulated", [True, False])
def test_work_costs_what_its_people_cost(is_simulated: bool) -> None:
    found = the("work", bottlenecks(line(), scenario(WORK), is_simulated=is_simulated))
    assert (found.time_s, found.cost, found.cases) == pytest.approx((HOUR, 100.0, 1.0))
    assert found.share == pytest.approx(1.0)


@pytest.mark.parametrize("is_simulated", [True, False])
def test_a_delay_is_its_own_kind_and_costs_the_office_nothing(is_simulated: bool) -> None:
    found = bottlenecks(line(), scenario(replace(WORK, delay=fixed(3))), is_simulated=is_simulated)
    assert the("delay", found).time_s == pytest.approx(3 * HOUR)
    assert the("delay", found).cost == 0
    assert the("delay", found).share == pytest.approx(0.75)


def test_the_delay_of_an_applicants_own_step_waits_for_the_applicant() -> None:
    applicant = ResourcePool(id="office", amount=None, side="applicant")
    found = bottlenecks(line(), scenario(replace(WORK, delay=fixed(3)), applicant))
    assert the("applicant", found).time_s == pytest.approx(3 * HOUR)


def test_an_event_that_a_citizens_message_brings_waits_for_the_applicant() -> None:
    waiting = node("w", "intermediateCatchEvent", definitions=(definition("message"),))
    made = model({"s": "startEvent", "w": waiting, "e": "endEvent"}, "s > w > e")
    talk = Collaboration(
        id="c",
        type="collaboration",
        participants=(Participant(id="citizen", type="participant", name="Citizen"),),
        message_flows=(MessageFlow(id="m", type="messageFlow", source="citizen", target="w"),),
    )
    events = {"w": EventParameters(duration=fixed(10))}
    given = scenario(WORK, activities={}, events=events)
    assert the("applicant", bottlenecks(replace(made, collaborations=(talk,)), given), "w").time_s == pytest.approx(
        36000
    )
    assert the("delay", bottlenecks(made, given), "w").time_s == pytest.approx(36000)


def test_what_is_missing_waits_for_the_applicant() -> None:
    setback = Setback(probability=1.0, duration=fixed(8), share_after=0.5)
    found = the("applicant", bottlenecks(line(), scenario(replace(WORK, setback=setback))))
    assert found.time_s == pytest.approx(8 * HOUR)
    assert "set back" in str(found.reason)


def test_a_batch_of_two_makes_the_first_wait_for_the_second() -> None:
    found = the("batching", bottlenecks(line(), scenario(replace(WORK, batch=Batch(least=2)))))
    assert found.time_s == pytest.approx(2.5 * HOUR, rel=0.05)


def test_work_that_comes_before_opening_lies_over_closing_hours() -> None:
    mornings = Calendar(id="mornings", openings=(Opening(days=(0, 1, 2, 3, 4, 5, 6), from_s=0.0, to_s=6 * HOUR),))
    pool = ResourcePool(id="office", amount=2, calendar="mornings")
    given = scenario(WORK, pool, calendars={"mornings": mornings})
    found = the("calendar", bottlenecks(line(), given))
    assert found.time_s > HOUR
    assert "42 hours a week" in str(found.reason)
    assert found.numbers["open_h_per_week"] == pytest.approx(42)


def test_a_role_whose_hours_hold_up_several_activities_is_one_entry_for_all_of_them() -> None:
    mornings = Calendar(id="mornings", openings=(Opening(days=(0, 1, 2, 3, 4, 5, 6), from_s=0.0, to_s=6 * HOUR),))
    pool = ResourcePool(id="office", amount=2, calendar="mornings")
    made = model({"s": "startEvent", "A": "userTask", "B": "userTask", "e": "endEvent"}, "s > A > B > e")
    activities = {"A": replace(WORK, duration=fixed(4)), "B": replace(WORK, duration=fixed(4))}
    given = scenario(WORK, pool, activities=activities, calendars={"mornings": mornings})
    found = bottlenecks(made, replace(given, arrivals=Arrivals(inter_arrival=fixed(20))))
    role = the("calendar", found, "office")
    each = [the("calendar", found, key) for key in "AB"]
    assert role.time_s == pytest.approx(sum(one.time_s for one in each))
    assert (role.place, role.elements) == ("role", ("A", "B"))


def test_a_queue_is_capacity_and_one_person_whom_every_case_passes_is_a_single_point() -> None:
    busy = scenario(replace(WORK, duration=Distribution(type="exponential", mean=4 * HOUR)), cases=300)
    one = replace(busy, resources={"office": ResourcePool(id="office", amount=1)})
    found = bottlenecks(line(), one)
    assert the("capacity", found).time_s == pytest.approx(the("passage", found).time_s)
    assert not [entry for entry in bottlenecks(line(), busy) if entry.kind == "passage"]
    role = the("capacity", found, "office")
    assert (role.place, role.elements) == ("role", ("A",))


def test_a_pool_with_more_work_than_it_can_do_comes_first_with_its_load() -> None:
    found = bottlenecks(line(), scenario(replace(WORK, duration=fixed(15))))[0]
    assert (found.kind, found.element, found.share) == ("overload", "office", 1.0)
    assert "150 %" in str(found.reason)


@pytest.mark.parametrize("name", ["Approve the licence", "Sign certificate", "Зөвшөөрөл олгох", "Баталгаажуулах"])
def test_what_approves_is_an_approval_and_no_plain_work(name: str) -> None:
    found = bottlenecks(line(name), scenario(replace(WORK, delay=fixed(2))))
    assert the("approval", found).time_s == pytest.approx(3 * HOUR)
    assert {one.kind for one in found} & {"work", "delay"} == set()


@pytest.mark.parametrize("name", ["Design the form", "Send signed copy", "Assign clerk", "Шалгах"])
def test_what_only_sounds_like_it_is_plain_work(name: str) -> None:
    assert the("work", bottlenecks(line(name), scenario(WORK)))


def test_work_handed_from_lane_to_lane_waits_as_a_hand_off() -> None:
    lanes = (
        Lane(id="L1", type="lane", name="Front", nodes=("s", "A")),
        Lane(id="L2", type="lane", name="Back", nodes=("B", "e")),
    )
    made = model({"s": "startEvent", "A": "userTask", "B": "userTask", "e": "endEvent"}, "s > A > B > e", lanes=lanes)
    given = scenario(WORK, activities={"A": WORK, "B": replace(WORK, delay=fixed(4))})
    found = the("hand-off", bottlenecks(made, given), "B")
    assert (found.place, found.time_s) == ("hand-off", pytest.approx(4 * HOUR))
    assert "Back" in str(found.reason)


LOOP = model(
    {"s": "startEvent", "m": "exclusiveGateway", "A": "userTask", "x": "exclusiveGateway", "e": "endEvent"},
    "s > m > A > x > e, x > m",
)


def test_a_loop_costs_the_time_and_the_money_of_what_is_repeated() -> None:
    found = the("rework", bottlenecks(LOOP, scenario(WORK, flows={"x_m": 0.5}), is_simulated=False))
    # One repeat a case (0.5 / (1 - 0.5)) of one hour at 100; at most all cases repeat.
    assert (found.time_s, found.cost) == pytest.approx((HOUR, 100.0), rel=0.05)
    assert found.place == "loop"
    assert set(found.elements) == {"m", "A", "x"}
    assert found.back_edges == ("x_m",)


def test_waiting_and_work_of_all_kinds_add_up_to_the_time_of_a_case() -> None:
    activity = replace(WORK, delay=fixed(3), setback=Setback(probability=0.5, duration=fixed(8)))
    mornings = Calendar(id="mornings", openings=(Opening(days=(0, 1, 2, 3, 4, 5, 6), from_s=0.0, to_s=9 * HOUR),))
    given = scenario(
        activity, ResourcePool(id="office", amount=1, calendar="mornings"), calendars={"mornings": mornings}
    )
    found = bottlenecks(line(), given)
    own = [one for one in found if one.kind not in {"passage", "rework", "overload"} and one.place != "role"]
    assert sum(one.share for one in own) == pytest.approx(1.0, abs=0.01)


def test_the_order_is_the_same_every_time_and_every_kind_has_a_name_in_both_languages() -> None:
    given = scenario(replace(WORK, delay=fixed(3)), flows={"x_m": 0.5})
    first, second = bottlenecks(LOOP, given), bottlenecks(LOOP, given)
    assert first == second
    assert [one.rank for one in first] == list(range(1, len(first) + 1))
    assert all(one.reason.into("mn") != one.reason.into("en") for one in first)
    assert all(word.into("mn") != word.into("en") for word in KINDS.values())
