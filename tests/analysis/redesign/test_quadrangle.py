"""The four sides in lines: what is better, what is worse, and what nobody can tell."""

import math

from analysis.redesign import Gains, SimulatedGains
from analysis.redesign.quadrangle import Line, is_better_anywhere, quadrangle
from analysis.simulation import Measure


def gains(**changed: float | None) -> Gains:
    values: dict[str, float | None] = dict.fromkeys(Gains.__slots__, 0.0)
    return Gains(**{**values, **changed})  # type: ignore[arg-type]  # all of them are numbers


def line(found: tuple[Line, ...], label: str) -> Line:
    return next(one for one in found if str(one.label) == label)


def measure(mean: float, low: float, high: float, unit: str = "share") -> Measure:
    return Measure(mean=mean, ci_low=low, ci_high=high, unit=unit)


def test_less_time_and_more_spare_capacity_are_better_and_more_hand_overs_worse() -> None:
    found = quadrangle(gains(cycle_time_s=-7200.0, spare_capacity=0.1, handovers=1.0), None, "MNT")
    assert [one.side for one in found] == ["time", "cost", "quality", "quality", "flexibility"]
    assert line(found, "from application to end").outcome == "better"
    assert str(line(found, "from application to end").amount) == "−2.00 hours"
    assert line(found, "spare capacity").outcome == "better"
    assert line(found, "hand-overs").outcome == "worse"
    assert line(found, "first-pass yield").outcome == "same"


def test_what_is_better_nowhere_can_be_told() -> None:
    assert not is_better_anywhere(quadrangle(gains(), None, "MNT"))
    assert not is_better_anywhere(quadrangle(gains(cycle_time_s=60.0), None, "MNT"))
    assert is_better_anywhere(quadrangle(gains(cycle_time_s=60.0, cost=-1.0), None, "MNT"))


def test_where_nothing_limits_the_work_there_is_no_spare_capacity_to_speak_of() -> None:
    found = quadrangle(gains(spare_capacity=None), None, "MNT")
    assert "spare capacity" not in {str(one.label) for one in found}


def test_a_time_that_is_endless_before_and_after_is_the_same_and_one_that_ends_now_is_better() -> None:
    endless = quadrangle(gains(cycle_time_s=math.inf - math.inf), None, "MNT")
    assert line(endless, "from application to end").outcome == "same"
    ends = quadrangle(gains(cycle_time_s=-math.inf), None, "MNT")
    assert line(ends, "from application to end").outcome == "better"


def test_simulated_figures_come_with_their_interval_and_are_undecided_where_it_holds_nothing() -> None:
    measures = {
        "cycle_time_s": measure(-3600.0, -5400.0, -1800.0, "s"),
        "cost": measure(100.0, -50.0, 250.0, "MNT"),
        "first_pass_yield": measure(0.0, 0.0, 0.0),
        "growth_when_busier": measure(0.02, 0.01, 0.03),
    }
    simulated = SimulatedGains(measures=measures, cases=1, replications=2, seed=3)
    found = quadrangle(gains(cycle_time_s=-1.0), simulated, "MNT")
    assert line(found, "from application to end").interval == "−90.0 … −30.0"
    assert line(found, "a case, office and applicant").outcome == "undecided"
    assert line(found, "first-pass yield").interval == ""
    assert line(found, "longer when 20 % more come").outcome == "worse"
