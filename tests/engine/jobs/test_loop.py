"""The loop inside the serving process, and the worker process, on both databases."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from engine import (
    CaseStatus,
    Engine,
    JobLoop,
    StorageError,
    open_engine,
    read_analysis,
    read_case,
    request_analysis,
    run_worker,
)
from engine.jobs import dispatcher, lease, running
from engine.jobs import loop as loop_module
from engine.jobs.dispatcher import sweep
from engine.jobs.lease import LEASE, take_job
from engine.jobs.running import run_job
from engine.ports import JobRequest
from engine.store.records import Job, JobKind, Queue
from engine.testing import FakeClock
from engine.values import Json
from tests.engine.small_services import CLERK, SERVED, deploy_small, start_small
from tests.engine.test_kill import ROOT, wait_until

_PATIENCE_S = 120


class Latch:
    """A service task that tells when it was reached."""

    def __init__(self, number: int = 1) -> None:
        self.reached = Event()
        self.keys: list[str] = []
        self._number = number

    def __call__(self, request: JobRequest, /) -> dict[str, Json]:
        self.keys.append(request.idempotency_key)  # by several threads at once
        if len(self.keys) >= self._number:
            self.reached.set()
        return {}


class SlowLatch(Latch):
    """One that takes its time."""

    def __call__(self, request: JobRequest, /) -> dict[str, Json]:
        time.sleep(0.1)
        return super().__call__(request)


@contextmanager
def opened(database_url: str, handler: Latch) -> Iterator[Engine]:
    engine = open_engine(database_url, handlers={"effect": handler}, analyses={"one": lambda _, __: 1})
    yield engine
    engine.close()


def statuses(engine: Engine, references: list[str]) -> set[CaseStatus]:
    return {read_case(engine, reference=reference).summary.status for reference in references}


def test_the_loop_does_what_comes_until_it_is_stopped(database_url: str) -> None:
    latch = Latch(5)
    with opened(database_url, latch) as engine:
        loop = JobLoop(engine, poll_s=0.01)
        loop.start()
        deploy_small(engine, SERVED)
        references = [start_small(engine, key=str(number)).reference for number in range(5)]
        assert latch.reached.wait(_PATIENCE_S)
        loop.stop()
        assert statuses(engine, references) == {CaseStatus.COMPLETED}
        assert len(set(latch.keys)) == len(latch.keys) == 5


def test_the_loop_outlives_whatever_breaks_in_it(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    latch, broken = Latch(), Event()

    def break_once(*arguments: object, **more: object) -> None:
        if not broken.is_set():
            broken.set()
            message = "nobody has thought of this"
            raise RuntimeError(message)
        run_job(*arguments, **more)  # type: ignore[arg-type]

    for module in (running, dispatcher):
        monkeypatch.setattr(module, "run_job", break_once)
    monkeypatch.setattr(loop_module, "_PAUSE_AFTER_TROUBLE_S", 0.01)
    monkeypatch.setattr(dispatcher, "_SWEEP_S", 0.1)
    monkeypatch.setattr(dispatcher, "_OVERDUE", timedelta(0))
    monkeypatch.setattr(lease, "LEASE", timedelta(seconds=1))
    with opened(database_url, latch) as engine:
        loop = JobLoop(engine, poll_s=0.01)
        deploy_small(engine, SERVED)
        reference = start_small(engine).reference
        loop.start()
        assert latch.reached.wait(_PATIENCE_S)
        assert loop.is_working
        # Whoever is slower than so short a lease is done by the next.
        wait_until(lambda: statuses(engine, [reference]) == {CaseStatus.COMPLETED})
        loop.stop()
        assert broken.is_set()


def test_the_sweep_is_made_again_whatever_broke_it(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[int] = []
    again = Event()

    def break_once(engine: Engine) -> int:
        swept.append(1)
        if len(swept) == 1:
            message = "nobody has thought of this"
            raise RuntimeError(message)
        again.set()
        return sweep(engine)

    monkeypatch.setattr(dispatcher, "sweep", break_once)
    monkeypatch.setattr(dispatcher, "_SWEEP_S", 0.05)
    with opened(postgresql_url, Latch()) as engine:
        loop = JobLoop(engine)
        loop.start()
        assert again.wait(_PATIENCE_S)
        loop.stop()


def test_the_sweep_is_made_while_all_jobs_hang_that_a_worker_may_do_at_once(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, swept, go_on = threading.Semaphore(0), Event(), Event()

    def hang(*_given: object) -> dict[str, Json]:
        hanging.release()
        go_on.wait(_PATIENCE_S)
        return {}

    def note(engine: Engine) -> int:
        swept.set()
        return sweep(engine)

    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(dispatcher, "sweep", note)
    monkeypatch.setattr(dispatcher, "_SWEEP_S", 0.05)
    engine = open_engine(postgresql_url, handlers={"effect": hang}, analyses={"one": hang})
    deploy_small(engine, SERVED)
    for number in range(dispatcher.CONCURRENCY[Queue.CASES]):
        start_small(engine, key=str(number))
    request_analysis(engine, kind="one", key="k", arguments={}, actor=CLERK)
    loop = JobLoop(engine)
    loop.start()
    try:
        for _ in range(sum(dispatcher.CONCURRENCY.values())):
            assert hanging.acquire(timeout=_PATIENCE_S)
        swept.clear()
        assert swept.wait(_PATIENCE_S / 3)
    finally:
        go_on.set()
        loop.stop()
        engine.close()


def test_an_analysis_is_done_beside_the_cases(database_url: str) -> None:
    done = Event()

    def analyse(arguments: object, watch: object) -> Json:
        done.set()
        return "done"

    engine = open_engine(database_url, analyses={"one": analyse})
    request_analysis(engine, kind="one", key="k", arguments={}, actor=CLERK)
    loop = JobLoop(engine, poll_s=0.01)
    loop.start()
    assert done.wait(_PATIENCE_S)
    loop.stop()
    assert read_analysis(engine, key="k").result == "done"
    engine.close()


def test_a_loop_that_was_stopped_before_it_began_ends(database_url: str) -> None:
    with opened(database_url, Latch()) as engine:
        loop = JobLoop(engine)
        loop.start()
        loop.stop()
        loop.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ortoo")]


def test_all_jobs_that_hang_are_given_one_time_together_when_the_loop_is_stopped(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, go_on = threading.Semaphore(0), Event()

    def hang(_: JobRequest, /) -> dict[str, Json]:
        hanging.release()
        go_on.wait(_PATIENCE_S)
        return {}

    given: list[float] = []
    threads: list[threading.Thread] = []
    join = threading.Thread.join

    def noted(thread: threading.Thread, timeout: float | None = None) -> None:
        if thread in threads:
            assert timeout is not None
            given.append(timeout)
        join(thread, timeout)

    engine = open_engine(sqlite_url, handlers={"effect": hang})
    deploy_small(engine, SERVED)
    for number in range(dispatcher.CONCURRENCY[Queue.CASES]):
        start_small(engine, key=str(number))
    loop = JobLoop(engine, poll_s=0.01)
    loop.start()
    try:
        for _ in range(dispatcher.CONCURRENCY[Queue.CASES]):
            assert hanging.acquire(timeout=_PATIENCE_S)
        threads += loop._threads
        with monkeypatch.context() as watched:
            watched.setattr(threading.Thread, "join", noted)
            loop.stop(timeout_s=0.5)
        assert len(given) == len(threads)
        assert sum(given) <= 0.5
    finally:
        go_on.set()
        for thread in threads:
            thread.join(_PATIENCE_S)
        engine.close()


HANGING = """
import sys
from threading import Event
from engine import JobLoop, open_engine

def hang(_):
    print("hangs", flush=True)
    reached.set()
    Event().wait()

reached = Event()
loop = JobLoop(open_engine(sys.argv[1], handlers={"effect": hang}))
loop.start()
reached.wait()
loop.stop(timeout_s=0.2)
print("stopped", flush=True)
"""


def test_a_job_that_hangs_does_not_keep_its_process_from_ending(database_url: str) -> None:
    with opened(database_url, Latch()) as engine:
        deploy_small(engine, SERVED)
        start_small(engine)
    command = [sys.executable, "-c", HANGING, database_url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            said, _ = process.communicate(timeout=_PATIENCE_S)
        finally:
            process.kill()
    assert (process.returncode, said) == (0, "hangs\nstopped\n")


def test_the_loop_goes_on_after_the_database_was_away(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = loop_module.run_due_jobs
    troubles = [StorageError(may_be_done=False, reason="away")]

    def run_due_jobs(*given: object, **named: object) -> int:
        if troubles:
            raise troubles.pop()
        return real(*given, **named)  # type: ignore[arg-type]  # what the real one is given

    monkeypatch.setattr(loop_module, "run_due_jobs", run_due_jobs)
    monkeypatch.setattr(loop_module, "_PAUSE_AFTER_TROUBLE_S", 0.01)
    latch = Latch()
    with opened(sqlite_url, latch) as engine:
        deploy_small(engine, SERVED)
        start_small(engine)
        loop = JobLoop(engine, poll_s=0.01)
        loop.start()
        assert latch.reached.wait(_PATIENCE_S)
        loop.stop()
    assert "the database does not answer" in caplog.text


@pytest.mark.parametrize("stopped_by", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_process_does_jobs_until_it_is_told_to_stop(database_url: str, stopped_by: signal.Signals) -> None:
    latch = Latch()
    with opened(database_url, latch) as engine:
        deploy_small(engine, SERVED)
        reference = start_small(engine).reference
        stopper = threading.Thread(target=_stop_when, args=(latch.reached.wait, stopped_by))
        before = signal.getsignal(stopped_by)
        stopper.start()
        run_worker(JobLoop(engine))
        stopper.join()
        assert signal.getsignal(stopped_by) == before
        assert statuses(engine, [reference]) == {CaseStatus.COMPLETED}


def _stop_when(wait: Callable[[float], bool], number: signal.Signals) -> None:
    wait(_PATIENCE_S)
    os.kill(os.getpid(), number)


def test_the_sweep_wakes_for_what_was_lost_and_for_nothing_else(postgresql_url: str) -> None:
    clock = FakeClock()
    engine = open_engine(postgresql_url, clock=clock)
    deploy_small(engine, SERVED)
    start_small(engine)
    assert _wakeups(engine) == 1
    clock.advance(timedelta(seconds=5))
    assert sweep(engine) == 0  # its wake-up waits: it is late, but not lost
    _lose_wakeups(engine)
    assert sweep(engine) == 1
    assert sweep(engine) == 0
    assert _wakeups(engine) == 1
    assert take_job(engine, "w", (Queue.CASES,)) is not None
    _lose_wakeups(engine)
    assert sweep(engine) == 0
    clock.advance(LEASE)
    assert sweep(engine) == 1
    engine.close()


def test_what_waits_for_its_turn_is_not_woken_for_again_however_long_that_takes(postgresql_url: str) -> None:
    clock = FakeClock()
    engine = open_engine(postgresql_url, clock=clock)
    deploy_small(engine, SERVED)
    for number in range(20):
        start_small(engine, key=str(number))
    for _ in range(10):
        clock.advance(timedelta(seconds=10))
        assert sweep(engine) == 0
    assert _wakeups(engine) == 20
    engine.close()


def test_of_many_that_sweep_at_once_one_wakes(postgresql_url: str) -> None:
    clock = FakeClock()
    engine = open_engine(postgresql_url, clock=clock)
    deploy_small(engine, SERVED)
    for number in range(20):
        start_small(engine, key=str(number))
    clock.advance(timedelta(seconds=5))
    _lose_wakeups(engine)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: sweep(engine), range(16))) == 20
    assert _wakeups(engine) == 20
    engine.close()


def test_workers_with_more_to_do_than_they_can_are_woken_once_for_each_job(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    latch, most = SlowLatch(40), [0]
    monkeypatch.setattr(dispatcher, "_SWEEP_S", 0.05)
    monkeypatch.setattr(dispatcher, "_OVERDUE", timedelta(0))
    with opened(postgresql_url, latch) as engine:
        deploy_small(engine, SERVED)
        references = [start_small(engine, key=str(number)).reference for number in range(40)]
        loop = JobLoop(engine)
        loop.start()
        end = time.monotonic() + _PATIENCE_S
        while not latch.reached.wait(0.1) and time.monotonic() < end:
            most.append(_wakeups(engine))
        loop.stop()
        # Besides one for each, there may be one for what is just being taken.
        assert max(most) <= 2 * len(references)
        assert statuses(engine, references) == {CaseStatus.COMPLETED}
        assert len(set(latch.keys)) == len(latch.keys) == len(references)


def test_a_wakeup_is_lost_with_the_transaction_that_was_to_send_it(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    deploy_small(engine, SERVED)
    now = engine.clock.now()
    job = Job(id="j", kind=JobKind.MESSAGE, due_at=now, created_at=now)
    with pytest.raises(IntegrityError), engine.database.writing() as work:
        work.jobs.add([job, job])
    assert _wakeups(engine) == 0
    engine.close()


def _lose_wakeups(engine: Engine) -> None:
    with engine.database.connection() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))


def _wakeups(engine: Engine) -> int:
    with engine.database.connection() as connection:
        return connection.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")) or 0
