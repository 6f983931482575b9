"""Where the bytes of documents are kept: a folder that no web server serves, each file under the hash of its content.

The same content is one file, however often it is uploaded. A file is complete or not there: it is written beside its
place, brought to the disk and then renamed. What no row of the database names any more is swept away.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Collection, Iterator
from datetime import timedelta
from pathlib import Path

from bpmn.language import Text
from engine.errors import EngineError

__all__ = ["DocumentDamagedError", "DocumentFolder"]

_IS_HASH = frozenset("0123456789abcdef")
_SWEPT = ".swept-"


class DocumentDamagedError(EngineError):
    """The bytes of a document are gone, or are not those that were kept.

    Attributes:
        sha256: The hash they should have.
    """

    def __init__(self, sha256: str) -> None:
        super().__init__(
            Text("A document ({hash}) is missing or has been changed. Restore it from a backup.", hash=sha256[:12])
        )
        self.sha256 = sha256


class DocumentFolder:
    """Keeps bytes by their hash, as `ab/cdef…`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, content: bytes) -> str:
        """Keep bytes and return their SHA-256 in hex; they are on the disk when this returns."""
        sha256 = hashlib.sha256(content).hexdigest()
        place = self._place(sha256)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._is_there(place, sha256):
            return sha256
        handle, beside = tempfile.mkstemp(dir=place.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as writing:
                writing.write(content)
                writing.flush()
                os.fsync(writing.fileno())
            Path(beside).replace(place)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        _bring_to_disk(place.parent)
        return sha256

    def read(self, sha256: str) -> bytes:
        """Return the bytes of that hash.

        Raises:
            DocumentDamagedError: If they are not there, or not as they were kept.
        """
        try:
            content = self._place(sha256).read_bytes()
        except FileNotFoundError as error:
            raise DocumentDamagedError(sha256) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DocumentDamagedError(sha256)
        return content

    def hashes(self) -> Iterator[str]:
        """Yield the hash of everything that is kept."""
        for place in sorted(self.root.glob("[0-9a-f][0-9a-f]/*")):
            if not place.name.startswith("."):
                yield place.parent.name + place.name

    def sweep(self, needed: Collection[str], *, older_than: timedelta) -> int:
        """Remove what is not needed and not new, and return how many files went.

        Args:
            needed: The hashes that documents name.
            older_than: How old a file must be: a new one may belong to a document that is just being added.
        """
        latest = time.time() - older_than.total_seconds()
        return sum(self._sweep(place, needed, latest) for place in self.root.glob("[0-9a-f][0-9a-f]/*"))

    def _sweep(self, place: Path, needed: Collection[str], latest: float) -> bool:
        """Remove one file unless it is needed or new; return whether it went.

        It is taken out of its place before it is looked at for the last time: whoever brings the same content from
        then on finds nothing there, and writes it anew.
        """
        name = place.name.removeprefix(_SWEPT)
        home = place.with_name(name)
        if place.name == name and (place.parent.name + name in needed or not _is_old(place, latest)):
            return False
        taken = place.with_name(f"{_SWEPT}{name}")
        try:
            if place != taken:
                place.rename(taken)
            is_wanted = place.parent.name + name in needed and not home.exists()
            if is_wanted or not _is_old(taken, latest):
                taken.replace(home)  # the same bytes as what may have been written there meanwhile
                return False
            taken.unlink()
        except FileNotFoundError:  # another sweep was faster
            return False
        return True

    def _place(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= _IS_HASH:
            raise DocumentDamagedError(sha256)
        return self.root / sha256[:2] / sha256[2:]

    def _is_there(self, place: Path, sha256: str) -> bool:
        """Return whether bytes are kept already, and if so let the sweep leave them as if they were new."""
        try:
            if self._is_whole(place, sha256):
                os.utime(place)
                return True
        except FileNotFoundError:  # never there, or just swept away
            return False
        return False

    def _is_whole(self, place: Path, sha256: str) -> bool:
        return hashlib.sha256(place.read_bytes()).hexdigest() == sha256


def _is_old(place: Path, latest: float) -> bool:
    try:
        return place.stat().st_mtime < latest
    except FileNotFoundError:
        return False


def _bring_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
