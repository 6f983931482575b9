"""What tests of any room use instead of the real thing: a clock that is set, counted ids, a database to throw away."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from engine.connectors import connectors
from engine.documents.keeping import open_documents
from engine.opening import Engine, open_engine
from engine.ports import AnalysisHandler, Clock, ServiceTaskHandler
from engine.store import upgrade_database
from engine.store.migrating import upgrade

__all__ = ["FakeClock", "open_file_engine", "open_memory_engine", "sequential_ids"]

_BEGINNING = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


class FakeClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: datetime = _BEGINNING) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by


def sequential_ids(prefix: str = "id") -> Callable[[], str]:
    """Return a function that gives the ids id-1, id-2, id-3 and so on."""
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers)}"


@contextmanager
def open_memory_engine(
    *,
    clock: Clock | None = None,
    handlers: Mapping[str, ServiceTaskHandler] | None = None,
    analyses: Mapping[str, AnalysisHandler] | None = None,
) -> Iterator[Engine]:
    """Give an engine on an SQLite database in memory, with Ortoo's own connectors unless others are given."""
    engine = open_engine("sqlite://", clock=clock, handlers=handlers or connectors(), analyses=analyses)
    upgrade(engine.database)
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def open_file_engine(
    folder: Path,
    *,
    clock: Clock | None = None,
    handlers: Mapping[str, ServiceTaskHandler] | None = None,
    analyses: Mapping[str, AnalysisHandler] | None = None,
) -> Iterator[Engine]:
    """Give an engine on an SQLite file in `folder`, its documents beside it.

    It has Ortoo's own connectors unless others are given.
    """
    address = f"sqlite:///{folder / 'ortoo.db'}"
    upgrade_database(address)
    papers = open_documents(folder / "documents")
    engine = open_engine(address, clock=clock, handlers=handlers or connectors(), analyses=analyses, documents=papers)
    try:
        yield engine
    finally:
        engine.close()
