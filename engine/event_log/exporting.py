"""Writing the history of a service's cases into a file, piece by piece: a log of any length fits into little memory."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

from bpmn.language import Text
from engine.commands.history import history_records
from engine.event_log.csv_log import write_csv
from engine.event_log.xes import write_xes
from engine.opening import Engine
from engine.operation_errors import ExportError

__all__ = ["export_log"]

_Records = Iterator[Mapping[str, object]]
_WRITERS: Mapping[str, Callable[[_Records, TextIO], int]] = {".csv": write_csv, ".xes": write_xes}


def export_log(engine: Engine, *, file: Path, service: str | None = None) -> int:
    """Write what happened in cases, and return how many events that was.

    Args:
        engine: The engine.
        file: Where to write; its suffix, .xes or .csv, says how. What is there is replaced once all is written.
        service: Cases of this service; None for all.

    Raises:
        ExportError: If the suffix is another one, or the file cannot be written.

    Source: IEEE 1849-2023 (XES) for the form and the names of what is told.
    """
    write = _WRITERS.get(file.suffix.lower())
    if write is None:
        raise ExportError(Text("A history is written as .xes or .csv, not as {suffix}.", suffix=file.suffix or "?"))
    beside = file.with_name(f".{file.name}.new")
    try:
        with beside.open("w", encoding="utf-8", newline="") as out:
            number = write(history_records(engine, service=service), out)
        beside.replace(file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(Text("The file cannot be written: {reason}.", reason=reason)) from error
    finally:
        beside.unlink(missing_ok=True)
    return number
