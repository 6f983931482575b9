"""People who differ, batches, setbacks, transfers and absence, by hand."""

from datetime import date

import pytest

from analysis.flow import Flow, analyse_flow
from analysis.flow.bulk import bulk_service
from analysis.flow.laws import law_of
from analysis.scenario import (
    Absence,
    ActivityParameters,
    Arrivals,
    Batch,
    Calendar,
    Distribution,
    Leave,
    Member,
    Opening,
    Release,
    ResourcePool,
    Scenario,
    Setback,
    Transfer,
)
from bpmn.model import Model
from tests.analysis.models import line

HOUR = 3600.0


def fixed(hours: float) -> Distribution:
    return Distribution(type="fixed", value=hours * HOUR)


def exponential(hours: float) -> Distribution:
    return Distribution(type="exponential", mean=hours * HOUR)


def pool(key: str, *members: Member, amount: int | None = None, **more: object) -> ResourcePool:
    values = {"cost_per_h": 10.0, **more}
    return ResourcePool(id=key, amount=len(members) if amount is None else amount, members=members, **values)  # type: ignore[arg-type]


def flow(
    made: Model, pools: list[ResourcePool], work: dict[str, ActivityParameters], every: float, **more: object
) -> Flow:
    return analyse_flow(
        made,
        Scenario(
            arrivals=Arrivals(inter_arrival=exponential(every)),
            resources={found.id: found for found in pools},
            activities=work,
            **more,  # type: ignore[arg-type]
        ),
    )


def test_the_fast_do_more_the_busier_all_are() -> None:
    team = pool("r", Member(id="fast", speed={"": 2.0}), Member(id="slow"))
    work = {"A": ActivityParameters(resources=("r",), duration=fixed(1))}
    idle, busy = flow(line("A"), [team], work, 1000), flow(line("A"), [team], work, 1 / 2.9)
    assert idle.processing_time_s == pytest.approx(0.75 * HOUR, rel=1e-3)
    assert busy.processing_time_s == pytest.approx(2 / 3 * HOUR, rel=0.01)
    assert busy.capacity_per_h == pytest.approx(3)


def test_the_dear_cost_more() -> None:
    team = pool("r", Member(id="Anu", cost_per_h=30.0), Member(id="Bat"))
    found = flow(line("A"), [team], {"A": ActivityParameters(resources=("r",), duration=fixed(1))}, 100)
    assert found.cost == pytest.approx(20)


def test_who_may_do_only_some_work_limits_the_capacity() -> None:
    """Anu alone does B, an hour a case; A goes to Bat: one case an hour, where two people would allow four thirds."""
    team = pool("r", Member(id="Anu"), Member(id="Bat", activities=("A",)))
    work = {"A": ActivityParameters(resources=("r",), duration=fixed(0.5))}
    work["B"] = ActivityParameters(resources=("r",), duration=fixed(1))
    found = flow(line("A", "B"), [team], work, 10)
    assert found.capacity_per_h == pytest.approx(1)


def test_somebody_in_two_pools_is_there_once() -> None:
    """Of two pools of one and the same person each gets half: one case takes two hours of hers."""
    pools = [pool("r", Member(id="Anu")), pool("q", Member(id="Anu"))]
    work = {key: ActivityParameters(resources=(who,), duration=fixed(1)) for key, who in (("A", "r"), ("B", "q"))}
    assert flow(line("A", "B"), pools, work, 10).capacity_per_h == pytest.approx(0.5)


def test_an_activity_of_two_pools_goes_where_there_is_room() -> None:
    """Two pools of one each, one of them also doing an hour of B: (1 + 1) / (1 + 1) = one case an hour."""
    pools = [pool("r", amount=1), pool("q", amount=1)]
    work = {"A": ActivityParameters(resources=("r", "q"), duration=fixed(1))}
    work["B"] = ActivityParameters(resources=("r",), duration=fixed(1))
    assert flow(line("A", "B"), pools, work, 10).capacity_per_h == pytest.approx(1)


def test_absence_and_leave_take_from_the_capacity() -> None:
    leave = (Leave(first=date(2026, 3, 1), last=date(2026, 5, 12)),)  # 73 days, a fifth of a year
    work = {"A": ActivityParameters(resources=("r",), duration=fixed(1))}
    ill = flow(line("A"), [pool("r", amount=2, absence=Absence(share=0.25))], work, 10)
    away = flow(line("A"), [pool("r", Member(id="Anu", absence=Absence(leave=leave)))], work, 10)
    assert ill.capacity_per_h == pytest.approx(1.5)
    assert ill.utilisation["r"] == pytest.approx(0.1 / 1.5)
    assert away.capacity_per_h == pytest.approx(0.8, abs=0.001)


def test_a_setback_waits_for_the_applicant_and_shares_the_work() -> None:
    """At most two, each with chance 0.3: 0.3 + 0.09 times ten hours; the work is an hour all the same."""
    work = {"A": ActivityParameters(duration=fixed(1), setback=Setback(probability=0.3, duration=fixed(10), most=2))}
    found = flow(line("A"), [], work, 1)
    assert found.cycle_time_s == pytest.approx((1 + 0.39 * 10) * HOUR)
    assert found.processing_time_s == pytest.approx(HOUR)


def test_a_setback_may_be_work_on_top() -> None:
    setback = Setback(probability=0.5, duration=fixed(10), work_after=fixed(0.25))
    team = [pool("r", amount=50)]
    found = flow(line("A"), team, {"A": ActivityParameters(resources=("r",), duration=fixed(1), setback=setback)}, 10)
    assert found.processing_time_s == pytest.approx(1.125 * HOUR)
    assert found.cost == pytest.approx(11.25)
    assert found.cycle_time_s == pytest.approx((1.125 + 5) * HOUR, rel=1e-6)


def test_a_batch_waits_half_the_others_and_costs_its_share() -> None:
    """Five at one an hour: the first waits four hours, the last none; an hour and a half of work for all of them."""
    batch = Batch(least=5, factors=((1, 1.0), (5, 1.5)))
    found = flow(
        line("A"),
        [pool("r", amount=50)],
        {"A": ActivityParameters(resources=("r",), duration=fixed(1), batch=batch)},
        1,
    )
    assert found.cycle_time_s == pytest.approx((2 + 1.5) * HOUR, rel=1e-6)
    assert found.work_per_resource_s["r"] == pytest.approx(0.3 * HOUR)


def test_a_batch_let_go_by_time_alone() -> None:
    """The first waits three hours and three come after it, for an hour and a half each."""
    found = flow(line("A"), [], {"A": ActivityParameters(duration=fixed(1), batch=Batch(wait=fixed(3)))}, 1)
    assert found.cycle_time_s == pytest.approx(((3 + 3 * 1.5) / 4 + 1) * HOUR, rel=1e-6)


def test_a_weekly_release_is_half_a_week_away() -> None:
    batch = Batch(release=Release(days=(1,), at_s=10 * HOUR))
    found = flow(line("A"), [], {"A": ActivityParameters(duration=fixed(1), batch=batch)}, 10)
    assert found.cycle_time_s == pytest.approx((84 + 1) * HOUR, rel=1e-6)


def test_only_a_change_of_pools_is_a_transfer() -> None:
    """From r to q and no further: the second of q's activities has the case there already."""
    pools = [pool("r", amount=9), pool("q", amount=9)]
    work = {
        key: ActivityParameters(resources=(who,), duration=fixed(1))
        for key, who in (("A", "r"), ("B", "q"), ("C", "q"))
    }
    found = flow(line("A", "B", "C"), pools, work, 1000, transfers=(Transfer(source=None, target="q", time=fixed(24)),))
    assert found.cycle_time_s == pytest.approx(27 * HOUR, rel=1e-6)
    assert found.waiting_by_activity_s["C"] == pytest.approx(0, abs=1)


def test_setting_up_costs_time_whenever_the_work_before_was_another() -> None:
    """Two activities taken up in random order: half of the time the other one came before."""
    work = {key: ActivityParameters(resources=("r",), duration=fixed(1), set_up=fixed(0.2)) for key in "AB"}
    found = flow(line("A", "B"), [pool("r", amount=20)], work, 10)
    assert found.work_per_resource_s["r"] == pytest.approx(2.2 * HOUR)
    assert found.processing_time_s == pytest.approx(2 * HOUR)


def test_a_batch_of_one_is_a_queue_as_any_other() -> None:
    # Pollaczek and Khinchine: ρ (1 + c²) / 2 / (1 - ρ) service times.
    for law, squared in (
        (fixed(1), 0.0),
        (exponential(1), 1.0),
        (Distribution(type="gamma", mean=HOUR, sd=HOUR / 2), 0.25),
    ):
        bulk = bulk_service(0.8 / HOUR, 1, 1, lambda _, law=law: law_of(law))  # type: ignore[misc]
        assert bulk is not None
        assert bulk.wait_s == pytest.approx(0.8 * (1 + squared) / 2 / 0.2 * HOUR, rel=1e-6)


def test_who_comes_while_a_batch_is_done_joins_the_next() -> None:
    def waited(batch: Batch) -> float:
        work = {"A": ActivityParameters(resources=("r",), duration=fixed(1), batch=batch)}
        return flow(line("A"), [pool("r", amount=1)], work, 1 / 4).cycle_time_s / HOUR - 1

    # By an event list of its own, 60,000 instances: 0.573, 0.575 and 0.798.
    assert waited(Batch(least=5)) == pytest.approx(0.573, rel=0.015)
    assert waited(Batch(least=5, most=10)) == pytest.approx(0.575, rel=0.015)
    assert waited(Batch(least=5, most=5)) == pytest.approx(0.798, rel=0.015)


def test_a_batch_that_pauses_waits_for_the_next_to_come() -> None:
    batch = Batch(pause=fixed(1), pause_alone=fixed(2))
    found = flow(line("A"), [], {"A": ActivityParameters(duration=fixed(0), batch=batch)}, 1)
    # Alone with e⁻²: 2 hours. Else the rest of a busy period of M/D/∞ with a first gap below 2.
    assert found.cycle_time_s / HOUR == pytest.approx(1.90695, rel=1e-4)


def test_a_batch_in_which_one_is_alone_waits_for_the_second() -> None:
    batch = Batch(wait=fixed(1), wait_alone=fixed(2))
    found = flow(line("A"), [], {"A": ActivityParameters(duration=fixed(0), batch=batch)}, 1)
    # 1 + 1/2 + e⁻¹ (1 - e⁻¹) for 2 + e⁻¹ (1 - e⁻¹); by an event list of its own, 400,000 instances: 0.777.
    assert found.cycle_time_s / HOUR == pytest.approx(0.776, abs=0.001)


def test_days_of_absence_make_waits_longer_than_less_capacity_does() -> None:
    def waited(share: float, every: float) -> float:
        work = {"A": ActivityParameters(resources=("r",), duration=exponential(0.5))}
        team = pool("r", amount=1, absence=Absence(share=share), calendar="day")
        opens = Calendar(id="day", openings=(Opening(days=tuple(range(7)), from_s=0, to_s=86400),))
        return flow(line("A"), [team], work, every, calendars={"day": opens}).cycle_time_s

    there, away = waited(0.0, 0.5 / 0.8), waited(0.1, 0.5 / 0.8 / 0.9)
    # The same load of 0.8: 1.1 · 0.1 · 24 h / 0.5 h is added to the two squared coefficients of 1.
    assert away - there > 0.8 / 0.2 * (0.5 / 0.9) * HOUR * (1.1 * 0.1 * 24 / 0.5) / 2 * 0.99
