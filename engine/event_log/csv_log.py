"""CSV: one row an event, the columns named as in XES."""

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TextIO

__all__ = ["COLUMNS", "write_csv"]

COLUMNS = (
    "case:concept:name",
    "concept:name",
    "concept:instance",
    "lifecycle:transition",
    "time:timestamp",
    "org:resource",
    "org:role",
    "ortoo:element",
    "ortoo:type",
    "case:service",
    "case:version",
)
# A spreadsheet takes a cell that begins so for a formula (ASVS 5.0, 1.2.10).
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(records: Iterator[Mapping[str, object]], out: TextIO) -> int:
    """Write the events and return how many there were."""
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    number = 0
    for record in records:
        writer.writerow([_cell(record.get(column, "")) for column in COLUMNS])
        number += 1
    return number


def _cell(value: object) -> str:
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text
