"""What happened in cases, as an event log in the words of XES, and whether it is as it was written."""

from collections.abc import Iterator

from engine.history_chain import chained
from engine.opening import Engine
from engine.store import Work
from engine.store.history import LoggedEntry

__all__ = ["changed_histories", "history_records", "verify_history"]

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


def verify_history(engine: Engine) -> tuple[str, ...]:
    """Return the references of the cases whose history is not as it was written: changed, with gaps, or cut off.

    Nothing is returned where all is well. Every entry is read, as they are at one moment; nobody waits for it.
    """
    with engine.database.looking_at_one_moment() as work:
        return tuple(changed_histories(work))


def changed_histories(work: Work) -> Iterator[str]:
    """Yield what `verify_history` returns, within a transaction that reads other things too."""
    last = 0
    while heads := work.consistency.heads_after(last, limit=_AT_ONCE):
        for number, reference, head in heads:
            if chained("", work.history.of_case(number)) != head:
                yield reference
        last = heads[-1][0]


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
