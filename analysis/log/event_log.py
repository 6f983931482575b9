"""An event log in memory: a polars frame with one row an activity instance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from analysis.errors import LogError
from bpmn.language import Text

if TYPE_CHECKING:
    import polars as pl

__all__ = ["COLUMNS", "EventLog"]

COLUMNS = ("case_id", "activity", "enable_time", "start_time", "end_time", "resource")
"""The columns that every log has and that a CSV file of it shows, in this order."""

_CASE, _NAME, _TIME = "case:concept:name", "concept:name", "time:timestamp"
_STEP, _WHO, _ELEMENT, _INSTANCE = "lifecycle:transition", "org:resource", "element", "concept:instance"
_ENABLED = {"schedule", "assign"}
_ENDED = {"complete", "autoskip", "manualskip", "ate_abort", "pi_abort", "withdraw"}


@dataclass(frozen=True, slots=True, eq=False)
class EventLog:
    """Activity instances: case_id, activity, element (id, where known), enable_time, start_time, end_time, resource.

    Times are UTC; enable and start may be unknown (null) in logs that record the end only. Texts are strings, or (in a
    simulated log) of a known set, which takes less room; both give str.

    Attributes:
        frame: The polars frame, ordered as the rows happened.
    """

    frame: "pl.DataFrame"

    def __len__(self) -> int:
        return self.frame.height

    @property
    def case_count(self) -> int:
        """How many cases there are."""
        return int(self.frame["case_id"].n_unique())

    def arrivals(self) -> "pl.Series":
        """Return when each case is first heard of, earliest first."""
        import polars as pl

        first = pl.min_horizontal("enable_time", "start_time", "end_time")
        return self.frame.group_by("case_id").agg(first.min().alias("first"))["first"].sort()

    @classmethod
    def from_records(cls, records: Iterable[Mapping[str, Any]]) -> "EventLog":
        """Return a log of event records with XES keys, such as the engine's history gives.

        Args:
            records: One an event: "case:concept:name", "concept:name", "time:timestamp" (aware datetime or ISO 8601)
                and, where known, "lifecycle:transition" ("schedule", "start", "complete"; without it "complete"),
                "org:resource", "element" (the id in the model) and "concept:instance" (which instance it belongs to).

        Raises:
            LogError: If a record lacks a case, a name or a time.

        Source: IEEE 1849-2023 (XES), the concept, time, lifecycle and organizational extensions.
        """
        import polars as pl

        rows: list[dict[str, Any]] = []
        open_rows: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        ordered = sorted(enumerate(records), key=lambda pair: (_moment(pair[1], pair[0]), pair[0]))
        for number, record in ordered:
            _add(record, _moment(record, number), rows, open_rows)
        kinds = pl.Datetime("us", "UTC")
        schema: dict[str, Any] = {
            "case_id": pl.String,
            "activity": pl.String,
            "element": pl.String,
            "enable_time": kinds,
            "start_time": kinds,
            "end_time": kinds,
            "resource": pl.String,
        }
        return cls(pl.DataFrame(rows, schema=schema))


def _moment(record: Mapping[str, Any], number: int) -> datetime:
    for key in (_CASE, _NAME, _TIME):
        if not record.get(key):
            raise LogError(Text("Event {number} has no {key}.", number=number + 1, key=key))
    value = record[_TIME]
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise LogError(Text("Event {number} has no time that can be read.", number=number + 1)) from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _add(
    record: Mapping[str, Any],
    moment: datetime,
    rows: list[dict[str, Any]],
    open_rows: dict[tuple[Any, ...], list[dict[str, Any]]],
) -> None:
    """Join the events of one activity instance: what is open for its case, name and instance is gone on with."""
    key = (record[_CASE], record[_NAME], record.get(_ELEMENT), record.get(_INSTANCE))
    step = str(record.get(_STEP) or "complete").lower()
    waiting = open_rows.setdefault(key, [])
    fits = [row for row in waiting if step != "start" or row["start_time"] is None]
    if step in _ENABLED or not fits:
        row: dict[str, Any] = {
            "case_id": str(record[_CASE]),
            "activity": str(record[_NAME]),
            "element": record.get(_ELEMENT),
            "enable_time": None,
            "start_time": None,
            "end_time": None,
            "resource": None,
        }
        rows.append(row)
        waiting.append(row)
    else:
        row = fits[0]
    _set(row, step, moment)
    row["resource"] = record.get(_WHO) or row["resource"]
    if step in _ENDED:
        waiting.remove(row)


def _set(row: dict[str, Any], step: str, moment: datetime) -> None:
    if step in _ENABLED:
        row["enable_time"] = row["enable_time"] or moment
    elif step in _ENDED:
        row["end_time"] = moment
    else:
        row["start_time"] = row["start_time"] or moment
