"""An event log in memory: a polars frame with one row an activity instance."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from analysis.errors import LogError
from analysis.log.pairing import joined_instances
from bpmn.language import Text

if TYPE_CHECKING:
    import polars as pl

__all__ = ["COLUMNS", "EventLog"]

COLUMNS = ("case_id", "activity", "enable_time", "start_time", "end_time", "resource")
"""The columns that every log has and that a CSV file of it shows, in this order."""

_CASE, _NAME, _TIME = "case:concept:name", "concept:name", "time:timestamp"
_STEP = "lifecycle:transition"
_TEXTS = {
    "case_id": _CASE,
    "activity": _NAME,
    "element": "element",
    "instance": "concept:instance",
    "resource": "org:resource",
}


class EventLog:
    """Activity instances: case_id, activity, element (id, where known), enable_time, start_time, end_time, resource.

    Times are UTC; enable and start may be unknown (null) in logs that record the end only. Texts are strings, or (in a
    simulated log) of a known set, which takes less room; both give str.

    Attributes:
        event_count: How many events it was read from; None: as many as there are instances.
    """

    __slots__ = ("_frame", "event_count")

    def __init__(self, frame: "pl.DataFrame | None", event_count: int | None = None) -> None:
        self._frame = frame
        self.event_count = event_count

    @property
    def frame(self) -> "pl.DataFrame":
        """The polars frame, ordered as the rows happened."""
        if self._frame is None:
            self._frame = self._made_frame()
        return self._frame

    def _made_frame(self) -> "pl.DataFrame":
        """Make the frame where there was none to begin with; a log that is kept otherwise does."""
        message = "This log has no rows."
        raise ValueError(message)

    def csv_chunks(self) -> "Iterator[memoryview] | None":
        """Return the rows as the bytes of a CSV file, where there is a quicker way to them than the frame."""
        return None

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

        rows = [_event(record, number) for number, record in enumerate(records)]
        schema: dict[str, Any] = dict.fromkeys(
            ("case_id", "activity", "element", "instance", "step", "resource"), pl.String
        )
        events = pl.DataFrame(rows, schema=schema | {"at": pl.Datetime("us", "UTC")})
        return cls(joined_instances(events), event_count=len(rows))


def _event(record: Mapping[str, Any], number: int) -> dict[str, Any]:
    moment = _moment(record, number)
    texts = {name: record.get(key) for name, key in _TEXTS.items()}
    step = str(record.get(_STEP) or "complete").lower()
    return {name: None if text is None else str(text) for name, text in texts.items()} | {"at": moment, "step": step}


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
