"""Relief changes what it says, by as much as it says, and flow analysis and simulation agree on what that does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bottlenecks import Bottleneck, Effect, find_bottlenecks
from analysis.bottlenecks.document import bottleneck_document
from analysis.bottlenecks.relief import check_relief, with_relief
from analysis.bottlenecks.relief.loops import ways_back
from analysis.bottlenecks.relief.people import more_people, open_longer
from analysis.bottlenecks.relief.work import smaller_batches
from analysis.flow import analyse_flow
from analysis.scenario import Distribution, ResourcePool, Scenario, with_defaults
from analysis.scenario.calendars import opening_table
from analysis.scenario.values import ActivityParameters, Arrivals, Calendar, Member, Opening
from analysis.scenario.work_values import Batch
from analysis.simulation import compile_simulation, simulate
from analysis.structure import measure_structure
from bpmn.model import Model
from tests.analysis.models import model

HOUR = 3600.0
LINE = model({"s": "startEvent", "A": "userTask", "e": "endEvent"}, "s > A > e")
LOOP = model(
    {"s": "startEvent", "m": "exclusiveGateway", "A": "userTask", "x": "exclusiveGateway", "e": "endEvent"},
    "s > m > A > x > e, x > m",
)


def exponential(mean: float) -> Distribution:
    return Distribution(type="exponential", mean=mean)


def fixed(seconds: float) -> Distribution:
    return Distribution(type="fixed", value=seconds)


def queueing(load: float, **more: object) -> Scenario:
    """M/M/1 with a mean service of one hour."""
    activity = ActivityParameters(resources=("office",), duration=exponential(HOUR))
    values = {
        "arrivals": Arrivals(inter_arrival=exponential(HOUR / load)),
        "resources": {"office": ResourcePool(id="office", amount=1, cost_per_h=10.0)},
        "activities": {"A": activity},
        "cases": 400,
        "warm_up": 50,
        "replications": 5,
        **more,
    }
    return Scenario(**values)  # type: ignore[arg-type]  # fields by name


def relieved(of: Model, scenario: Scenario) -> tuple[Bottleneck, ...]:
    known = with_defaults(of, scenario).scenario
    flow = analyse_flow(of, known)
    return with_relief(of, known, find_bottlenecks(of, known, structure=measure_structure(of), flow=flow), flow=flow)


def the(kind: str, found: tuple[Bottleneck, ...]) -> Bottleneck:
    return next(one for one in found if one.kind == kind)


def effect(found: Bottleneck, size: str) -> Effect:
    computed = found.relief[size].effect
    assert computed is not None
    return computed


def test_a_second_person_and_as_many_as_needed_take_the_queue_that_erlang_says() -> None:
    found = the("capacity", relieved(LINE, queueing(0.5)))
    # M/M/1 at 0.5 waits 1 h; M/M/2 with the same arrivals 1/15 h; endless servers 0.
    assert effect(found, "ten_per_cent").cycle_time_s == pytest.approx((1 / 15 - 1) * HOUR, rel=1e-6)
    assert effect(found, "removed").cycle_time_s == pytest.approx(-HOUR, rel=1e-6)
    assert effect(found, "ten_per_cent").capacity_per_h == pytest.approx(1.0)
    assert effect(found, "removed").capacity_per_h is None


def test_a_delay_relieved_saves_a_tenth_of_it_and_removed_all_of_it() -> None:
    delayed = ActivityParameters(resources=("office",), duration=fixed(60), delay=fixed(10 * HOUR))
    found = the("delay", relieved(LINE, queueing(0.001, activities={"A": delayed})))
    assert effect(found, "ten_per_cent").cycle_time_s == pytest.approx(-HOUR)
    assert effect(found, "removed").cycle_time_s == pytest.approx(-10 * HOUR)


def test_work_removed_saves_its_time_its_cost_and_its_queue() -> None:
    found = the("work", relieved(LINE, queueing(0.5)))
    assert effect(found, "removed").cycle_time_s == pytest.approx(-2 * HOUR, rel=1e-6)
    assert effect(found, "removed").cost == pytest.approx(-10.0)
    assert effect(found, "ten_per_cent").cost == pytest.approx(-1.0)


def test_a_loop_never_gone_through_again_leaves_one_pass() -> None:
    endless = {"office": ResourcePool(id="office", amount=None, cost_per_h=10.0)}
    found = the("rework", relieved(LOOP, queueing(0.1, resources=endless, flows={"x_m": 0.5})))
    # Passes: 1 / (1 - p): 2 at 0.5, 1 / 0.55 at 0.45, 1 at 0.
    assert effect(found, "ten_per_cent").cycle_time_s == pytest.approx((1 / 0.55 - 2) * HOUR)
    assert effect(found, "removed").cycle_time_s == pytest.approx(-HOUR)
    assert effect(found, "removed").cost == pytest.approx(-10.0)


def test_relief_of_an_overload_says_when_the_queue_stops_growing() -> None:
    found = the("overload", relieved(LINE, queueing(1.5)))
    assert effect(found, "ten_per_cent").cycle_time_s is None
    assert "no longer grows" in str(found.relief["ten_per_cent"].remark)
    still = the("overload", relieved(LINE, queueing(2.5)))
    assert "still grows" in str(still.relief["ten_per_cent"].remark)


@given(st.integers(1, 500))
def test_a_tenth_more_people_are_at_least_one_and_never_more_than_a_tenth_and_one(amount: int) -> None:
    scenario = queueing(0.5, resources={"office": ResourcePool(id="office", amount=amount)})
    change = more_people(scenario, "office", 0.9)
    assert change is not None
    after = change.scenario.resources["office"].amount
    assert after is not None
    assert amount * 1.1 - 1e-9 <= after < amount * 1.1 + 1


def test_named_people_get_a_colleague_like_the_last_of_them() -> None:
    members = (Member(id="bat", speed={"": 2.0}), Member(id="anu", calendar="mornings"))
    pool = ResourcePool(id="office", amount=2, members=members)
    change = more_people(queueing(0.5, resources={"office": pool}), "office", 0.9)
    assert change is not None
    after = change.scenario.resources["office"]
    assert len(after.members) == after.amount == 3
    assert (after.members[-1].calendar, after.members[-1].id) == ("mornings", "office+0")


@given(st.floats(0, 80000), st.floats(60, 86400))
def test_hours_grow_by_a_tenth_and_stay_within_the_day(begin: float, length: float) -> None:
    end = min(86400.0, begin + length)
    calendar = Calendar(id="c", openings=(Opening(days=(0, 2), from_s=begin, to_s=end),))
    pool = ResourcePool(id="office", amount=1, calendar="c")
    scenario = queueing(0.5, resources={"office": pool}, calendars={"c": calendar})
    change = open_longer(scenario, "office", 0.9)
    assert change is not None
    longer = change.scenario.calendars[change.scenario.resources["office"].calendar or ""]
    before = opening_table(calendar, scenario.start).open_share
    assert opening_table(longer, scenario.start).open_share == pytest.approx(min(1.1 * before, 2 / 7), rel=1e-6)


def test_batches_let_go_only_at_fixed_moments_cannot_be_made_a_tenth_smaller() -> None:
    activity = ActivityParameters(resources=("office",), duration=fixed(60), batch=Batch(least=1))
    scenario = queueing(0.1, activities={"A": activity})
    assert smaller_batches(scenario, "A", "A", 0.9) is None
    removed = smaller_batches(scenario, "A", "A", 0.0)
    assert removed is not None
    assert removed.scenario.activities["A"].batch is None


@pytest.mark.parametrize(
    ("flows", "back_edges", "expected"),
    [
        ("s > m > A > x > e, x > m", ("x_m",), {"x": ("x_m",)}),  # asked at the end
        ("s > m > A > x > e, x > B > m", ("B_m",), {"x": ("x_B",)}),  # with work on the way back
        ("s > m > x > e, x > A > B > m", ("B_m",), {"x": ("x_A",)}),  # asked at the beginning
    ],
)
def test_the_gateway_that_decides_to_go_back_is_found(
    flows: str, back_edges: tuple[str, ...], expected: object
) -> None:
    kinds = {"s": "startEvent", "m": "exclusiveGateway", "x": "exclusiveGateway", "e": "endEvent"}
    made = model({**kinds, **dict.fromkeys([key for key in "AB" if key in flows], "userTask")}, flows)
    loop = measure_structure(made).loops[0]
    assert loop.back_edges == back_edges
    assert ways_back(made, None, loop.elements, loop.back_edges) == expected


def checked(change: Effect | None = None) -> Bottleneck:
    known = with_defaults(LINE, queueing(0.6)).scenario
    flow = analyse_flow(LINE, known)
    before = simulate(compile_simulation(LINE, known), seed=3)
    found = find_bottlenecks(LINE, known, structure=measure_structure(LINE), flow=flow, simulation=before)
    found = with_relief(LINE, known, found, flow=flow)
    if change is not None:
        said = {size: replace(relief, effect=change) for size, relief in found[0].relief.items()}
        found = (replace(found[0], relief=said), *found[1:])
    steps: list[tuple[int, int]] = []
    after = check_relief(
        LINE, known, found, before=before, most=1, progress=lambda done, total: steps.append((done, total))
    )
    assert steps == [(1, 2), (2, 2)]
    assert all(relief.checked is None for one in after[1:] for relief in one.relief.values())
    return after[0]


def test_the_worst_is_checked_with_the_same_chance_and_its_interval_is_narrow() -> None:
    relief = checked().relief["removed"]
    assert relief.checked is not None
    cycle_time = relief.checked.cycle_time
    assert cycle_time.ci_low < cycle_time.mean < cycle_time.ci_high < 0
    assert relief.checked.cost.mean == pytest.approx(0, abs=1e-6)


def test_a_disagreement_is_said_with_what_flow_analysis_says() -> None:
    wrong = Effect(cycle_time_s=100 * HOUR, cost=0.0, capacity_per_h=None)
    relief = checked(wrong).relief["removed"]
    assert relief.checked is not None
    assert relief.checked.agrees is False
    assert "4.2 days more" in str(relief.checked.remark)


def test_the_json_document_has_the_keys_of_the_contract() -> None:
    document = bottleneck_document(checked(), "mn")
    assert set(document) >= {"rank", "element", "name", "kind", "reason", "share", "time_s", "cost", "cases", "relief"}
    assert set(document["relief"]) == {"ten_per_cent", "removed"}
    assert set(document["relief"]["removed"]) == {
        "what", "cycle_time_s", "cost", "capacity_per_h", "simulated", "remark",
    }  # fmt: skip
    assert set(document["relief"]["removed"]["simulated"]["cycle_time_s"]) == {"mean", "ci_low", "ci_high"}
