"""Timers that are due far ahead on PostgreSQL: they are no burden until they come near, and none is forgotten."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import text

from engine import (
    CaseStatus,
    Engine,
    JobLoop,
    StorageError,
    find_cases,
    migrate_cases,
    open_engine,
    read_case,
    resume_case,
    resume_service,
    run_due_jobs,
    suspend_case,
    suspend_service,
    suspend_version,
)
from engine.jobs import dispatcher
from engine.jobs.dispatcher import forget_far_wakeups, sweep, wake_when_due
from engine.store import database, wakeups
from engine.store.records import Job, JobKind, JobState, Queue
from engine.store.wakeups import NEAR, may_sweep
from engine.testing import FakeClock
from engine.values import SYSTEM
from tests.engine.hasty import hasty_engine
from tests.engine.reliability.held_up import held_up
from tests.engine.small_services import TIMED, deploy_small, start_small
from tests.engine.test_kill import PATIENCE_S, wait_until

HOUR = timedelta(hours=1)  # when the timer of TIMED is due
SECOND = timedelta(seconds=1)
PROMISED_S = 5


@pytest.fixture
def clock() -> FakeClock:
    """A clock that begins with the database's, by which wake-ups come."""
    return FakeClock(datetime.now(UTC))


@pytest.fixture
def engine(postgresql_url: str, clock: FakeClock) -> Iterator[Engine]:
    opened = open_engine(postgresql_url, clock=clock)
    deploy_small(opened, TIMED)
    yield opened
    opened.close()


def scheduled(engine: Engine) -> list[datetime | None]:
    """Return when the wake-ups there are come, by the database's clock; None for at once."""
    with engine.database.connection() as connection:
        return list(connection.scalars(text("SELECT scheduled_at FROM procrastinate_jobs ORDER BY id")))


def timer(number: int, due_at: datetime, **more: object) -> Job:
    job = {"id": f"timer-{number}", "kind": JobKind.MESSAGE, "due_at": due_at, "created_at": due_at - HOUR, **more}
    return Job(**job)  # type: ignore[arg-type]  # what a job has


def is_around(at: datetime | None, expected: datetime) -> bool:
    return at is not None and abs(at - expected) < NEAR / 3  # what the test itself takes


def test_what_is_due_far_ahead_has_no_wakeup_and_gets_one_when_it_comes_near(engine: Engine, clock: FakeClock) -> None:
    start_small(engine)
    assert scheduled(engine) == []
    assert sweep(engine) == 0
    clock.advance(HOUR - NEAR - SECOND)
    assert sweep(engine) == 0
    clock.advance(SECOND)
    assert sweep(engine) == 1
    (at,) = scheduled(engine)
    assert is_around(at, datetime.now(UTC) + NEAR)
    assert sweep(engine) == 0  # it has one


def test_what_is_due_soon_has_its_wakeup_at_once(engine: Engine, clock: FakeClock) -> None:
    with engine.database.writing() as work:
        work.jobs.add([timer(0, clock.now() + NEAR - SECOND)])
    assert len(scheduled(engine)) == 1
    assert sweep(engine) == 0


def test_a_wakeup_that_was_lost_is_made_up_for_before_its_timer_is_due(engine: Engine, clock: FakeClock) -> None:
    start_small(engine)
    clock.advance(HOUR - SECOND)
    sweep(engine)
    with engine.database.connection() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    assert sweep(engine) == 1


def test_only_what_waits_is_woken_for(engine: Engine, clock: FakeClock) -> None:
    soon = clock.now() + 2 * HOUR
    jobs = [
        timer(0, soon, state=JobState.INCIDENT),
        timer(1, soon, state=JobState.SUSPENDED),
        timer(2, soon, queue=Queue.EXTERNAL),
        timer(3, soon, worker="w", lease_until=soon),
    ]
    with engine.database.writing() as work:
        work.jobs.add(jobs)
    clock.advance(2 * HOUR - SECOND)
    assert sweep(engine) == 0


def test_after_downtime_each_is_woken_for_once_however_many_there_are(engine: Engine, clock: FakeClock) -> None:
    number = 2_300
    with engine.database.writing() as work:
        work.jobs.add(timer(place, clock.now() + HOUR + place * SECOND) for place in range(number))
    clock.advance(timedelta(days=30))
    assert sweep(engine) == number
    assert sweep(engine) == 0
    assert scheduled(engine) == [None] * number
    with engine.database.connection() as connection:
        first = connection.scalar(text("SELECT args ->> 'job_id' FROM procrastinate_jobs ORDER BY id LIMIT 1"))
    assert first == "timer-0"  # what has been due longest comes first


def test_a_clock_behind_the_databases_gets_its_wakeup_by_its_own_time(engine: Engine, clock: FakeClock) -> None:
    behind = NEAR * 0.7
    clock.advance(-behind)
    due_at = clock.now() + NEAR + SECOND  # 0.3 of that ahead by the database's clock
    with engine.database.writing() as work:
        work.jobs.add([timer(0, due_at)])
    assert len(scheduled(engine)) == 1
    clock.advance(NEAR - behind)  # it comes early
    with engine.database.connection() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    wake_when_due(engine, "timer-0")
    (at,) = scheduled(engine)
    assert is_around(at, datetime.now(UTC) + behind)


def test_far_wakeups_of_an_earlier_release_go_at_the_start(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher, "_AT_ONCE", 2)
    monkeypatch.setattr(wakeups, "NEAR", timedelta(days=365))
    for number in range(5):
        start_small(engine, key=str(number))
    monkeypatch.undo()
    with engine.database.writing() as work:
        work.jobs.add([timer(0, engine.clock.now() + SECOND)])
    assert len(scheduled(engine)) == 6
    monkeypatch.setattr(dispatcher, "_AT_ONCE", 2)
    assert forget_far_wakeups(engine) == 5
    (at,) = scheduled(engine)
    assert is_around(at, datetime.now(UTC))


def _by_itself(engine: Engine, reference: str) -> Callable[[], object]:
    suspend_case(engine, reference=reference, actor=SYSTEM)
    return lambda: resume_case(engine, reference=reference, actor=SYSTEM)


def _with_its_service(engine: Engine, reference: str) -> Callable[[], object]:
    assert reference
    suspend_service(engine, service="small", actor=SYSTEM)
    return lambda: resume_service(engine, service="small", actor=SYSTEM)


@pytest.mark.parametrize("suspended", [_by_itself, _with_its_service])
def test_a_timer_that_came_near_while_its_case_was_suspended_is_not_late(
    engine: Engine, clock: FakeClock, suspended: Callable[[Engine, str], Callable[[], object]]
) -> None:
    resume = suspended(engine, start_small(engine).reference)
    clock.advance(HOUR - SECOND)
    assert sweep(engine) == 0
    resume()
    assert len(scheduled(engine)) == 1  # no sweep may come within the second


def test_a_case_that_is_moved_off_a_suspended_version_is_woken_for_at_once(engine: Engine, clock: FakeClock) -> None:
    start_small(engine)
    deploy_small(engine, TIMED.replace(b"<process ", b'<process name="Other" '))
    suspend_version(engine, service="small", version=1, actor=SYSTEM)
    clock.advance(HOUR)
    migrate_cases(engine, service="small", source=1, target=2, actor=SYSTEM)
    assert scheduled(engine) == [None]


def test_a_sweep_that_is_paused_or_whose_machine_has_gone_keeps_no_other_from_it(
    engine: Engine, postgresql_url: str, clock: FakeClock
) -> None:
    start_small(engine)
    clock.advance(HOUR - SECOND)
    with engine.database.writing() as work:
        assert may_sweep(work.jobs._transaction)
        assert sweep(engine) == 0
    is_paused, is_over = Event(), Event()

    def begin_and_pause(hasty: Engine) -> None:
        with hasty.database.writing() as work:
            assert may_sweep(work.jobs._transaction)
            is_paused.set()
            is_over.wait(PATIENCE_S)

    with hasty_engine(postgresql_url, clock=clock) as hasty, ThreadPoolExecutor(1) as pool:
        paused = pool.submit(begin_and_pause, hasty)
        try:
            assert is_paused.wait(PATIENCE_S)
            wait_until(lambda: sweep(engine) == 1)
        finally:
            is_over.set()
        with pytest.raises(StorageError):  # nothing it would have written is kept
            paused.result(timeout=PATIENCE_S)


def test_a_wakeup_comes_sooner_than_sweeps_can_fail() -> None:
    paused = timedelta(seconds=int(database._LONGEST_PAUSE.removesuffix("s")))
    assert paused + 2 * timedelta(seconds=dispatcher._SWEEP_S) < NEAR


def test_a_far_timer_is_in_time_although_the_worker_that_swept_has_died(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (wakeups, dispatcher):
        monkeypatch.setattr(module, "NEAR", SECOND)
    monkeypatch.setattr("engine.store.jobs.NEAR", SECOND)
    monkeypatch.setattr(dispatcher, "_SWEEP_S", 0.2)
    engine = open_engine(postgresql_url)
    deploy_small(engine, TIMED.replace(b"PT1H", b"PT4S"))
    first, second = JobLoop(engine), JobLoop(engine)
    with held_up() as held_up_s:
        first.start()
        references = [start_small(engine, key=str(number)).reference for number in range(5)]
        second.start()
        time.sleep(1)
        first.stop()
        wait_until(lambda: find_cases(engine, status=CaseStatus.COMPLETED).total == 5)
        second.stop()
        in_time_s = PROMISED_S + held_up_s()
    for reference in references:
        case = read_case(engine, reference=reference)
        (fired,) = (one.time for one in case.timeline if (one.element, one.lifecycle) == ("Pause", "complete"))
        assert 0 <= (fired - case.summary.started_at - timedelta(seconds=4)).total_seconds() <= in_time_s
    assert run_due_jobs(engine, worker="w") == 0
    engine.close()
