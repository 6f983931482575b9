"""Logs read from files, what cannot be read said."""

import gzip
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


def _written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


@pytest.mark.parametrize(
    ("header", "separator"),
    [
        ("case:concept:name,concept:name,time:timestamp,org:resource", ","),
        ("Case ID;Activity;Complete Timestamp;Resource", ";"),
        ("case_id\tactivity\tend_time\tresource", "\t"),
    ],
)
@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz"])
def test_columns_are_found_by_the_names_of_other_tools(tmp_path: Path, header: str, separator: str, name: str) -> None:
    row = separator.join(("7", "Check", "2026-01-05 09:00:00+08:00", "Bat"))
    log = read_log(_written(tmp_path, name, f"{header}\n{row}\n"))
    assert log.frame.row(0, named=True) == {
        "case_id": "7",
        "activity": "Check",
        "element": None,
        "enable_time": None,
        "start_time": None,
        "end_time": datetime(2026, 1, 5, 1, tzinfo=UTC),
        "resource": "Bat",
    }
    assert log.event_count == 1


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-05T01:00:00Z",
        "2026-01-05T09:00:00.000+08:00",
        "2026-01-05 09:00:00+0800",
        "2026-01-05 01:00",
        "2026/01/05 01:00:00",
        " 2026-01-05T01:00:00 ",
    ],
)
def test_times_are_read_however_iso_8601_lets_them_be_written(tmp_path: Path, written: str) -> None:
    log = read_log(_written(tmp_path, "log.csv", f"case,activity,timestamp\n1,A,{written}\n"))
    assert log.frame["end_time"][0] == datetime(2026, 1, 5, 1, tzinfo=UTC)


def test_events_of_a_life_cycle_in_rows_are_joined_to_instances(tmp_path: Path) -> None:
    text = """case,activity,timestamp,lifecycle:transition,resource
1,Check,2026-01-05T09:00:00Z,schedule,
1,Check,2026-01-05T09:10:00Z,START,Bat
1,Check,2026-01-05T09:20:00Z,suspend,Bat
1,Check,2026-01-05T09:30:00Z,COMPLETE,
1,Check,2026-01-05T10:00:00Z,complete,Anu
1,Sign,2026-01-05T11:00:00Z,start,Anu
"""
    log = read_log(_written(tmp_path, "log.csv", text))
    rows = log.frame.select("activity", "enable_time", "start_time", "end_time", "resource").rows()
    at = {minute: datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(minutes=minute) for minute in (0, 10, 30, 60, 120)}
    assert rows == [
        ("Check", at[0], at[10], at[30], "Bat"),
        ("Check", None, None, at[60], "Anu"),
        ("Sign", None, at[120], None, "Anu"),
    ]
    assert log.event_count == 6


STEPS = st.lists(st.sampled_from(["schedule", "start", "complete"]), max_size=12)


@settings(deadline=None, max_examples=60)
@given(STEPS)
def test_no_event_of_a_life_cycle_is_lost_and_none_is_counted_twice(steps: list[str]) -> None:
    log = EventLog.from_records(
        {
            "case:concept:name": "1",
            "concept:name": "A",
            "time:timestamp": START + timedelta(minutes=n),
            "lifecycle:transition": step,
        }
        for n, step in enumerate(steps)
    )
    for step, column in (("schedule", "enable_time"), ("start", "start_time"), ("complete", "end_time")):
        moments = log.frame[column].drop_nulls().to_list()
        assert sorted(moments) == [START + timedelta(minutes=n) for n, one in enumerate(steps) if one == step]
    for enabled, started, ended in log.frame.select("enable_time", "start_time", "end_time").iter_rows():
        known = [moment for moment in (enabled, started, ended) if moment is not None]
        assert known == sorted(known)


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("name", "cases", "events"),
    [("receipt.xes.gz", 1434, 8577), ("running-example.xes", 6, 42), ("running-example.csv", 6, 42),
     ("helpdesk.xes.gz", 4580, 21348), ("interval_event_log.csv", 1266, 8109)],
)  # fmt: skip
def test_public_logs_are_read_whole(corpora: Path, name: str, cases: int, events: int) -> None:
    log = read_log(corpora / "logs" / name)
    assert (log.case_count, log.event_count) == (cases, events)
    assert log.frame["end_time"].null_count() == 0
