"""A process that does nothing but jobs: `ortoo worker`."""

import signal
from threading import Event
from types import FrameType

from engine.jobs.loop import JobLoop

__all__ = ["run_worker"]


def run_worker(loop: JobLoop) -> None:
    """Do jobs until the process is told to stop (SIGINT or SIGTERM), then finish those at hand.

    Called from the main thread of a process of its own; any number of them may share one database.

    Args:
        loop: What does the jobs; it is started here, and stopped.
    """
    stopping = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    loop.start()
    try:
        stopping.wait()
    finally:
        loop.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
