"""What a supervisor asks: can the installation work, and how is it doing."""

import os

from engine.errors import StorageError
from engine.measures import Measures
from engine.opening import Engine
from engine.store.migrating import newest_version, read_version

__all__ = ["find_obstacles", "measure"]


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
