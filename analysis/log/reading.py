"""Event logs read from CSV, Parquet or XES files, packed by gzip or not."""

import gzip
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from analysis.errors import LogError
from analysis.log.columns import find_columns
from analysis.log.event_log import COLUMNS, EventLog
from analysis.log.moments import moments
from analysis.log.pairing import joined_instances
from analysis.log.xes_reading import xes_events
from bpmn.language import Text

if TYPE_CHECKING:
    import polars as pl

__all__ = ["read_log"]

_TIMES = ("enable_time", "start_time", "end_time")
_NEEDED = ("case_id", "activity", "end_time")
_SEPARATORS = (",", ";", "\t")


def read_log(path: Path) -> EventLog:
    """Return the log in a file, by its suffix: .csv, .parquet or .xes; .csv.gz and .xes.gz too.

    A CSV or Parquet file has a row an activity instance with the columns that `write_log` writes, or a row an event
    with a column of life-cycle transitions; columns may have the names of XES or of other tools (docs/mining.md).
    Enablement, start and resource may be missing. Times are ISO 8601; without an offset they are UTC.

    Raises:
        LogError: If the suffix is another one, the file cannot be read, or a column or a time is missing.
    """
    suffix = (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()
    read = _READERS.get(suffix)
    if read is None:
        known = ", ".join(_READERS)
        raise LogError(Text("A log is read from {known}, not from {suffix}.", known=known, suffix=path.suffix or "?"))
    try:
        with _opened(path) as file:
            return read(file)
    except LogError as error:
        raise LogError(error.text, source_name=str(path)) from error
    except (OSError, EOFError, zlib.error, ValueError, SyntaxError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise LogError(Text("The log cannot be read: {reason}.", reason=reason), source_name=str(path)) from error


def _opened(path: Path) -> BinaryIO:
    return gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]  # it reads bytes


def _read_csv(file: BinaryIO) -> EventLog:
    import polars as pl

    content = file.read()
    header = content[:10_000].splitlines()[:1]
    separator = max(_SEPARATORS, key=lambda mark: b"".join(header).count(mark.encode()))
    try:
        return _from_frame(pl.read_csv(content, infer_schema=False, separator=separator))
    except pl.exceptions.PolarsError as error:
        raise LogError(Text("The log cannot be read: {reason}.", reason=str(error).splitlines()[0])) from error


def _read_parquet(file: BinaryIO) -> EventLog:
    import polars as pl

    try:
        return _from_frame(pl.read_parquet(file.read()))
    except pl.exceptions.PolarsError as error:
        raise LogError(Text("The log cannot be read: {reason}.", reason=str(error).splitlines()[0])) from error


def _from_frame(frame: "pl.DataFrame") -> EventLog:
    import polars as pl

    places = find_columns(frame.columns)
    missing = [name for name in _NEEDED if name not in places]
    if missing:
        has = ", ".join(frame.columns)
        raise LogError(Text("The log has no column {name}. It has: {columns}.", name=missing[0], columns=has))
    made = pl.DataFrame(
        {
            **{name: _text(frame, places.get(name)) for name in ("case_id", "activity", "element", "resource")},
            **{name: moments(frame[places[name]], name) for name in _TIMES if name in places},
        }
    )
    for name in _NEEDED:
        if made[name].null_count():
            row = int(made[name].is_null().arg_max() or 0) + 1
            raise LogError(Text("Row {row} has no {name} that can be read.", row=row, name=name))
    if "step" in places and "start_time" not in places:
        parts = {name: _text(frame, places.get(name)) for name in ("step", "instance", "type")}
        return _of_events(made.rename({"end_time": "at"}).with_columns(**parts))
    absent = [pl.lit(None, dtype=pl.Datetime("us", "UTC")).alias(name) for name in _TIMES if name not in places]
    order = (*COLUMNS[:2], "element", *COLUMNS[2:])
    return EventLog(made.with_columns(absent).select(order), event_count=frame.height)


def _text(frame: "pl.DataFrame", name: str | None) -> "pl.Series":
    import polars as pl

    if name is None:
        return pl.Series([None] * frame.height, dtype=pl.String)
    return frame[name].cast(pl.String)


def _read_xes(file: BinaryIO) -> EventLog:
    events = xes_events(file)
    return _of_events(events.with_columns(moments(events["at"], "time:timestamp").alias("at")))


def _of_events(events: "pl.DataFrame") -> EventLog:
    """Return the log of events of life cycles; what is told of gateways and BPMN events is no activity."""
    import polars as pl

    passed = pl.col("type").str.ends_with("Event") | pl.col("type").str.ends_with("Gateway")
    work = events.filter(~passed.fill_null(value=False)).drop("type")
    work = work.with_columns(step=pl.col("step").fill_null("complete").str.to_lowercase())
    return EventLog(joined_instances(work), event_count=events.height)


_READERS = {".csv": _read_csv, ".parquet": _read_parquet, ".xes": _read_xes}
