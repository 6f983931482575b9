"""Event logs written as CSV, Parquet or XES."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import LogError
from analysis.log.event_log import COLUMNS, EventLog
from bpmn.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml import etree

__all__ = ["write_log"]

_TIMES = ("enable_time", "start_time", "end_time")
_CSV_TIME = "%Y-%m-%dT%H:%M:%S%.6f+00:00"
_LOG = {"xes.version": "1849-2023", "xes.features": "", "xmlns": "http://www.xes-standard.org/"}
_EXTENSIONS = (
    ("Concept", "concept"),
    ("Time", "time"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
)
_STEPS = (("enable_time", "schedule"), ("start_time", "start"), ("end_time", "complete"))


def write_log(log: EventLog, path: Path) -> None:
    """Write a log as the suffix of `path` says: .csv, .parquet or .xes.

    A CSV file has the columns case_id, activity, enable_time, start_time, end_time, resource. A XES file has the events
    schedule, start and complete of each activity instance, as far as their times are known.

    Raises:
        LogError: If the suffix is another one, or the file cannot be written.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        known = ", ".join(_WRITERS)
        raise LogError(Text("A log is written as {known}, not as {suffix}.", known=known, suffix=path.suffix or "?"))
    try:
        write(log, path)
    except OSError as error:
        text = Text("The log cannot be written: {reason}.", reason=error.strerror or str(error))
        raise LogError(text, source_name=str(path)) from error


def _write_csv(log: EventLog, path: Path) -> None:
    import polars as pl

    times = [pl.col(name).dt.strftime(_CSV_TIME) for name in _TIMES]
    log.frame.with_columns(times).select(COLUMNS).write_csv(path)


def _write_parquet(log: EventLog, path: Path) -> None:
    log.frame.write_parquet(path)


def _write_xes(log: EventLog, path: Path) -> None:
    """Write IEEE 1849-2023 XES, one trace a case in the order the cases begin."""
    from lxml import etree

    with path.open("wb") as file, etree.xmlfile(file, encoding="utf-8") as out:
        out.write_declaration()
        with out.element(
            "log", {"xes.version": "1849-2023", "xes.features": "", "xmlns": "http://www.xes-standard.org/"}
        ):
            for name, prefix in (
                ("Concept", "concept"),
                ("Time", "time"),
                ("Lifecycle", "lifecycle"),
                ("Organizational", "org"),
            ):
                uri = f"http://www.xes-standard.org/{prefix}.xesext"
                out.write(etree.Element("extension", name=name, prefix=prefix, uri=uri))
            for (case,), rows in log.frame.group_by(["case_id"], maintain_order=True):
                with out.element("trace"):
                    out.write(etree.Element("string", key="concept:name", value=str(case)))
                    for event in _events(rows.to_dicts()):
                        out.write(event)


def _events(rows: list[dict[str, Any]]) -> "Iterator[etree._Element]":
    moments: list[tuple[datetime, int, str]] = []
    for number, row in enumerate(rows):
        moments += [(row[column], number, step) for column, step in _STEPS if row[column] is not None]
    order = {step: place for place, (_, step) in enumerate(_STEPS)}
    for moment, number, step in sorted(moments, key=lambda entry: (entry[0], order[entry[2]], entry[1])):
        yield _event(rows[number], number, step, moment)


def _event(row: dict[str, Any], number: int, step: str, moment: "datetime") -> "etree._Element":
    from lxml import etree

    event = etree.Element("event")
    texts = {
        "concept:name": row["activity"],
        "concept:instance": str(number),
        "lifecycle:transition": step,
        "org:resource": row["resource"] if step != "schedule" else None,
        "element": row.get("element"),
    }
    for key, value in texts.items():
        if value is not None:
            etree.SubElement(event, "string", key=key, value=str(value))
    etree.SubElement(event, "date", key="time:timestamp", value=moment.isoformat(timespec="milliseconds"))
    return event


_WRITERS = {".csv": _write_csv, ".parquet": _write_parquet, ".xes": _write_xes}
