"""What a supervisor asks: can the installation work, and how is it doing."""

import os

from engine.errors import StorageError
from engine.measures import Measures
from engine.opening import Engine
from engine.store.migrating import newest_version, read_version

__all__ = ["find_obstacles", "find_risks", "measure"]


def measure(engine: Engine) -> Measures:
    """Return how the installation is doing, counted now."""
    with engine.database.reading() as work:
        return work.measuring.measure(engine.clock.now())


def find_obstacles(engine: Engine) -> tuple[str, ...]:
    """Return what keeps this process from working; nothing where it can.

    Returns:
        "database" if it does not answer, "version" if its tables are not of this release, "documents" if their folder
        is there and cannot be written to.
    """
    found = []
    try:
        with engine.database.reading_at_one_moment() as connection:
            if read_version(connection) != newest_version():
                found.append("version")
    except (StorageError, OSError):
        found.append("database")
    root = None if engine.documents is None else engine.documents.folder.root
    if root is not None and root.exists() and not os.access(root, os.W_OK | os.X_OK):
        found.append("documents")
    return tuple(found)


def find_risks(engine: Engine) -> tuple[str, ...]:
    """Return the database's settings by which cases may be lost when the power fails, though all else works.

    Returns:
        "fsync" and "full_page_writes", where a PostgreSQL server has them off; nothing where it is as it should be.

    Raises:
        StorageError: If the database does not answer.
    """
    return engine.database.risks()
