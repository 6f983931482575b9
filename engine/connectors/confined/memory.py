"""How a process of connectors is kept from using more memory than it may, on Linux and elsewhere."""

import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

__all__ = ["ENDED_FOR_MEMORY", "bound_memory", "is_bounded_by_system"]

ENDED_FOR_MEMORY = 77
"""What a process ends with that used more than it may, where nothing else keeps it from that."""

_STATUS = Path("/proc/self/statm")
_LOOK_S = 0.05
# getrusage(2): Linux and the BSDs count in kilobytes, macOS in bytes.
_UNIT = 1 if sys.platform == "darwin" else 1024


def is_bounded_by_system() -> bool:
    """Return whether the system itself refuses memory beyond the bound, as Linux does.

    Elsewhere it does not say how many addresses are in use, and macOS does not hold to such a bound: what a process has
    used is looked at twenty times a second. One that takes very much at a time has it for so long.
    """
    return _STATUS.exists()


def bound_memory(more_bytes: int) -> None:
    """Let this process have so much more than it has now: a `MemoryError` where the system refuses more, or its end."""
    if is_bounded_by_system():
        held = int(_STATUS.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + more_bytes, held + more_bytes))
        return
    most = _most_used() + more_bytes
    Thread(target=_watch, args=(most, _most_used, _end), name="memory", daemon=True).start()


def _most_used() -> int:
    """Return how much memory this process has held at most, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


def _watch(most: int, used: Callable[[], int], end: Callable[[], object]) -> None:
    while used() <= most:
        time.sleep(_LOOK_S)
    end()


def _end() -> None:
    os._exit(ENDED_FOR_MEMORY)
