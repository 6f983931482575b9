"""What is kept on this machine from one run to the next, so that it need not be worked out again: files in one folder.

Nothing in it is missed when it is gone.
"""

import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["folder_of_kept", "keep_whole"]


def folder_of_kept() -> Path | None:
    """Return a folder that nobody else can write into, since what is in it is believed and run; None: there is none."""
    own = os.getuid() if hasattr(os, "getuid") else 0
    for folder in _folders(own):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            about = folder.stat()
        except OSError:
            continue
        is_own = not hasattr(os, "getuid") or (about.st_uid == own and not about.st_mode & 0o022)
        if is_own and os.access(folder, os.W_OK):
            return folder
    return None


def _folders(own: int) -> Iterator[Path]:
    yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ortoo"
    import tempfile  # slow to import, and rarely needed

    yield Path(tempfile.gettempdir()) / f"ortoo-{own}"


def keep_whole(path: Path, content: bytes) -> None:
    """Put a file in its place whole, whoever else does the same now; on a full disk, not at all."""
    import tempfile

    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)
    except OSError:
        return
