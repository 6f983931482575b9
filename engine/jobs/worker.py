"""A process that does nothing but jobs: `ortoo worker`."""

import time

from engine.jobs.loop import JobLoop
from engine.jobs.stopping import asked_to_stop

__all__ = ["run_worker"]


def run_worker(loop: JobLoop) -> None:
    """Do jobs until the process is told to stop (SIGINT or SIGTERM), then finish those at hand.

    Called from the main thread of a process of its own; any number of them may share one database.

    Args:
        loop: What does the jobs; it is started here, and stopped.
    """
    with asked_to_stop() as asked:
        loop.start()
        try:
            while not asked.to_stop:
                time.sleep(asked.seconds)
        finally:
            loop.stop()
