"""A simulated log is written as CSV from its rows; the bytes are those that its frame gives."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.log import EventLog, read_log, write_log
from analysis.scenario import ActivityParameters, Distribution, Label, ResourcePool, Scenario
from analysis.simulation import compile_simulation, simulate
from analysis.simulation.csv_rows import LogRows, csv_chunks
from analysis.simulation.sorting import order_of
from tests.analysis.models import line

LAW = Distribution(type="exponential", mean=40_000)
SCENARIO = Scenario(
    start=datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    resources={
        "r": ResourcePool(id="r", amount=2, name=Label((("", 'Бүртгэгч, "хоёр"'),))),
        "q": ResourcePool(id="q", amount=1),
    },
    activities={
        "A": ActivityParameters(resources=("r",), duration=LAW),
        "B": ActivityParameters(resources=("q",), duration=LAW),
        "C": ActivityParameters(duration=LAW),
    },
)


def simulated(**said: object) -> EventLog:
    """Return a log with names that must be quoted, and with activities that nobody does."""
    model = line("A", "B", "C")
    result = simulate(compile_simulation(model, replace(SCENARIO, **said)), cases=400, replications=1, keep_log=True)  # type: ignore[arg-type]
    assert result.log is not None
    return result.log


def test_the_rows_written_at_once_are_those_of_the_frame(tmp_path: Path) -> None:
    log = simulated()
    write_log(log, tmp_path / "rows.csv")
    frame = log.frame
    assert len(log) == frame.height == 1200
    write_log(log, tmp_path / "used.csv")
    write_log(EventLog(frame), tmp_path / "frame.csv")
    written = (tmp_path / "rows.csv").read_bytes()
    assert written == (tmp_path / "frame.csv").read_bytes() == (tmp_path / "used.csv").read_bytes()
    text = written.decode()
    assert '"Бүртгэгч, ""хоёр"" 2"' in text
    assert "T23:59:59.999999+00:00" in text
    assert read_log(tmp_path / "rows.csv").frame["start_time"].equals(frame["start_time"])


def test_a_log_without_rows_has_no_parts() -> None:
    none = np.zeros(0)
    codes = np.zeros(0, dtype=np.int32)
    rows = LogRows(codes, codes, codes, codes, none, none, none, np.zeros(0, dtype=np.int64))
    assert list(csv_chunks(rows, 0, ["A"], ["r"], np.zeros(1, dtype=np.int64))) == []


@pytest.mark.parametrize("name", ["", "a", "a" * 7, "a" * 8, "a" * 9, "a,b", 'a"b', "a\nb", "ө" * 9])
def test_names_of_every_length_and_with_every_mark_are_written_as_they_are(tmp_path: Path, name: str) -> None:
    codes, times = np.array([0, -1], dtype=np.int32), np.array([0.0, 86_399.9999996])
    rows = LogRows(
        np.array([7, 1234567890], dtype=np.int32), np.abs(codes), codes, codes, times, times, times, np.arange(2)
    )
    parts = b"".join(bytes(part) for part in csv_chunks(rows, 0, [name, "B"], [name], np.zeros(1, dtype=np.int64)))
    head = b"case_id,activity,enable_time,start_time,end_time,resource\n"
    (tmp_path / "log.csv").write_bytes(head + parts)
    frame = read_log(tmp_path / "log.csv").frame
    assert frame["activity"].to_list() == [name, "B"]
    assert frame["case_id"].to_list() == ["7", "1234567890"]
    assert frame["end_time"].to_list() == [datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 2, tzinfo=UTC)]
    assert frame["resource"].to_list() == [name, None]


MOMENTS = st.floats(0, 1e12) | st.sampled_from([0.0, -0.0, 1.0, 1e-300])


@given(st.lists(st.tuples(MOMENTS, MOMENTS, st.integers(0, 9)), max_size=200), st.booleans())
def test_instances_are_ordered_by_start_end_and_case_however_many_begin_at_once(
    instances: list[tuple[float, float, int]], is_by_end: bool
) -> None:
    rows = sorted(instances, key=lambda row: row[1]) if is_by_end else instances
    start, end = (np.array([row[column] for row in rows]) for column in (0, 1))
    case = np.array([row[2] for row in rows], dtype=np.int32)
    assert order_of(start, end, case).tolist() == np.lexsort((case, end, start)).tolist()


def test_very_many_that_begin_at_once_are_ordered_too() -> None:
    case = np.arange(5000, 0, -1, dtype=np.int32)
    assert order_of(np.zeros(5000), np.ones(5000), case).tolist() == list(range(4999, -1, -1))
