"""The hash over a case's whole history: a change, a gap or a cut-off end of it shows, for one column of a case.

Each entry is hashed together with the hash of all before it, and the case keeps the last one. Erasure, the one change
of a history that is allowed, starts the chain anew over what it leaves, and keeps both hashes in the audit trail.

As with any hash without a secret, somebody who may write everything can write it anew: see `docs/operations.md`.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC

import orjson

from engine.store.records import NewEntry
from engine.store.types import clean_text
from engine.values import HistoryEntry

__all__ = ["chained"]

_write = json.JSONEncoder(separators=(",", ":")).encode


def chained(head: str, entries: Iterable[HistoryEntry | NewEntry]) -> str:
    """Return the hash of a history that has grown.

    Args:
        head: The hash before, "" for an empty history.
        entries: What was added, in order.
    """
    at, time = None, ""
    for entry in entries:
        if entry.time is not at:  # all of a step happens at one moment
            at, time = entry.time, entry.time.astimezone(UTC).isoformat()
        head = hashlib.sha256(head.encode() + _told(entry, time)).hexdigest()
    return head


def _told(entry: HistoryEntry | NewEntry, time: str) -> bytes:
    texts = [
        entry.instance_id,
        entry.element,
        entry.name,
        entry.type,
        entry.lifecycle,
        entry.resource,
        entry.lane,
        entry.on_behalf_of,
    ]
    joined = "".join(texts)
    if joined.isprintable():
        if joined.isascii():  # as most are: only then do both write the same
            return orjson.dumps([entry.sequence, time, *texts])
    else:  # hardly ever: only then is there anything that is stored otherwise
        texts = [clean_text(text) for text in texts]
    return _write([entry.sequence, time, *texts]).encode()
