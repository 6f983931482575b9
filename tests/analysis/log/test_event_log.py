"""Event logs from records, and written as files."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from lxml import etree

from analysis.errors import LogError
from analysis.log import COLUMNS, EventLog, write_log

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def record(step: str, minutes: int, **more: Any) -> dict[str, Any]:
    return {
        "case:concept:name": "C1",
        "concept:name": "Check",
        "time:timestamp": START + timedelta(minutes=minutes),
        "lifecycle:transition": step,
        **more,
    }


LOG = EventLog.from_records(
    [
        record("complete", 30, **{"org:resource": "Bat"}),
        record("schedule", 0),
        record("start", 10, **{"org:resource": "Bat"}),
        record("start", 40),
        record("complete", 45),
    ]
)


def test_events_of_one_instance_become_one_row() -> None:
    assert len(LOG) == 2
    assert LOG.case_count == 1
    first = LOG.frame.row(0, named=True)
    assert (first["enable_time"], first["start_time"], first["end_time"]) == (
        START, START + timedelta(minutes=10), START + timedelta(minutes=30)
    )  # fmt: skip
    assert first["resource"] == "Bat"


def test_a_record_without_a_time_is_refused() -> None:
    with pytest.raises(LogError, match="time:timestamp"):
        EventLog.from_records([{"case:concept:name": "C", "concept:name": "A"}])


def test_a_csv_file_has_the_columns_of_the_contract(tmp_path: Path) -> None:
    write_log(LOG, tmp_path / "log.csv")
    lines = (tmp_path / "log.csv").read_text().splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert lines[1].startswith("C1,Check,2026-01-05T09:00:00.000000+00:00")


def test_a_parquet_file_holds_the_same_rows(tmp_path: Path) -> None:
    write_log(LOG, tmp_path / "log.parquet")
    assert pl.read_parquet(tmp_path / "log.parquet").equals(LOG.frame)


def test_a_xes_file_has_an_event_for_every_known_time(tmp_path: Path) -> None:
    write_log(LOG, tmp_path / "log.xes")
    root = etree.parse(tmp_path / "log.xes").getroot()
    steps = root.xpath("//*[@key='lifecycle:transition']/@value")
    assert steps == ["schedule", "start", "complete", "start", "complete"]


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LogError, match=r"\.csv"):
        write_log(LOG, tmp_path / "log.doc")
