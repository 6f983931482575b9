"""Looking after the folder of documents: what nothing names any more goes, what is damaged is told."""

from datetime import timedelta

from engine.documents.folder import DocumentDamagedError
from engine.opening import Engine

__all__ = ["damaged_documents", "sweep_documents"]

_NEW = timedelta(days=1)


def sweep_documents(engine: Engine, *, older_than: timedelta = _NEW) -> int:
    """Remove the bytes that no document names, and return how many files went.

    Args:
        engine: The engine.
        older_than: Files younger than this stay: their document may just be being added.
    """
    if engine.documents is None:
        return 0
    with engine.database.reading() as work:
        needed = work.documents.hashes()
    return engine.documents.folder.sweep(needed, older_than=older_than)


def damaged_documents(engine: Engine) -> tuple[str, ...]:
    """Return the hash of every document whose bytes are gone, or are not those that were kept."""
    if engine.documents is None:
        return ()
    with engine.database.reading() as work:
        needed = work.documents.hashes()
    damaged = []
    for sha256 in sorted(needed):
        try:
            engine.documents.folder.read(sha256)
        except DocumentDamagedError:
            damaged.append(sha256)
    return tuple(damaged)
