"""An engine for whoever is to be paused in the middle: PostgreSQL soon ends a transaction in which nothing is said."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engine import Engine, open_engine
from engine.ports import Clock
from engine.store import database

__all__ = ["hasty_engine"]


@contextmanager
def hasty_engine(url: str, *, clock: Clock | None = None) -> Iterator[Engine]:
    """Give an engine whose one connection waits half a second for the next word in a transaction.

    All others keep the time that they have: a busy machine may take longer than that between two statements of a
    command that nobody has paused.
    """
    with pytest.MonkeyPatch.context() as hurried:
        hurried.setattr(database, "_LONGEST_PAUSE", "500ms")
        engine = open_engine(url, clock=clock)
        with engine.database.connection() as connection:
            connection.exec_driver_sql("SELECT 1")
    yield engine
    engine.close()
