"""Simulated, mined, and simulated again: what a log says is what the simulation said."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from analysis.errors import ScenarioError
from analysis.log import EventLog, read_log, write_log
from analysis.mining import mine, mined_scenario
from analysis.mining.censored import representative_times
from analysis.mining.hours import WeeklyHours, worked_hours
from analysis.scenario import (
    ActivityParameters,
    Arrivals,
    Calendar,
    Distribution,
    Opening,
    ResourcePool,
    Scenario,
    load_scenario,
    read_scenario,
    scenario_json,
)
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn import read_model
from bpmn.model import Model
from processes import find_service
from tests.analysis.models import model, node

PERMIT = model(
    {
        "s": "startEvent",
        "check": "userTask",
        "ok": node("ok", "exclusiveGateway"),
        "mend": "userTask",
        "split": "parallelGateway",
        "sign": "userTask",
        "print": "serviceTask",
        "join": "parallelGateway",
        "e": "endEvent",
        "again": node("again", "exclusiveGateway"),
    },
    "s > again > check > ok, ok > mend > again, ok > split, split > sign > join, split > print > join, join > e",
)
OFFICE = Calendar(id="office", openings=(Opening(days=(0, 1, 2, 3, 4), from_s=9 * 3600, to_s=17 * 3600),))
SCENARIO = Scenario(
    arrivals=Arrivals(inter_arrival=Distribution(type="exponential", mean=1800), calendar="office"),
    calendars={"office": OFFICE},
    resources={
        "clerk": ResourcePool(id="clerk", amount=2, calendar="office"),
        "head": ResourcePool(id="head", amount=1, calendar="office"),
        "applicant": ResourcePool(id="applicant", amount=None, side="applicant"),
    },
    activities={
        "check": ActivityParameters(resources=("clerk",), duration=Distribution(type="gamma", mean=1800, sd=900)),
        "sign": ActivityParameters(
            resources=("head",),
            duration=Distribution(type="exponential", mean=900),
            delay=Distribution(type="exponential", mean=5 * 3600),
        ),
        "mend": ActivityParameters(
            resources=("applicant",),
            duration=Distribution(type="uniform", min=600, max=1800),
            delay=Distribution(type="gamma", mean=2 * 86400, sd=86400),
        ),
        "print": ActivityParameters(duration=Distribution(type="fixed", value=5)),
    },
    flows={"ok_mend": 0.25, "ok_split": 0.75},
)


@cache
def _simulated(cases: int = 1500) -> SimulationResult:
    compiled = compile_simulation(PERMIT, SCENARIO)
    return simulate(compiled, cases=cases, replications=1, seed=11, keep_log=True, warm_up=0)


def _log() -> EventLog:
    log = _simulated().log
    assert log is not None
    return log


def test_the_log_says_what_the_simulation_said() -> None:
    result, mined = _simulated(), mine(_log(), PERMIT)
    measures = result.measures
    assert mined.cases == 1500
    assert mined.cycle_time_s.mean == pytest.approx(measures["cycle_time"].mean, rel=1e-6)
    assert mined.cycle_time_s.median == pytest.approx(measures["cycle_time_p50"].mean, rel=1e-3)
    assert mined.rework == pytest.approx(measures["rework"].mean)
    assert 1 - mined.rework_cases / mined.cases == pytest.approx(measures["first_pass"].mean)
    for one in mined.activities:
        assert one.instances / mined.cases == pytest.approx(result.activities[one.name].instances)


def test_the_causes_of_waiting_are_those_that_the_simulation_knows() -> None:
    result, mined = _simulated(), mine(_log())
    assert mined.waiting is not None
    (check,) = [one for one in mined.waiting.activities if one.activity == "check"]
    truth = result.activities["check"]
    each = {cause: getattr(check, f"{cause}_s") / check.instances for cause in ("contention", "unavailability", "rest")}
    assert each["contention"] == pytest.approx(truth.contention_s, rel=0.01)
    assert each["unavailability"] == pytest.approx(truth.closed_s, rel=0.01)
    assert check.waiting_s / check.instances == pytest.approx(
        truth.waiting_time_s - truth.interrupted_s, rel=1e-3, abs=1.0
    )


def test_every_case_fits_the_model_it_was_simulated_with_and_ways_are_counted_exactly() -> None:
    mined = mine(_log(), PERMIT)
    found = mined.conformance
    assert found is not None
    assert (found.fitness, found.fitting_cases, found.deviations) == (1.0, 1500, ())
    done = {one.name: one.instances for one in mined.activities}
    assert found.flows["ok_mend"] == done["mend"]
    assert found.flows["ok_split"] == done["sign"] == 1500


def test_the_mined_scenario_has_the_figures_it_was_simulated_with() -> None:
    found = mined_scenario(_log(), PERMIT, name="log.csv")
    assert found.flows["ok_mend"] == pytest.approx(0.25, abs=0.03)
    assert found.arrivals is not None
    assert found.arrivals.inter_arrival.expected == pytest.approx(1800, rel=0.1)
    for key, pool in (("check", "clerk"), ("sign", "head"), ("mend", "applicant")):
        said, wanted = found.activities[key], SCENARIO.activities[key]
        assert said.resources == (pool,)
        assert said.duration is not None
        assert wanted.duration is not None
        assert said.duration.expected == pytest.approx(wanted.duration.expected, rel=0.1)
    assert found.activities["check"].delay is None
    for key in ("sign", "mend"):
        delay, wanted_delay = found.activities[key].delay, SCENARIO.activities[key].delay
        assert delay is not None
        assert wanted_delay is not None
        assert delay.expected == pytest.approx(wanted_delay.expected, rel=0.1)
    assert {key: pool.amount for key, pool in found.resources.items()} == {"clerk": 2, "head": 1, "applicant": None}
    assert found.resources["applicant"].side == "applicant"
    assert set(found.calendars["clerk"].openings) == set(OFFICE.openings)
    assert all(one.kind == "measured" and one.source == "log.csv" for one in found.assumptions)


def test_the_mined_scenario_simulates_back_within_the_noise() -> None:
    scenario = read_scenario(scenario_json(mined_scenario(_log(), PERMIT, name="log.csv")), source_name="mined.json")
    again = simulate(compile_simulation(PERMIT, scenario), cases=1500, replications=4, seed=5, warm_up=0)
    first = simulate(compile_simulation(PERMIT, SCENARIO), cases=1500, replications=4, seed=5, warm_up=0)
    for name, tolerance in (("cycle_time", 0.1), ("cycle_time_p50", 0.15), ("processing_time", 0.05), ("rework", 0.1)):
        assert again.measures[name].mean == pytest.approx(first.measures[name].mean, rel=tolerance), name


def _library() -> tuple[Model, Scenario]:
    service = find_service("company-registration")
    return (
        read_model(service.as_is, source_name="as-is.bpmn"),
        read_scenario(service.scenario("as-is"), source_name="as-is.json"),
    )


@pytest.mark.parametrize("suffix", [".csv", ".xes", ".parquet"])
def test_a_library_service_comes_back_from_its_own_log(tmp_path: Path, suffix: str) -> None:
    as_is, scenario = _library()
    result = simulate(compile_simulation(as_is, scenario), cases=150, replications=1, seed=2, keep_log=True, warm_up=0)
    assert result.log is not None
    path = tmp_path / f"log{suffix}"
    write_log(result.log, path)
    mined = mine(read_log(path), as_is, process=scenario.process)
    assert mined.cycle_time_s.mean == pytest.approx(result.measures["cycle_time"].mean, rel=1e-5)
    assert mined.conformance is not None
    assert mined.conformance.fitness == 1.0
    assert mined.instances == len(result.log)


def test_a_log_without_starts_simulates_back_as_long_as_it_was() -> None:
    frame = _log().frame.drop("enable_time", "start_time", "resource")
    import polars as pl

    nothing = [pl.lit(None, dtype=pl.Datetime("us", "UTC")).alias(name) for name in ("enable_time", "start_time")]
    bare = EventLog(frame.with_columns(*nothing, resource=pl.lit(None, dtype=pl.String)))
    scenario = mined_scenario(bare, PERMIT)
    assert scenario.resources == {}
    again = simulate(compile_simulation(PERMIT, scenario), cases=1500, replications=3, seed=5, warm_up=0)
    assert again.measures["cycle_time"].mean == pytest.approx(mine(bare).cycle_time_s.mean, rel=0.1)


def test_a_log_of_another_process_is_refused() -> None:
    other = model({"s": "startEvent", "dance": "userTask", "e": "endEvent"}, "s > dance > e")
    with pytest.raises(ScenarioError, match="No activity of the log is in the model"):
        mined_scenario(_log(), other)


def test_deviations_are_named_and_cost_fitness() -> None:
    import polars as pl

    frame = _log().frame
    cases = frame["case_id"].cast(pl.String).unique(maintain_order=True).to_list()
    changed = frame.with_columns(pl.col("case_id").cast(pl.String), pl.col("activity").cast(pl.String))
    changed = changed.with_columns(element=pl.lit(None, dtype=pl.String))
    changed = changed.filter(~((pl.col("case_id") == cases[0]) & (pl.col("activity") == "sign")))
    changed = changed.with_columns(
        activity=pl.when((pl.col("case_id") == cases[1]) & (pl.col("activity") == "print"))
        .then(pl.lit("Dance"))
        .otherwise("activity")
    )
    found = mine(EventLog(changed), PERMIT).conformance
    assert found is not None
    assert found.fitting_cases == 1498
    assert found.unknown_activities == ("Dance",)
    deviations = {(one.kind, one.activity): one.cases for one in found.deviations}
    assert deviations == {("skipped", "sign"): 1, ("skipped", "print"): 1, ("unexpected", "Dance"): 1}
    worst = min(found.traces, key=lambda one: one.fitness)
    assert worst.fitness < 1
    assert found.fitness == pytest.approx(sum(one.fitness * one.cases for one in found.traces) / 1500)


def test_hours_are_found_and_a_lunch_break_too() -> None:
    rng = np.random.default_rng(1)
    day = rng.integers(0, 5, 4000) + 7 * rng.integers(0, 20, 4000)
    hour = rng.choice([9, 10, 11, 12, 14, 15, 16], 4000)
    found = worked_hours(day * 86400.0 + hour * 3600.0 + rng.uniform(0, 3600, 4000))
    week = found.is_open.reshape(7, 24)
    assert np.flatnonzero(week[0]).tolist() == [9, 10, 11, 12, 14, 15, 16]
    assert not week[5:].any()
    calendar = found.calendar("clerk", "UTC")
    assert {(one.days, one.from_s / 3600, one.to_s / 3600) for one in calendar.openings} == {
        ((0, 1, 2, 3, 4), 9, 13),
        ((0, 1, 2, 3, 4), 14, 17),
    }


def test_open_time_is_counted_hour_by_hour() -> None:
    is_open = np.zeros(168, dtype=np.bool_)
    is_open[9:17] = True
    hours = WeeklyHours(is_open)
    moments = np.array([0.0, 10 * 3600.0, 20 * 3600.0, 168 * 3600.0 + 9.5 * 3600])
    assert hours.worked_until(moments).tolist() == [0.0, 3600.0, 8 * 3600.0, 8 * 3600 + 1800.0]


def test_times_between_bounds_are_estimated_by_those_that_are_known() -> None:
    rng = np.random.default_rng(4)
    truth = rng.exponential(100.0, 4000)
    hidden = rng.random(4000) < 0.6
    edge = rng.uniform(0, 150, 4000)  # what lies beyond it is only known to lie between it and 1000 later
    is_hidden = hidden & (truth > edge)
    low, high = np.where(is_hidden, edge, truth), np.where(is_hidden, edge + 1000, truth)
    found = representative_times(low, high)
    assert found.mean() == pytest.approx(truth.mean(), rel=0.05)
    assert np.median(found) == pytest.approx(np.median(truth), rel=0.1)
    assert representative_times(np.zeros(5), np.zeros(5)).tolist() == [0.0]


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("name", "parameters", "tolerance"),
    [
        ("LoanApp_sequential_9-5.bpmn", "LoanApp_arrival_fix_10.json", 0.1),
        ("PurchasingExampleQBP.bpmn", "PurchasingExampleQBP.json", 0.15),
        ("and_example__AND_join.bpmn", "and_example__AND_join.json", 0.15),
        ("timer_with_task.bpmn", "timer_with_task.json", 0.05),
        ("padua_example__process_model.bpmn", "padua_example__simulation_params.json", 0.1),
    ],
)
def test_models_that_others_drew_come_back_from_their_logs(
    corpora: Path, name: str, parameters: str, tolerance: float
) -> None:
    folder = corpora / "prosimos"
    drawn = read_model((folder / name).read_bytes(), source_name=name)
    said = load_scenario((folder / parameters).read_bytes(), source_name=parameters, model=drawn)
    result = simulate(compile_simulation(drawn, said), cases=200, replications=1, seed=1, keep_log=True, warm_up=0)
    assert result.log is not None
    found = mine(result.log, drawn).conformance
    assert found is not None
    assert (found.fitness, found.unchecked_cases) == (1.0, 0)
    mined = mined_scenario(result.log, drawn)
    again = simulate(compile_simulation(drawn, mined), cases=200, replications=3, seed=1, warm_up=0)
    assert again.measures["cycle_time"].mean == pytest.approx(result.measures["cycle_time"].mean, rel=tolerance)
