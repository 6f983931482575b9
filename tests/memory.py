"""Where tests keep what lives no longer than they do: in the machine's memory, where there is room for it.

SQLite waits for the disk at every commit and PostgreSQL copies 600 files for every database it makes. Nothing of that
has to outlive the machine: a process that is killed loses nothing that it wrote to a file there.
"""

import os
import shutil
from pathlib import Path

__all__ = ["folder_in_memory"]

_PLACE = Path("/dev/shm")  # noqa: S108 - whoever uses it makes a folder of its own there
_ROOM_BYTES = 4 << 30


def folder_in_memory() -> Path | None:
    """Return a folder whose files are kept in memory, with room for some gigabytes; None where there is none."""
    is_roomy = _PLACE.is_dir() and os.access(_PLACE, os.W_OK) and shutil.disk_usage(_PLACE).free > _ROOM_BYTES
    return _PLACE if is_roomy else None
