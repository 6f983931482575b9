"""How often the verdict tells of a difference where there is none but chance."""

from dataclasses import replace

import pytest

from analysis.comparison.measures import measure_differences
from analysis.comparison.replicating import Effort, replicate_pair
from analysis.comparison.sides import side_of
from analysis.comparison.values import Side
from analysis.scenario import with_defaults
from analysis.simulation import SimulationModel, compile_simulation
from tests.analysis.comparison.lines import queue, returning

ALLOWED = 0.07


def _twins() -> tuple[list[SimulationModel], list[Side]]:
    """Return the same service twice under other ids, so that the two meet the same arrivals but other draws."""
    compiled, sides = [], []
    for first, second in (("check", "sign"), ("look", "seal")):
        model = returning(first, second)
        scenario = replace(queue({first: 0.5, second: 0.4}), flows={"g_in": 0.2}, promise_s=4 * 3600.0)
        complete = with_defaults(model, scenario)
        compiled.append(compile_simulation(model, complete.scenario))
        results, _ = replicate_pair(compiled[-1:] * 2, Effort(cases=20, replications=2, seed=1))
        sides.append(side_of(model, complete, results[0], has_stresses=False))
    return compiled, sides


def _alarms(seeds: range, *, cases: int, replications: int) -> int:
    """Return for how many of the seeds any measure at all is called certainly different."""
    compiled, sides = _twins()
    alarms = 0
    for seed in seeds:
        results, _ = replicate_pair(compiled, Effort(cases=cases, replications=replications, seed=seed))
        before, after = (replace(side, simulation=result) for side, result in zip(sides, results, strict=True))
        found = measure_differences(before, after)
        alarms += any(one.outcome not in {"same", "undecided"} for one in found)
    return alarms


def test_few_verdicts_tell_of_a_difference_where_there_is_none() -> None:
    # Of 60 at 7% more than 9 are seen once in 70 times at most; the seeds are fixed, so that it is never by chance.
    assert _alarms(range(60), cases=50, replications=10) <= 9


def test_what_differs_is_seen() -> None:
    compiled, sides = _twins()
    quick = returning("look", "seal")
    scenario = replace(queue({"look": 0.3, "seal": 0.4}), flows={"g_in": 0.2}, promise_s=4 * 3600.0)
    pair = [compiled[0], compile_simulation(quick, scenario)]
    results, _ = replicate_pair(pair, Effort(cases=50, replications=10, seed=1))
    before, after = (replace(side, simulation=result) for side, result in zip(sides, results, strict=True))
    found = {one.measure: one for one in measure_differences(before, after)}
    assert found["processing_time"].outcome == "better"


@pytest.mark.nightly
def test_over_500_seeds_at_most_seven_in_a_hundred_verdicts_are_false_alarms() -> None:
    alarms = _alarms(range(500), cases=200, replications=20)
    assert alarms / 500 <= ALLOWED, f"{alarms} of 500"
