"""PostgreSQL's part: Procrastinate wakes this process for a job as soon as it is there, or when it is due.

A wake-up says no more than "look at this job": whether it is to be done, and by whom, the row in `jobs` decides. So a
wake-up that comes twice does nothing the second time, and one that is lost is made up for by the sweep.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from threading import Event, Thread
from typing import TypeVar

import procrastinate
from procrastinate.jobs import Status

from engine.jobs.lease import take_job
from engine.jobs.running import run_job
from engine.opening import Engine
from engine.store import Work
from engine.store.records import OWN_QUEUES, JobState, Queue
from engine.store.wakeups import NEAR, QUICK_WAKEUPS, WAKEUP_TASK

__all__ = ["CONCURRENCY", "Dispatcher", "forget_far_wakeups", "sweep", "wake_when_due"]

CONCURRENCY = {Queue.CASES: 4, Queue.ANALYSES: 1}
"""How many jobs of each queue one process does at the same time, those aside that ask nobody outside."""

_QUICK_AT_ONCE = 2

# The longest a timer can be late, since no notification comes when a scheduled job becomes due.
_POLL_S = 1.0
_SWEEP_S = 10.0
_OVERDUE = timedelta(seconds=5)
_AT_ONCE = 1_000
_MOST_PORTIONS = 1_000  # what is left is for the next sweep
_PAUSE_AFTER_TROUBLE_S = 2.0
_log = logging.getLogger("ortoo.jobs")
_Given = TypeVar("_Given")


class Dispatcher:
    """Does the jobs that Procrastinate brings until it is stopped."""

    def __init__(self, engine: Engine, *, worker: str) -> None:
        """Prepare the dispatcher; it does nothing before `run`.

        Args:
            engine: The engine, on PostgreSQL.
            worker: A name that no other running worker has.
        """
        self._engine = engine
        self._worker = worker
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._stopped = Event()
        self._threads: set[Thread] = set()
        self._concurrency: dict[str, int] = {str(queue): number for queue, number in CONCURRENCY.items()}
        self._concurrency[QUICK_WAKEUPS] = _QUICK_AT_ONCE

    def run(self) -> None:
        """Do jobs until `stop` is called from another thread; where the database is away, wait until it is back."""
        while not self._stopped.is_set():
            try:
                asyncio.run(self.serve())
                for thread in tuple(self._threads):
                    thread.join()
            except Exception:  # noqa: BLE001 - a process that does no jobs any more would be noticed by nobody
                _log.exception("the dispatcher broke; it begins again soon")
                self._stopped.wait(_PAUSE_AFTER_TROUBLE_S)

    def stop(self) -> None:
        """Finish the jobs at hand and end; may be called from any thread."""
        self._stopped.set()
        if self._loop is not None and self._stopping is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopping.set)

    async def serve(self) -> None:
        """Do jobs until `stop` is called.

        Raises:
            Exception: What broke a worker of Procrastinate's.
        """
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        if self._stopped.is_set():
            return
        app = self._app()
        async with app.open_async():
            workers = [asyncio.create_task(self._work(app, queue)) for queue in self._concurrency]
            sweeper = asyncio.create_task(self._sweep(app))
            stopping = asyncio.create_task(self._stopping.wait())
            await asyncio.wait([stopping, *workers], return_when=asyncio.FIRST_COMPLETED)
            for task in (stopping, sweeper, *workers):
                task.cancel()  # Procrastinate's worker takes this as: finish what is at hand
            await asyncio.gather(stopping, sweeper, *workers, return_exceptions=True)
        for worker in workers:
            if not worker.cancelled() and (broken := worker.exception()) is not None:
                raise broken

    def _app(self) -> procrastinate.App:
        address = self._engine.database.address.set(drivername="postgresql")
        conninfo = address.render_as_string(hide_password=False)
        app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=conninfo, min_size=1, max_size=8))
        app.task(name=WAKEUP_TASK)(self._wake)
        return app

    async def _work(self, app: procrastinate.App, queue: str) -> None:
        await app.run_worker_async(
            queues=[queue],
            name=self._worker,
            concurrency=self._concurrency[queue],
            fetch_job_polling_interval=_POLL_S,
            delete_jobs="always",
            install_signal_handlers=False,
        )

    async def _wake(self, job_id: str) -> None:
        await self._beside(lambda: self._do(job_id))

    async def _beside(self, do: Callable[[], _Given]) -> _Given:
        """Have something done in a thread of its own.

        In a thread of asyncio's, of which there may be few, it would keep the sweep from being made where it hangs, and
        the process from ending.
        """
        outcome: Future[_Given] = Future()
        outcome.set_running_or_notify_cancel()

        def run() -> None:
            try:
                outcome.set_result(do())
            except BaseException as error:  # noqa: BLE001 - told to whoever waits for it
                outcome.set_exception(error)
            finally:
                self._threads.discard(thread)

        thread = Thread(target=run, name="ortoo jobs", daemon=True)
        self._threads.add(thread)
        thread.start()
        return await asyncio.wrap_future(outcome)

    def _do(self, job_id: str) -> None:
        job = take_job(self._engine, self._worker, OWN_QUEUES, job_id=job_id)
        if job is None:
            wake_when_due(self._engine, job_id)
        else:
            run_job(self._engine, job, self._stopped.is_set)

    async def _sweep(self, app: procrastinate.App) -> None:
        are_forgotten = False
        while True:
            try:
                await self._beside(lambda: sweep(self._engine))
                if not are_forgotten:
                    await self._beside(lambda: forget_far_wakeups(self._engine))
                    are_forgotten = True
                for stalled in await app.job_manager.get_stalled_jobs():
                    # Its worker is gone, and the sweep has woken another: the wake-up itself is of no more use.
                    await app.job_manager.finish_job(stalled, status=Status.FAILED, delete_job=True)
            except Exception:  # noqa: BLE001 - whatever it was, without the sweep what is lost is never found
                _log.exception("the sweep could not be made; the next one is soon")
            await asyncio.sleep(_SWEEP_S)


def wake_when_due(engine: Engine, job_id: str) -> None:
    """Wake a worker again for a job whose wake-up came before it was due, as this machine's clock has it.

    The wake-up comes by the database's clock. Without another one, a timer would be as late as the sweep finds it. A
    job that is due much later has been put off, and is given a wake-up when its time comes near.
    """
    now = engine.clock.now()
    with engine.database.writing() as work:
        job = work.jobs.by_id(job_id)
        if job is not None and job.state is JobState.WAITING and now < job.due_at <= now + NEAR:
            work.jobs.wake_in(job, job.due_at - now)


def sweep(engine: Engine) -> int:
    """Wake workers for the jobs that nobody has and that have no wake-up: those due soon, and those that are overdue.

    Every worker makes one often: whichever of them dies, another's comes long before what is near is due.

    Returns:
        How many there were.
    """
    now = engine.clock.now()

    def wake_some(work: Work) -> int:
        return work.jobs.wake_for_lost(now=now, due_before=now - _OVERDUE, limit=_AT_ONCE)

    return _by_portions(engine, wake_some)


def forget_far_wakeups(engine: Engine) -> int:
    """Drop the wake-ups for what is due far ahead, as earlier releases gave them; return how many there were."""
    return _by_portions(engine, lambda work: work.jobs.drop_far_wakeups(limit=_AT_ONCE))


def _by_portions(engine: Engine, do_some: Callable[[Work], int]) -> int:
    """Do something for `_AT_ONCE` rows in each transaction until fewer are left, and return for how many it was."""
    done = 0
    for _ in range(_MOST_PORTIONS):
        with engine.database.writing() as work:
            some = do_some(work)
        done += some
        if some < _AT_ONCE:
            break
    return done
