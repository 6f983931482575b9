"""Has every upload looked over by a program of the installation's choice, a virus scanner say, before it is kept."""

import logging
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from bpmn.language import Text
from engine.errors import EngineError

__all__ = ["CommandScanner", "DocumentRefusedError", "Scan"]

Scan: TypeAlias = Callable[[bytes], None]
"""Looks bytes over; raises DocumentRefusedError where they must not be kept."""

_REFUSED = 1
_log = logging.getLogger("ortoo.documents")


class DocumentRefusedError(EngineError):
    """A file is not kept: what it is, how large it is, or what the scanner says of it speaks against it."""


class CommandScanner:
    """Runs a command with the file's path as its last argument.

    It gets no input, and its output goes nowhere. It ends with 0 where the file is clean and with 1 where it is not (as
    `clamdscan` does); anything else, and being too slow, means that the file could not be scanned, and what could not
    be scanned is not kept.
    """

    def __init__(self, command: Sequence[str], *, patience: timedelta = timedelta(seconds=60)) -> None:
        self._command = tuple(command)
        self._patience_s = patience.total_seconds()

    def __call__(self, content: bytes) -> None:
        """Have bytes looked over.

        Raises:
            DocumentRefusedError: If they are refused, or cannot be scanned.
        """
        with tempfile.TemporaryDirectory(prefix="ortoo-scan-") as folder:
            file = Path(folder) / "upload"
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as writing:
                writing.write(content)
            code = self._run(file)
        if code == _REFUSED:
            _log.warning("scanner refused an upload", extra={"kind": "scan"})
            raise DocumentRefusedError(Text("The file was refused by the security scan."))
        if code != 0:
            # Until somebody sees to it, no upload is taken: who keeps the logs has to know.
            reason = "could not be run or was too slow" if code is None else f"ended with {code}"
            _log.error("scanner %s", reason, extra={"kind": "scan"})
            raise DocumentRefusedError(Text("The file could not be scanned. Please try again later."))

    def _run(self, file: Path) -> int | None:
        nothing = subprocess.DEVNULL
        try:
            scanning = subprocess.Popen(  # noqa: S603 - the operator's own command, never a shell or an uploader's word
                [*self._command, str(file)], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
            )
        except OSError:
            return None
        try:
            return scanning.wait(self._patience_s)
        except subprocess.TimeoutExpired:
            _stop(scanning)
            return None


def _stop(scanning: "subprocess.Popen[bytes]") -> None:
    """Stop a scanner that is still there, and all that it has started: it leads a process group of its own."""
    with suppress(ProcessLookupError):
        os.killpg(scanning.pid, signal.SIGKILL)
    scanning.wait()
