"""Event logs read from CSV, Parquet or XES files."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import LogError
from analysis.log.event_log import COLUMNS, EventLog
from bpmn.language import Text

if TYPE_CHECKING:
    import polars as pl
    from lxml import etree

__all__ = ["read_log"]

_TIMES = ("enable_time", "start_time", "end_time")
_NEEDED = ("case_id", "activity", "end_time")


def read_log(path: Path) -> EventLog:
    """Return the log in a file, by its suffix: .csv, .parquet or .xes.

    A CSV or Parquet file has a row an activity instance with the columns that `write_log` writes; enable_time,
    start_time and resource may be missing. Times are ISO 8601; without an offset they are UTC.

    Raises:
        LogError: If the suffix is another one, the file cannot be read, or a column or a time is missing.
    """
    read = _READERS.get(path.suffix.lower())
    if read is None:
        known = ", ".join(_READERS)
        raise LogError(Text("A log is read from {known}, not from {suffix}.", known=known, suffix=path.suffix or "?"))
    try:
        return read(path)
    except LogError as error:
        raise LogError(error.text, source_name=str(path)) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise LogError(Text("The log cannot be read: {reason}.", reason=str(error)), source_name=str(path)) from error


def _read_csv(path: Path) -> EventLog:
    import polars as pl

    try:
        return _from_frame(pl.read_csv(path, infer_schema=False))
    except pl.exceptions.PolarsError as error:
        raise LogError(Text("The log cannot be read: {reason}.", reason=str(error).splitlines()[0])) from error


def _read_parquet(path: Path) -> EventLog:
    import polars as pl

    try:
        return _from_frame(pl.read_parquet(path))
    except pl.exceptions.PolarsError as error:
        raise LogError(Text("The log cannot be read: {reason}.", reason=str(error).splitlines()[0])) from error


def _from_frame(frame: "pl.DataFrame") -> EventLog:
    import polars as pl

    missing = [name for name in _NEEDED if name not in frame.columns]
    if missing:
        raise LogError(Text("The log has no column {name}.", name=missing[0]))
    columns = {name: frame[name] if name in frame.columns else pl.Series([None] * frame.height) for name in COLUMNS}
    texts = {name: columns[name].cast(pl.String) for name in ("case_id", "activity", "resource")}
    element = frame["element"].cast(pl.String) if "element" in frame.columns else [None] * frame.height
    made = pl.DataFrame(
        {
            "case_id": texts["case_id"],
            "activity": texts["activity"],
            "element": pl.Series(element, dtype=pl.String),
            **{name: _moments(columns[name], name) for name in _TIMES},
            "resource": texts["resource"],
        }
    )
    for name in _NEEDED:
        if made[name].null_count():
            row = int(made[name].is_null().arg_max() or 0) + 1
            raise LogError(Text("Row {row} has no {name} that can be read.", row=row, name=name))
    return EventLog(made)


def _moments(column: "pl.Series", name: str) -> "pl.Series":
    import polars as pl

    kind = pl.Datetime("us", "UTC")
    if column.dtype == pl.String:
        found = column.str.to_datetime(time_unit="us", time_zone="UTC", strict=False)
        broken = column.is_not_null() & found.is_null() & (column != "")
        if broken.any():
            row = int(broken.arg_max() or 0) + 1
            raise LogError(Text("Row {row} has no {name} that can be read.", row=row, name=name))
        return found.cast(kind)
    return column.cast(kind)


def _read_xes(path: Path) -> EventLog:
    return EventLog.from_records(_xes_events(path))


def _xes_events(path: Path) -> Iterator[dict[str, Any]]:
    """Yield each event with the name of its trace as the case, a trace in memory at a time."""
    from lxml import etree

    with path.open("rb") as file:
        parsed = etree.iterparse(file, tag="{*}trace", resolve_entities=False, no_network=True, huge_tree=False)
        for _, trace in parsed:
            case = _attributes(trace).get("concept:name")
            for event in trace.iterchildren("{*}event"):
                yield _attributes(event) | {"case:concept:name": case}
            trace.clear()


def _attributes(parent: "etree._Element") -> dict[str, Any]:
    return {str(child.get("key")): child.get("value") for child in parent.iterchildren() if child.get("key")}


_READERS = {".csv": _read_csv, ".parquet": _read_parquet, ".xes": _read_xes}
