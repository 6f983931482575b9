"""How a process learns that it should end: a signal is noted, and the loop that serves or works looks at the note."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import ClassVar

__all__ = ["Asked", "asked_to_stop"]

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@dataclass
class Asked:
    """Whether a signal has asked the process to end."""

    seconds: ClassVar[float] = 0.5
    """How long to wait between two looks at the note where nothing else happens."""

    to_stop: bool = False

    def take(self, number: int, frame: FrameType | None) -> None:
        """Note that a signal has come.

        It is no more than noted. A handler runs between any two instructions of the main thread: an exception from
        here would be lost where a library takes every error for one of a connection, and a lock taken here may be held
        by the very thread that waits for it.
        """
        del number, frame
        self.to_stop = True


@contextmanager
def asked_to_stop() -> Iterator[Asked]:
    """Note the signals that end a process (SIGTERM, SIGINT) while the block runs.

    Yields:
        The note; in another thread than the main one, which alone may ask for signals, nobody ever writes it.
    """
    asked = Asked()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    former = {number: signal.signal(number, asked.take) for number in _SIGNALS}
    try:
        yield asked
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
