"""Which of the waiting work is next, and what its waiting is put down to."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import ScenarioError
from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario
from analysis.scenario.attributes import AttributeSource
from analysis.simulation import compile_simulation, simulate
from bpmn.model import Model
from tests.analysis.models import model
from tests.analysis.simulation.schedules import HOUR, assert_causes_add_up, fixed, rows, run, said


def side_by_side(*tasks: str) -> Model:
    """All tasks begin at once, in the order of their names."""
    kinds = {"s": "startEvent", "g": "parallelGateway", **dict.fromkeys(tasks, "userTask"), "j": "parallelGateway",
             "e": "endEvent"}  # fmt: skip
    return model(kinds, ", ".join(f"g > {task} > j" for task in tasks) + ", s > g, j > e")


def one_clerk(queue: str | None) -> ResourcePool:
    return ResourcePool(id="r", amount=1, queue=queue)


def test_what_is_due_first_is_done_first() -> None:
    later = {"delay": fixed(0.5)}  # until then X keeps the clerk busy
    dues = {"A": 9, "B": 2, "C": 5}
    tasks = {key: ("r", 1, {"due_s": due * HOUR, **later}) for key, due in dues.items()}
    result = run(said([one_clerk("due_date")], {"X": ("r", 1), **tasks}), side_by_side("X", *tasks))
    assert [row[1] for row in rows(result)] == ["X", "B", "C", "A"]


# Of three cases, an hour apart, A takes 3 hours and then B 2. At 6 the clerk is done with A of case 1; B of case 0 has
# been waiting since 3, A of case 2 since 2.


def third_piece(queue: str | None, a: dict[str, Any], b: dict[str, Any], **more: Any) -> tuple[str, str]:
    activities = {"A": ("r", 3, a), "B": ("r", 2, b)}
    case, activity, *_ = rows(run(said([one_clerk(queue)], activities, cases=3, every=1, **more)))[2]
    return case, activity


def test_without_a_due_date_of_its_own_work_is_due_when_its_case_is() -> None:
    assert third_piece("due_date", {}, {}, promise_s=10 * HOUR) == ("0", "B")
    assert third_piece("due_date", {}, {"due_s": 20 * HOUR}, promise_s=10 * HOUR) == ("2", "A")
    assert third_piece("due_date", {"due_s": 4 * HOUR}, {}, promise_s=10 * HOUR) == ("2", "A")
    assert third_piece("due_date", {}, {}) == ("2", "A")


def test_higher_priority_is_done_first_unless_the_queue_is_in_order_of_coming() -> None:
    urgent = {"priority": 5}
    assert third_piece(None, {}, urgent) == ("0", "B")
    assert third_piece("priority", {}, urgent) == ("0", "B")
    assert third_piece("fifo", {}, urgent) == ("2", "A")


def test_waiting_while_later_work_is_done_is_prioritisation() -> None:
    activities = {"A": ("r", 3), "B": ("r", 2, {"priority": 5})}
    result = run(said([one_clerk("priority")], activities, cases=3, every=1))
    # A of case 2 waits from 2 to 10: until 6 for what came before it, then for both B, which came at 3 and at 6.
    # A of case 1 waits 2 hours for an earlier one.
    assert result.activities["A"].contention_s * 3 == pytest.approx((4 + 2) * HOUR)
    assert result.activities["A"].prioritisation_s * 3 == pytest.approx(4 * HOUR)
    assert result.activities["B"].prioritisation_s == 0
    for figures in result.activities.values():
        assert_causes_add_up(figures)


def test_pools_with_different_queues_cannot_share_an_activity() -> None:
    pools = [ResourcePool(id="r", queue="fifo"), ResourcePool(id="q", queue="due_date")]
    scenario = said(pools, {"A": ("r", 1)})
    activities = {"A": ActivityParameters(resources=("r", "q"), duration=fixed(1))}
    with pytest.raises(ScenarioError, match="different queues") as caught:
        run(Scenario(arrivals=scenario.arrivals, resources=scenario.resources, activities=activities, cases=1))
    assert caught.value.path == "activities.A.resource"


@settings(deadline=None, max_examples=10)
@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 9)), min_size=2, max_size=12), st.integers(1, 2))
def test_any_due_dates_are_kept_in_their_order(works: list[tuple[int, int]], amount: int) -> None:
    later = {"delay": fixed(0.5)}  # until then the first ones keep everybody busy
    tasks: dict[str, tuple[str, float, dict[str, Any]]] = {f"X{number}": ("r", 1.0, {}) for number in range(amount)}
    for number, (due, hours) in enumerate(works):
        tasks[f"T{number:02}"] = ("r", hours, {"due_s": due * HOUR, **later})
    result = run(said([ResourcePool(id="r", amount=amount, queue="due_date")], tasks), side_by_side(*tasks))
    started = [(row[3], tasks[row[1]][2]["due_s"]) for row in rows(result)[amount:]]
    dues = [due for _, due in sorted(started)]
    assert dues == sorted(dues)


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 1000), st.sampled_from(["due_date", "priority"]), st.integers(1, 3))
def test_causes_add_up_whatever_the_order(seed: int, queue: str, amount: int) -> None:
    law = Distribution(type="exponential", mean=600.0)
    scenario = Scenario(
        arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=1400.0 / amount)),
        resources={"r": ResourcePool(id="r", amount=amount, queue=queue)},
        activities={
            "A": ActivityParameters(resources=("r",), duration=law, priority=2, due_s=600.0),
            "B": ActivityParameters(resources=("r",), duration=law, due_s=7200.0),
        },
        cases=80,
        warm_up=0,
        replications=1,
    )
    result = simulate(compile_simulation(side_by_side("A", "B"), scenario), seed=seed)
    for figures in result.activities.values():
        assert_causes_add_up(figures)
        assert figures.prioritisation_s >= 0
        assert figures.contention_s >= -1e-9


URGENT = {"urgent": AttributeSource(choices=((True, 0.5), (False, 0.5)))}


@pytest.mark.parametrize(("queue", "more"), [
    (None, {"case_priority": "if urgent then 10 else 0"}),
    ("due_date", {"case_due": "if urgent then 10 else 1000000"}),
])  # fmt: skip
def test_what_is_known_of_a_case_may_order_the_work_on_it(queue: str | None, more: dict[str, Any]) -> None:
    pools = [ResourcePool(id="r", amount=1, queue=queue), ResourcePool(id="q", amount=1, queue=queue)]
    # A lets all nine cases go on at the same time; which of them is urgent is known when it arrives.
    scenario = said(pools, {"A": ("q", 0.1), "B": ("r", 5)}, cases=9, every=0.01, attributes=URGENT, **more)
    kinds = {"s": "startEvent", "A": "userTask", "g": "exclusiveGateway", "U": "userTask", "L": "userTask",
             "e": "endEvent"}  # fmt: skip
    made = model(kinds, "s > A > g > U > e, g > L > e")
    work = {key: ActivityParameters(resources=("r",), duration=fixed(5), delay=fixed(3)) for key in "UL"}
    activities = {"A": scenario.activities["A"], **work}
    result = run(replace(scenario, activities=activities, rules={"g_U": "urgent", "g_L": "not(urgent)"}), made)
    order = [row[1] for row in rows(result) if row[1] != "A"]
    assert set(order) == {"U", "L"}
    assert order[1:] == sorted(order[1:], reverse=True)


def test_a_rule_that_cannot_be_evaluated_is_named_by_its_path() -> None:
    with pytest.raises(ScenarioError, match="cannot be simulated") as caught:
        run(said([one_clerk(None)], {"A": ("r", 1)}, case_priority="if urgent then"))
    assert caught.value.path == "case_priority"
