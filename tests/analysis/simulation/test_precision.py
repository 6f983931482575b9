"""Warm-up that is found, as many replications as a wanted precision takes, series over time, logs in pieces."""

import math
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import SimulationError
from analysis.log import write_log
from analysis.scenario import ActivityParameters, Arrivals, Calendar, Distribution, Opening, ResourcePool, Scenario
from analysis.simulation import SimulationModel, compile_simulation, simulate
from analysis.simulation.precision import replications_for
from analysis.simulation.warming import mser_5
from tests.analysis.models import line

HOUR, DAY = 3600.0, 86400.0


def one_desk(gap: float, work: float, amount: int = 1) -> SimulationModel:
    """One task, done by a pool from 9 to 17 every day."""
    hours = Calendar(id="c", openings=(Opening(days=tuple(range(7)), from_s=9 * HOUR, to_s=17 * HOUR),))
    scenario = Scenario(
        arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=gap), calendar="c"),
        calendars={"c": hours},
        resources={"r": ResourcePool(id="r", amount=amount, calendar="c")},
        activities={"A": ActivityParameters(resources=("r",), duration=Distribution(type="exponential", mean=work))},
    )
    return compile_simulation(line("A"), scenario)


@settings(deadline=None)
@given(st.integers(10, 60), st.floats(5, 50), st.integers(0, 10**6))
def test_a_beginning_that_is_higher_than_the_rest_is_cut_off(batches: int, step: float, seed: int) -> None:
    noise = np.random.default_rng(seed).normal(0, 1, 1000)
    noise[: 5 * batches // 2] += 10 * step
    found = mser_5(noise)
    assert found is not None
    assert found >= 5 * batches // 2 - 5


def test_a_series_that_grows_until_its_end_has_not_settled() -> None:
    assert mser_5(np.arange(1000.0) ** 3) is None


def test_an_overloaded_desk_is_told_to_not_settle_and_half_is_left_out() -> None:
    result = simulate(one_desk(600, 900), cases=400, replications=2, warm_up="auto")
    assert result.warm_up == 200
    assert any("not settled" in str(warning) for warning in result.warnings)


def test_a_wanted_precision_is_reached() -> None:
    result = simulate(one_desk(600, 400), cases=300, precision=0.05, warm_up=30)
    measure = result.measures["cycle_time"]
    assert result.replications > 10
    assert (measure.ci_high - measure.ci_low) / 2 <= 0.05 * measure.mean


def test_what_hardly_varies_takes_ten_replications() -> None:
    assert replications_for([100.0, 100.001, 99.999] * 4, 0.05) == 10
    assert replications_for([1.0, 100.0, 1000.0] * 4, 0.001) == 1000


@pytest.mark.parametrize("asked", [{"precision": 0.0}, {"precision": 2.0}, {"warm_up": 10}, {"warm_up": -1}])
def test_a_precision_or_warm_up_that_cannot_be_is_refused(asked: dict[str, float]) -> None:
    with pytest.raises(SimulationError, match=r"precision|warm-up"):
        simulate(one_desk(600, 400), cases=10, replications=1, **asked)  # type: ignore[arg-type]


def test_quantiles_have_intervals_around_them() -> None:
    result = simulate(one_desk(600, 400), cases=200, replications=10)
    for value, (low, high) in zip(result.quantiles_s, result.quantiles_ci_s, strict=True):
        assert low <= value <= high
    assert result.quantiles_s[90] == pytest.approx(result.measures["cycle_time_p90"].mean)


def test_series_over_time_add_up_to_what_is_told_of_the_whole() -> None:
    model = one_desk(600, 450, amount=2)
    result = simulate(model, cases=400, replications=3, over_time=True, warm_up=0)
    series, pool = result.over_time, result.resources["r"]
    assert series is not None
    in_progress = math.fsum(series.cases) * series.step_s
    assert in_progress == pytest.approx(400 * result.measures["cycle_time"].mean, rel=1e-9)
    waited = math.fsum(series.queue["r"]) * series.step_s
    assert waited == pytest.approx(
        400 * (result.activities["A"].contention_s + result.activities["A"].closed_s), rel=1e-9
    )
    table = model.openings["c"]
    open_s = [
        table.worked_until((n + 1) * series.step_s) - table.worked_until(n * series.step_s)
        for n in range(len(series.cases))
    ]
    worked = math.fsum(2 * o * u for o, u in zip(open_s, series.utilisation["r"], strict=True) if o > 0)
    assert worked == pytest.approx(400 * pool.busy_s, rel=1e-9)
    assert all(math.isnan(u) for o, u in zip(open_s, series.utilisation["r"], strict=True) if o == 0)


def test_a_log_that_is_taken_in_pieces_has_every_instance_in_the_order_of_starting(tmp_path: Path) -> None:
    result = simulate(one_desk(600, 400, amount=3), cases=70_000, replications=1, keep_log=True)
    assert result.log is not None
    frame = result.log.frame
    assert len(frame) == 70_000
    assert frame["start_time"].is_sorted()
    write_log(result.log, tmp_path / "log.csv")
    read = pl.read_csv(tmp_path / "log.csv", try_parse_dates=True)
    assert (
        read["end_time"]
        .dt.replace_time_zone(None)
        .equals(frame["end_time"].dt.replace_time_zone(None), null_equal=True)
    )
    assert read["case_id"].cast(pl.String).to_list() == frame["case_id"].to_list()
    assert read["resource"].to_list() == frame["resource"].to_list()


def test_a_log_changes_nothing_of_what_is_found() -> None:
    plain = simulate(one_desk(600, 400), cases=300, replications=2)
    logged = simulate(one_desk(600, 400), cases=300, replications=2, keep_log=True, over_time=True)
    assert plain.measures == logged.measures
    assert plain.resources == logged.resources
