"""Logs read from files, what cannot be read said."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import LogError
from analysis.log import EventLog, read_log, write_log

CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"])
NAMES = st.text(CHARACTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def log_of(names: list[tuple[str, str, str | None]]) -> EventLog:
    return EventLog.from_records(
        {
            "case:concept:name": case,
            "concept:name": activity,
            "time:timestamp": START + timedelta(seconds=60 * number + 10 * place),
            "lifecycle:transition": step,
            "concept:instance": str(number),
            "org:resource": who,
        }
        for number, (case, activity, who) in enumerate(names)
        for place, step in enumerate(("schedule", "start", "complete"))
    )


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(NAMES, NAMES, st.none() | NAMES), min_size=1, max_size=8))
@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xes"])
def test_what_is_written_is_read_as_it_was(suffix: str, names: list[tuple[str, str, str | None]]) -> None:
    log = log_of(names)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"log{suffix}"
        write_log(log, path)
        read = read_log(path)
    columns = ["case_id", "activity", "enable_time", "start_time", "end_time", "resource"]
    assert read.frame.select(columns).sort("enable_time").equals(log.frame.select(columns).sort("enable_time"))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("log.csv", "case_id,activity\n1,A\n", "no column end_time"),
        ("log.csv", "case_id,activity,end_time\n1,A,soon\n", "Row 1 has no end_time"),
        (
            "log.csv",
            "case_id,activity,end_time\n1,A,2026-01-05\n2,,2026-01-05\n",
            "Row 2 has no activity",
        ),
        ("log.csv", "", "cannot be read"),
        ("log.parquet", "no parquet", "cannot be read"),
        ("log.xes", "<log><trace>", "cannot be read"),
        ("log.xes", "<log><trace><event/></trace></log>", "has no"),
        ("log.doc", "", r"read from \.csv"),
    ],
)
def test_a_file_that_is_no_log_is_refused_with_its_name(name: str, text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(LogError, match=message):
        read_log(path)


def test_a_csv_file_without_enable_times_and_resources_is_a_log_too(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case_id,activity,end_time\n1,A,2026-01-05T09:00:00+08:00\n")
    row = read_log(path).frame.row(0, named=True)
    assert row["end_time"] == datetime(2026, 1, 5, 1, tzinfo=UTC)
    assert (row["enable_time"], row["start_time"], row["resource"]) == (None, None, None)
