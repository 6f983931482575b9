"""Does jobs inside the serving process."""

import logging
import time
import uuid
from collections.abc import Collection
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError

from engine.errors import EngineError
from engine.jobs.dispatcher import CONCURRENCY, Dispatcher
from engine.jobs.running import run_due_jobs
from engine.jobs.upkeep import plan_upkeep
from engine.opening import Engine
from engine.store.records import OWN_QUEUES, Queue

__all__ = ["JobLoop", "worker_name"]

_AT_ONCE = 20
_PAUSE_AFTER_TROUBLE_S = 2.0
_log = logging.getLogger("ortoo.jobs")


class JobLoop:
    """Does jobs in threads of this process until it is stopped.

    On SQLite it looks for jobs that are due, in several threads, so that a service that does not answer holds up nobody
    else; analyses have one of their own, and so has what asks nobody outside, timers above all.
    On PostgreSQL it listens to the dispatcher, as `ortoo worker` does.
    """

    def __init__(self, engine: Engine, *, worker: str | None = None, poll_s: float = 0.2) -> None:
        """Prepare the loop; it does nothing before `start`.

        Args:
            engine: The engine.
            worker: A name that no other running worker has; a random one where none is given.
            poll_s: How long it waits before it looks again where nothing was due.
        """
        self._engine = engine
        self._worker = worker or worker_name()
        self._poll_s = poll_s
        self._stopping = Event()
        self._threads: list[Thread] = []
        self._dispatcher: Dispatcher | None = None

    def start(self) -> None:
        """Begin."""
        self._stopping.clear()
        self._plan_upkeep()
        if self._engine.database.is_postgresql:
            self._dispatcher = Dispatcher(self._engine, worker=self._worker)
            self._threads = [Thread(target=self._dispatcher.run, name="ortoo dispatcher", daemon=True)]
        else:
            self._threads = [
                Thread(target=self._look, args=((queue,),), name=f"ortoo jobs: {queue}", daemon=True)
                for queue in OWN_QUEUES
                for _ in range(CONCURRENCY[queue])
            ]
            quick = Thread(target=self._look, args=((Queue.CASES,),), kwargs={"is_quick": True}, daemon=True)
            quick.name = "ortoo jobs: quick"
            self._threads.append(quick)
        for thread in self._threads:
            thread.start()

    @property
    def is_working(self) -> bool:
        """Whether it has been started and all its threads live."""
        return bool(self._threads) and all(thread.is_alive() for thread in self._threads)

    def stop(self, timeout_s: float | None = 30.0) -> None:
        """Finish the jobs at hand and end; analyses, and what takes longer than `timeout_s`, are left to others."""
        self._stopping.set()
        if self._dispatcher is not None:
            self._dispatcher.stop()
        ends = None if timeout_s is None else time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(None if ends is None else max(0.0, ends - time.monotonic()))
        self._threads = []

    def _plan_upkeep(self) -> None:
        try:
            plan_upkeep(self._engine)
        except (SQLAlchemyError, EngineError):
            _log.exception("the nightly upkeep could not be planned; the next start of a worker does it")

    def _look(self, queues: Collection[Queue], *, is_quick: bool = False) -> None:
        while not self._stopping.is_set():
            pause = self._poll_s
            try:
                if self._do_due(queues, is_quick=is_quick):
                    continue
            except (SQLAlchemyError, EngineError):
                _log.exception("the database does not answer; the jobs go on when it does")
                pause = _PAUSE_AFTER_TROUBLE_S
            except Exception:  # noqa: BLE001 - a thread that ended here would be missed by nobody
                # The job at hand is lost to this worker, which is counted.
                _log.exception("the jobs broke off; they go on")
                pause = _PAUSE_AFTER_TROUBLE_S
            self._stopping.wait(pause)

    def _do_due(self, queues: Collection[Queue], *, is_quick: bool) -> int:
        ending = self._stopping.is_set
        return run_due_jobs(
            self._engine, worker=self._worker, limit=_AT_ONCE, queues=queues, is_quick=is_quick, is_ending=ending
        )


def worker_name() -> str:
    """Return a name for a worker that no other has."""
    return f"worker-{uuid.uuid4().hex}"
