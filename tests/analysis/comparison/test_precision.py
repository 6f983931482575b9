"""As many replications as the precision wanted takes, progress over all phases, and a way to stop."""

import time
from dataclasses import replace

import pytest

from analysis.comparison import Depth, Stopped
from analysis.comparison.phases import Phases
from analysis.comparison.replicating import Effort, replicate_pair, replications_needed
from analysis.scenario import Assumption, with_defaults
from analysis.simulation import SimulationModel, compile_simulation
from tests.analysis.comparison.lines import compared, queue, unhurried
from tests.analysis.models import line


def _pair(before: float = 0.6, after: float = 0.5) -> list[SimulationModel]:
    model = line("check")
    scenarios = [with_defaults(model, queue({"check": hours})).scenario for hours in (before, after)]
    return [compile_simulation(model, scenario) for scenario in scenarios]


@pytest.mark.parametrize(
    ("half_width", "replications", "precision", "needed"),
    [(0.1, 10, 0.05, 40), (0.05, 10, 0.05, 10), (0.051, 10, 0.05, 11), (0.0, 10, 0.01, 10)],
)
def test_replications_needed_grow_with_the_square_of_the_precision(
    half_width: float, replications: int, precision: float, needed: int
) -> None:
    assert replications_needed(half_width, replications, precision) == needed


def test_replications_go_on_until_the_precision_is_there() -> None:
    results, found = replicate_pair(_pair(), Effort(cases=60, replications=3, seed=1, precision=0.04))
    assert found.reason == "reached"
    assert found.is_reached
    assert max(found.half_widths.values()) <= 0.04
    assert 10 < found.replications == results[0].replications == results[1].replications
    assert str(found.replications) in str(found.text)


def test_a_precision_that_takes_too_much_is_not_claimed() -> None:
    results, found = replicate_pair(_pair(), Effort(cases=30, replications=3, seed=1, precision=0.001, most=15))
    assert (found.reason, found.is_reached, results[0].replications) == ("most", False, 15)


def test_a_time_that_is_too_short_ends_it_after_the_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10_000, 100))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    _, found = replicate_pair(_pair(), Effort(cases=30, replications=3, seed=1, precision=0.001, seconds=120))
    assert (found.reason, found.is_reached, found.replications) == ("time", False, 10)


def test_a_number_that_is_asked_for_is_what_is_run() -> None:
    results, found = replicate_pair(_pair(), Effort(cases=30, replications=4, seed=1))
    assert (found.reason, found.is_reached, results[0].replications) == ("fixed", True, 4)


def test_progress_over_all_phases_never_goes_back_and_ends_at_the_whole() -> None:
    heard: list[tuple[int, int]] = []
    after = replace(queue({"check": 0.4}), assumptions=(Assumption(path="activities.check.duration", low=0.5, high=2),))
    compared(
        line("check"),
        line("check"),
        queue({"check": 0.6}),
        after,
        depth=Depth(drivers=True, stresses=False),
        precision=0.1,
        progress=lambda done, total: heard.append((done, total)),
    )
    done = [now for now, _ in heard]
    assert done == sorted(set(done))
    assert heard[-1] == (1000, 1000)
    assert len(done) > 10


@pytest.mark.parametrize("asked_before", [0, 3, 12, 20, 26])
def test_it_stops_when_somebody_wants_it_in_whatever_phase(asked_before: int) -> None:
    asked = 0

    def should_stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > asked_before

    after = replace(queue({"check": 0.4}), assumptions=(Assumption(path="activities.check.duration", low=0.5, high=2),))
    with pytest.raises(Stopped, match="stopped"):
        compared(
            line("check"),
            line("check", "copy"),
            queue({"check": 0.6}),
            replace(after, activities={**after.activities, **queue({"copy": 0.1}).activities},
                    resources={**after.resources, **queue({"copy": 0.1}).resources}),
            depth=Depth(drivers=True, stresses=False, orders=4),
            replications=10,
            should_stop=should_stop,
        )  # fmt: skip
    assert asked == asked_before + 1


def test_it_stops_between_orders_that_are_drawn() -> None:
    tasks = [f"t{number}" for number in range(6)]
    heard: list[int] = []
    with pytest.raises(Stopped):
        compared(
            line(*tasks),
            line(*tasks),
            unhurried(dict.fromkeys(tasks, 2.0)),
            unhurried(dict.fromkeys(tasks, 1.0)),
            depth=Depth(drivers=True, sensitivity=False, stresses=False, orders=20),
            replications=2,
            progress=lambda done, _: heard.append(done),
            should_stop=lambda: bool(heard) and heard[-1] > 500,
        )
    assert 500 < heard[-1] < 1000


def test_phases_that_weigh_nothing_take_no_progress() -> None:
    heard: list[int] = []
    phases = Phases(weights={"a": 1.0, "b": 0.0, "c": 1.0}, progress=lambda done, _: heard.append(done))
    for name in ("a", "b", "c"):
        phases.of(name)(1, 2)
        phases.of(name)(2, 2)
    assert heard == [250, 500, 750, 1000]
