"""Arrivals by rates, at moments, and as in a log."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from analysis.errors import ScenarioError
from analysis.flow.arriving import arrival_rate
from analysis.log import EventLog, read_log, write_log
from analysis.scenario import (
    ActivityParameters,
    Arrivals,
    Distribution,
    ResourcePool,
    Scenario,
    arrivals_of_log,
    read_scenario,
)
from analysis.simulation import compile_simulation, simulate
from analysis.simulation.running import seed_key
from analysis.simulation.sampling import sample_arrivals
from tests.analysis.models import line

HOUR, DAY, WEEK = 3600.0, 86400.0, 604800.0
WORK = ["mon", "tue", "wed", "thu", "fri"]


def said(arrivals: dict[str, Any]) -> Scenario:
    hours = {
        key: {"hours": [{"days": WORK, "from": begin, "to": end}]}
        for key, begin, end in (("morning", "09:00", "12:00"), ("day", "09:00", "18:00"))
    }
    document = {"ortoo_scenario": 1, "calendars": hours, "arrivals": arrivals, "activities": {"A": {"duration": 60}}}
    return read_scenario(orjson.dumps(document), source_name="s.json")


def arrived(arrivals: dict[str, Any], count: int, replication: int = 0) -> np.ndarray[Any, Any]:
    model = compile_simulation(line("A"), said(arrivals))
    return sample_arrivals(model, seed_key(1, replication), count)


RATES = {"rates": [{"calendar": "morning", "per_hour": 20}, {"calendar": "day", "per_hour": 5}]}


def test_rates_that_hold_at_once_add_up_and_nothing_arrives_when_all_are_closed() -> None:
    within = arrived(RATES, 20_000) % DAY / HOUR
    weeks = arrived(RATES, 20_000)[-1] / WEEK
    assert within.min() >= 9
    assert within.max() <= 18
    mornings = np.count_nonzero(within < 12)
    assert mornings / (weeks * 15) == pytest.approx(25, rel=0.05)
    assert (20_000 - mornings) / (weeks * 30) == pytest.approx(5, rel=0.05)


def test_counts_in_equal_hours_are_spread_as_a_poisson_process_spreads_them() -> None:
    times = arrived(RATES, 20_000)
    hours = times // HOUR
    mornings = [hour for hour in range(int(hours[-1])) if 9 <= hour % 24 < 12 and hour % 168 < 120]
    found = [np.count_nonzero(hours == hour) for hour in mornings]
    assert np.var(found) / np.mean(found) == pytest.approx(1, abs=0.25)


def test_the_flow_analysis_sees_the_rate_of_a_whole_week() -> None:
    arrivals = said(RATES).arrivals
    assert arrivals is not None
    assert WEEK / arrivals.inter_arrival.expected == pytest.approx(20 * 15 + 5 * 45)


def test_moments_are_the_same_in_every_replication_and_come_again_after_whole_weeks() -> None:
    moments = {"moments": ["2026-01-05T09:00:00+08:00", "2026-01-06T10:30:00+08:00", "2026-01-12T01:00:00+08:00"]}
    first = [9 * HOUR, DAY + 10.5 * HOUR, WEEK + HOUR]
    assert arrived(moments, 5).tolist() == [*first, first[0] + 2 * WEEK, first[1] + 2 * WEEK]
    assert arrived(moments, 5, replication=3).tolist() == arrived(moments, 5).tolist()


@pytest.mark.parametrize(
    ("arrivals", "message"),
    [
        ({}, "arrivals.inter_arrival"),
        ({"rates": [{"calendar": "night", "per_hour": 2}]}, r"rates.*night"),
        ({"rates": [{"calendar": "day", "per_hour": 0}]}, "more than 0"),
        ({"rates": [{"calendar": "day", "per_hour": 2}], "inter_arrival": 60}, "by one of"),
        ({"moments": ["2026-01-05T09:00:00+08:00"]}, "two different"),
        ({"moments": ["2025-01-05T09:00:00+08:00", "2026-01-06"]}, "before the start"),
        ({"moments": ["soon", "later"]}, "must be a time"),
    ],
)
def test_arrivals_that_cannot_be_are_refused_by_their_path(arrivals: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        said(arrivals)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xes"])
def test_a_log_gives_its_own_arrivals_at_the_same_hours_of_the_week(suffix: str, tmp_path: Path) -> None:
    start = datetime(2024, 3, 5, 10, tzinfo=UTC)  # a Tuesday
    records = [
        {
            "case:concept:name": f"C{number}",
            "concept:name": "Check",
            "time:timestamp": start + timedelta(hours=7 * number + more),
            "lifecycle:transition": step,
        }
        for number in range(4)
        for more, step in ((0, "schedule"), (1, "start"), (2, "complete"))
    ]
    path = tmp_path / f"log{suffix}"
    write_log(EventLog.from_records(records), path)
    arrivals = arrivals_of_log(read_log(path), datetime(2026, 1, 5, tzinfo=UTC))
    assert arrivals.moments_s == tuple(DAY + 10 * HOUR + 7 * HOUR * number for number in range(4))
    assert arrivals.inter_arrival.expected == pytest.approx(7 * HOUR)


def test_cases_that_all_come_at_once_are_done_one_after_the_other() -> None:
    scenario = Scenario(
        arrivals=Arrivals(inter_arrival=Distribution(type="fixed", value=0)),
        resources={"r": ResourcePool(id="r")},
        activities={"A": ActivityParameters(resources=("r",), duration=Distribution(type="fixed", value=60))},
    )
    result = simulate(compile_simulation(line("A"), scenario), cases=3, replications=1, warm_up=0)
    assert result.measures["cycle_time"].mean == 120
    assert result.warnings == ()


BY_THE_CLOCK = {"inter_arrival": "PT5H", "calendar": "day", "by_the_clock": True}


def test_by_the_clock_who_would_come_while_it_is_closed_comes_at_the_opening() -> None:
    # Closed at the start, so the first is drawn too: 5, then from the opening at 9 to 14, 19 and so 9 again.
    assert [moment / HOUR for moment in arrived(BY_THE_CLOCK, 5)] == [9, 14, 33, 38, 57]


def test_by_the_clock_the_first_comes_at_the_start_where_it_is_open() -> None:
    open_now = {"inter_arrival": "P1D", "calendar": "day", "by_the_clock": True}
    document = said(open_now)
    compiled = compile_simulation(line("A"), replace(document, start=document.start + timedelta(hours=10)))
    found = sample_arrivals(compiled, seed_key(1, 0), 3)
    assert [moment / HOUR for moment in found] == [0, 24, 48]


@pytest.mark.parametrize(
    "law", [{"type": "exponential", "mean": "PT40M"}, {"type": "uniform", "min": 0, "max": "PT2H"}]
)
def test_by_the_clock_the_rate_of_the_formulas_is_that_of_the_moments(law: dict[str, Any]) -> None:
    arrivals = {"inter_arrival": law, "calendar": "day", "by_the_clock": True}
    last = float(arrived(arrivals, 20_000)[-1])
    assert arrival_rate(said(arrivals)) == pytest.approx(19_999 / last, rel=0.01)
