"""Systems with batches, due dates, speeds and interruptions whose exact answers are known."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.scenario import ActivityParameters, Arrivals, Batch, Distribution, Member, ResourcePool, Scenario, Setback
from analysis.simulation import SimulationResult, compile_simulation, simulate
from tests.analysis.models import line, model, node, timer
from tests.analysis.simulation.schedules import HOUR, assert_causes_add_up, fixed, rows, run, said


def exponential(mean: float) -> Distribution:
    return Distribution(type="exponential", mean=mean)


def queue(rate: float, pool: ResourcePool, **activities: ActivityParameters) -> SimulationResult:
    scenario = Scenario(
        arrivals=Arrivals(inter_arrival=exponential(1 / rate)),
        resources={pool.id: pool},
        activities=activities,
        cases=40_000,
        warm_up=2000,
        replications=10,
        promise_s=30.0,
    )
    return simulate(compile_simulation(line(*activities), scenario))


def test_mean_waits_do_not_depend_on_the_order_of_work() -> None:
    """Kleinrock's conservation law: where the order does not look at durations, the work in the system is the same."""
    work = ActivityParameters(resources=("r",), duration=exponential(1), due_s=5.0)
    result = queue(0.8, ResourcePool(id="r", amount=1, queue="due_date"), A=work)
    assert result.activities["A"].waiting_time_s == pytest.approx(4.0, rel=0.03)


def test_a_fast_and_a_slow_member_get_done_what_comes() -> None:
    """What both get done is what comes: 3 a time unit while the fast one is busy, 1 while the slow one is."""
    members = (Member(id="fast", speed={"": 3.0}), Member(id="slow"))
    pool = ResourcePool(id="r", amount=2, members=members)
    result = queue(2.0, pool, A=ActivityParameters(resources=("r",), duration=exponential(1)))
    fast, slow = result.resources["r"].members
    assert 3 * fast.utilisation + slow.utilisation == pytest.approx(2.0, rel=0.01)
    assert fast.instances == pytest.approx(3 * fast.utilisation / 2, rel=0.01)


@pytest.mark.parametrize("size", [2, 5])
def test_a_batch_gathers_for_half_its_size_less_one_gaps(size: int) -> None:
    """The j-th of k waits for k - j further arrivals: on average (k - 1) / 2 gaps."""
    work = ActivityParameters(duration=exponential(1), batch=Batch(least=size, most=size))
    result = queue(0.5, ResourcePool(id="r", amount=1), A=work)
    figures = result.activities["A"]
    assert figures.batching_s == pytest.approx((size - 1) / 2 / 0.5, rel=0.01)
    assert figures.waiting_time_s == pytest.approx(figures.batching_s, rel=1e-9)


def test_setbacks_only_split_the_work_of_a_busy_clerk() -> None:
    """The clerk's work is what it was: utilisation is rate times mean work, whatever is set back."""
    setback = Setback(probability=0.5, duration=exponential(3), most=4)
    work = ActivityParameters(resources=("r",), duration=exponential(1), setback=setback)
    result = queue(0.6, ResourcePool(id="r", amount=1), A=work)
    assert result.resources["r"].utilisation == pytest.approx(0.6, rel=0.01)
    expected = 3 * sum(0.5**turn for turn in range(1, 5))
    assert result.activities["A"].setback_s == pytest.approx(expected, rel=0.02)


@settings(deadline=None, max_examples=12)
@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 5), st.integers(1, 30)), min_size=2, max_size=10),
    st.integers(1, 2),
)
def test_who_leaves_a_line_from_its_middle_does_not_disturb_its_order(
    works: list[tuple[int, int, int]], amount: int
) -> None:
    tasks = {f"X{number}": ("r", 1.0, {}) for number in range(amount)}
    kinds = {"s": "startEvent", "g": "parallelGateway", "e": "endEvent"}
    flows = ["s > g"]
    for number, (due, hours, _) in enumerate(works):
        tasks[f"T{number}"] = ("r", float(hours), {"due_s": due * HOUR, "delay": fixed(0.5)})
    for key in tasks:
        flows += [f"g > {key} > e{key}"]
        kinds |= {key: "userTask", f"e{key}": "endEvent"}
    for number, (_, _, patience) in enumerate(works):
        late = node(f"t{number}", "boundaryEvent", attached_to=f"T{number}", definitions=(timer(f"PT{patience}H"),))
        kinds |= {late.id: late, f"f{number}": "endEvent"}
        flows += [f"t{number} > f{number}"]
    pool = ResourcePool(id="r", amount=amount, queue="due_date")
    result = run(said([pool], tasks), model(kinds, ", ".join(flows)))
    done = [(row[3], tasks[row[1]][2].get("due_s", 0.0)) for row in rows(result)]
    assert [due for _, due in sorted(done)] == sorted(due for _, due in done)
    for figures in result.activities.values():
        assert_causes_add_up(figures)
