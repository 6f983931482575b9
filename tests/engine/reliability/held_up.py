"""How long a busy machine has held this process up: so much later than promised may come what it promises in time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

__all__ = ["held_up"]

_BEAT_S = 0.02


@contextmanager
def held_up() -> Iterator[Callable[[], float]]:
    """Give what tells for how many seconds the process has been held up since.

    A thread wants to wake every 20 ms. As much too late as it wakes, a thread that does jobs may.
    """
    late_s = [0.0]
    is_over = Event()

    def beat() -> None:
        before = time.monotonic()
        while not is_over.wait(_BEAT_S):
            now = time.monotonic()
            late_s[0] += now - before - _BEAT_S
            before = now

    thread = Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield lambda: late_s[0]
    finally:
        is_over.set()
        thread.join()
