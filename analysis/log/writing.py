"""Event logs written as CSV, Parquet or XES."""

from pathlib import Path

from analysis.errors import LogError
from analysis.log.event_log import COLUMNS, EventLog
from bpmn.language import Text

__all__ = ["check_log_name", "write_log"]

_CSV_TIME = "%Y-%m-%dT%H:%M:%S%.6f+00:00"


def write_log(log: EventLog, path: Path) -> None:
    """Write a log as the suffix of `path` says: .csv, .parquet or .xes.

    A CSV file has the columns case_id, activity, enable_time, start_time, end_time, resource. A XES file has the events
    schedule, start and complete of each activity instance, as far as their times are known.

    Raises:
        LogError: If the suffix is another one, or the file cannot be written.
    """
    check_log_name(path)
    try:
        _WRITERS[path.suffix.lower()](log, path)
    except OSError as error:
        text = Text("The log cannot be written: {reason}.", reason=error.strerror or str(error))
        raise LogError(text, source_name=str(path)) from error


def check_log_name(path: Path) -> None:
    """Refuse a file's name that does not say how a log is to be written: for who asks before the work begins.

    Raises:
        LogError: If so.
    """
    if path.suffix.lower() not in _WRITERS:
        known = ", ".join(_WRITERS)
        raise LogError(Text("A log is written as {known}, not as {suffix}.", known=known, suffix=path.suffix or "?"))


def _write_csv(log: EventLog, path: Path) -> None:
    chunks = log.csv_chunks()
    if chunks is None:
        log.frame.select(COLUMNS).write_csv(path, datetime_format=_CSV_TIME)
        return
    with path.open("wb") as file:
        file.write((",".join(COLUMNS) + "\n").encode())
        for chunk in chunks:
            file.write(chunk)


def _write_parquet(log: EventLog, path: Path) -> None:
    import polars as pl

    texts = [name for name in ("case_id", "activity", "element", "resource") if name in log.frame.columns]
    log.frame.with_columns(pl.col(texts).cast(pl.String)).write_parquet(path)


def _write_xes(log: EventLog, path: Path) -> None:
    """Write IEEE 1849-2023 XES, one trace a case in the order the cases begin."""
    from analysis.log.xes_text import xes_chunks

    with path.open("wb") as file:
        file.writelines(xes_chunks(log.frame))


_WRITERS = {".csv": _write_csv, ".parquet": _write_parquet, ".xes": _write_xes}
