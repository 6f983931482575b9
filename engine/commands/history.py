"""What happened in cases, as an event log in the words of XES."""

from collections.abc import Iterator

from engine.opening import Engine
from engine.store.history import LoggedEntry

__all__ = ["history_records"]

_AT_ONCE = 1_000


def history_records(engine: Engine, *, service: str | None = None) -> Iterator[dict[str, object]]:
    """Yield what happened, case by case and within a case in order, with the keys of XES.

    Each record has `case:concept:name`, `case:service`, `case:version`, `concept:name` (the activity's name, or its id
    where it has none), `concept:instance`, `lifecycle:transition`, `time:timestamp` (an aware time, UTC),
    `org:resource` and `org:role` (the lane) where there is one, `ortoo:element` and `ortoo:type`, and
    `ortoo:onBehalfOf` where a substitute did an absent person's work.

    It is read piece by piece, so that a log of any length neither fills the memory nor holds up anybody who writes.

    Args:
        engine: The engine.
        service: Cases of this service; None for all.

    Source: IEEE 1849-2016 (XES): the extensions concept, lifecycle, organizational and time.
    """
    place = (0, 0)
    while True:
        with engine.database.reading() as work:
            entries = work.history.after(place, service=service, limit=_AT_ONCE)
        yield from map(_record, entries)
        if len(entries) < _AT_ONCE:
            return
        place = (entries[-1].case_id, entries[-1].entry.sequence)


def _record(logged: LoggedEntry) -> dict[str, object]:
    entry = logged.entry
    record: dict[str, object] = {
        "case:concept:name": logged.case_reference,
        "case:service": logged.service,
        "case:version": logged.version,
        "concept:name": entry.name or entry.element,
        "concept:instance": entry.instance_id,
        "lifecycle:transition": entry.lifecycle,
        "time:timestamp": entry.time,
        "ortoo:element": entry.element,
        "ortoo:type": entry.type,
    }
    if entry.resource:
        record["org:resource"] = entry.resource
    if entry.lane:
        record["org:role"] = entry.lane
    if entry.on_behalf_of:
        record["ortoo:onBehalfOf"] = entry.on_behalf_of
    return record
