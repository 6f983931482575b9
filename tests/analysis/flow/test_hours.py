"""Closing hours in flow analysis: by hand, and beside the simulation."""

import numpy as np
import pytest

from analysis.flow import Flow, analyse_flow
from analysis.scenario import (
    ActivityParameters,
    Arrivals,
    Calendar,
    Distribution,
    EventParameters,
    Opening,
    ResourcePool,
    Scenario,
)
from analysis.simulation import compile_simulation, simulate
from bpmn.model import Model
from tests.analysis.models import line, model, node, timer
from tests.analysis.simulation.schedules import daily, fixed

HOUR = 3600.0
OFFICE = Calendar(id="office", openings=(Opening(days=(0, 1, 2, 3, 4), from_s=9 * HOUR, to_s=18 * HOUR),))
EVENING = daily("evening", 8, 21)
PARALLEL = model({"s": "startEvent", "e": "endEvent", "g": "parallelGateway", "A": "task", "B": "task",
                  "j": "parallelGateway"}, "s > g > A > j > e, g > B > j")  # fmt: skip
LOOP = model({"s": "startEvent", "e": "endEvent", "m": "exclusiveGateway", "A": "task", "x": "exclusiveGateway",
              "B": "task"}, "s > m > A > x > e, x > B > m")  # fmt: skip


def exponential(hours: float) -> Distribution:
    return Distribution(type="exponential", mean=hours * HOUR)


def triangular(low: float, mode: float, high: float) -> Distribution:
    return Distribution(type="triangular", min=low * HOUR, mode=mode * HOUR, max=high * HOUR)


def scenario(
    every: float, work: dict[str, tuple[str, Distribution]], *, by: str | None = None, **more: object
) -> Scenario:
    """Cases every so many hours; `work`: activity -> (calendar, duration), each by a large pool of its own."""
    delays = more.pop("delays", {})
    amount = more.pop("amount", 30)
    return Scenario(
        arrivals=Arrivals(inter_arrival=exponential(every), calendar=by),
        calendars={"office": OFFICE, "evening": EVENING, "day": daily("day", 9, 17)},
        resources={key: ResourcePool(id=key, amount=amount, calendar=said[0]) for key, said in work.items()},  # type: ignore[arg-type]
        activities={
            key: ActivityParameters(resources=(key,), duration=said[1], delay=delays.get(key))  # type: ignore[attr-defined]
            for key, said in work.items()
        },
        **more,  # type: ignore[arg-type]
    )


def flow(made: Model, said: Scenario) -> Flow:
    return analyse_flow(made, said)


def test_who_comes_at_any_time_waits_half_the_night_as_often_as_it_is_night() -> None:
    found = flow(line("A"), scenario(1000, {"A": ("day", fixed(0))}))
    assert found.cycle_time_s == pytest.approx(16 / 24 * 8 * HOUR, rel=1e-6)


def test_work_of_half_a_day_lies_over_night_as_often_as_it_begins_after_noon() -> None:
    """By day, one time in three: half of it 4 h, half 20 h; by night: 8 h until the opening, and 4 h."""
    found = flow(line("A"), scenario(1000, {"A": ("day", fixed(4))}))
    assert found.cycle_time_s == pytest.approx((1 / 3 * (4 + 20) / 2 + 2 / 3 * (8 + 4)) * HOUR, rel=1e-3)
    assert found.closed_by_activity_s["A"] == pytest.approx(found.cycle_time_s - 4 * HOUR, rel=1e-3)


def test_who_comes_in_the_hours_waits_for_nobody() -> None:
    found = flow(line("A"), scenario(1000, {"A": ("day", fixed(0))}, by="day"))
    assert found.cycle_time_s == pytest.approx(0, abs=1)


def test_two_works_at_once_lie_over_the_same_night() -> None:
    """Branches that begin together in the same hours: the longer of 1 h and 2 h is 2 h, wherever it begins."""
    both = flow(PARALLEL, scenario(1000, {"A": ("office", fixed(1)), "B": ("office", fixed(2))}))
    one = flow(line("B"), scenario(1000, {"B": ("office", fixed(2))}))
    assert both.cycle_time_s == pytest.approx(one.cycle_time_s, rel=1e-6)


def test_a_timer_in_working_time_waits_over_the_night() -> None:
    """Four hours of the day's eight, from any time on, as for work."""
    made = model({"s": "startEvent", "t": node("t", "intermediateCatchEvent", definitions=(timer("PT4H"),)),
                  "e": "endEvent"}, "s > t > e")  # fmt: skip
    said = scenario(1000, {}, events={"t": EventParameters(duration=fixed(4), calendar="day")})
    assert flow(made, said).cycle_time_s == pytest.approx((1 / 3 * (4 + 20) / 2 + 2 / 3 * (8 + 4)) * HOUR, rel=1e-3)


def test_holidays_make_it_longer() -> None:
    work = {"A": ("office", fixed(6))}
    plain = scenario(1000, work)
    closed = Calendar(id="office", openings=OFFICE.openings, holidays="MN")
    with_holidays = Scenario(
        arrivals=plain.arrivals, calendars={"office": closed}, resources=plain.resources, activities=plain.activities
    )
    assert flow(line("A"), with_holidays).cycle_time_s > 1.02 * flow(line("A"), plain).cycle_time_s


CASES = {
    "two offices": (
        line("A", "B"),
        scenario(50, {"A": ("office", triangular(0.2, 1, 3)), "B": ("evening", exponential(2))}),
    ),
    "a delay between": (
        line("A", "B"),
        scenario(5, {"A": ("office", triangular(0.2, 1, 3)), "B": ("office", exponential(2))}, by="office",
                 delays={"B": exponential(5)}),
    ),
    "a loop": (
        LOOP,
        scenario(8, {"A": ("office", exponential(1)), "B": ("evening", fixed(0.5))}, delays={"B": exponential(30)},
                 flows={"x_B": 0.4}),
    ),
    "side by side": (PARALLEL, scenario(8, {"A": ("office", triangular(0.2, 1, 3)), "B": ("office", exponential(2))})),
    "mornings only": (line("A"), scenario(2, {"A": ("office", exponential(0.8))}, amount=2)),
}  # fmt: skip
ALLOWED = {"mornings only": 0.15}
"""Where work piles up over night the wait for it is an approximation; else all must agree within 2 %."""


@pytest.mark.parametrize("name", CASES)
def test_the_mean_is_that_of_the_simulation(name: str) -> None:
    made, said = CASES[name]
    found = flow(made, said)
    simulated = simulate(compile_simulation(made, said), cases=6000, replications=10).measures["cycle_time"]
    allowed = max(ALLOWED.get(name, 0.02) * simulated.mean, simulated.ci_high - simulated.ci_low)
    assert found.cycle_time_s == pytest.approx(simulated.mean, abs=allowed)


def test_the_longer_of_any_two_laws_is_that_of_many_draws() -> None:
    """E max and its spread by numerical integration, beside a million draws."""
    rng = np.random.default_rng(7)
    laws = {"A": triangular(0.2, 1, 3), "B": Distribution(type="lognormal", mean=1.5 * HOUR, sd=HOUR)}
    found = analyse_flow(PARALLEL, Scenario(activities={k: ActivityParameters(duration=d) for k, d in laws.items()}))
    shape = np.sqrt(np.log1p((1 / 1.5) ** 2))
    drawn = np.maximum(rng.triangular(0.2, 1, 3, 10**6), rng.lognormal(np.log(1.5) - shape**2 / 2, shape, 10**6))
    assert found.cycle_time_s / HOUR == pytest.approx(float(drawn.mean()), rel=0.003)
    assert found.cycle_time_sd_s / HOUR == pytest.approx(float(drawn.std()), rel=0.01)
