"""Timers fire once, never early and soon after they are due, whatever clocks do and however long nobody worked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Semaphore

import pytest

from engine import (
    SYSTEM,
    CaseStatus,
    Engine,
    JobLoop,
    find_cases,
    open_engine,
    read_case,
    resume_case,
    run_due_jobs,
    suspend_case,
)
from engine.jobs.dispatcher import CONCURRENCY
from engine.ports import JobRequest
from engine.store.records import Queue
from engine.testing import FakeClock
from engine.values import Json
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.reliability.held_up import held_up
from tests.engine.small_services import SERVED, START_END, TIMED, deploy_small, flow, process, start_small, user_task
from tests.engine.test_kill import PATIENCE_S, wait_until

SECOND = TIMED.replace(b"PT1H", b"PT1S")
PROMISED_S = 5
HOUR = timedelta(hours=1)


class ShiftedClock:
    """The computer's clock, some time behind (or ahead of) that of the database's machine."""

    def __init__(self, by: timedelta) -> None:
        self._by = by

    def now(self) -> datetime:
        return datetime.now(UTC) + self._by


def lateness(engine: Engine, reference: str, *, after: timedelta) -> float:
    """Return how many seconds after it was due the one timer of a case fired."""
    (fired,) = (
        entry.time
        for entry in read_case(engine, reference=reference).timeline
        if (entry.element, entry.lifecycle) == ("Pause", "complete")
    )
    return (fired - read_case(engine, reference=reference).summary.started_at - after).total_seconds()


def status(engine: Engine, reference: str) -> CaseStatus:
    return read_case(engine, reference=reference).summary.status


@pytest.mark.parametrize("behind_s", [0, 4])
def test_a_timer_is_never_early_and_at_most_five_seconds_late(database_url: str, behind_s: int) -> None:
    engine = open_engine(database_url, clock=ShiftedClock(timedelta(seconds=-behind_s)))
    deploy_small(engine, SECOND)
    loop = JobLoop(engine)
    with held_up() as held_up_s:
        loop.start()
        references = [start_small(engine, key=str(number)).reference for number in range(10)]
        wait_until(lambda: find_cases(engine, status="completed").total == 10)
        in_time_s = PROMISED_S + held_up_s()
    loop.stop()
    for reference in references:
        assert 0 <= lateness(engine, reference, after=timedelta(seconds=1)) <= in_time_s
    engine.close()


def test_a_timer_is_in_time_although_more_services_hang_than_a_process_asks_at_once(database_url: str) -> None:
    hanging, go_on = Semaphore(0), Event()

    def hang(request: JobRequest, /) -> dict[str, Json]:
        hanging.release()
        go_on.wait(10 * PATIENCE_S)
        return {"asked": request.topic}

    engine = open_engine(database_url, handlers={"effect": hang})
    deploy_small(engine, SERVED, service="hanging")
    deploy_small(engine, SECOND)
    loop = JobLoop(engine)
    loop.start()
    try:
        for number in range(3 * CONCURRENCY[Queue.CASES]):
            start_small(engine, key=f"hanging-{number}", service="hanging")
        for _ in range(CONCURRENCY[Queue.CASES]):
            assert hanging.acquire(timeout=PATIENCE_S)
        with held_up() as held_up_s:
            reference = start_small(engine).reference
            wait_until(lambda: status(engine, reference) is CaseStatus.COMPLETED)
            in_time_s = PROMISED_S + held_up_s()
        assert not go_on.is_set()
        assert 0 <= lateness(engine, reference, after=timedelta(seconds=1)) <= in_time_s
    finally:
        go_on.set()
        loop.stop()
        engine.close()


def test_what_became_due_while_nobody_worked_is_caught_up_each_once(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, TIMED)
    references = []
    for number in range(30):
        references.append(start_small(engine, key=str(number)).reference)
        clock.advance(timedelta(minutes=1))
    clock.advance(timedelta(days=30))
    taken = [run_due_jobs(engine, worker="w", limit=12) for _ in range(4)]
    assert taken == [12, 12, 6, 0]
    assert {status(engine, reference) for reference in references} == {CaseStatus.COMPLETED}
    assert faults_of_all(engine) == []


def test_what_has_been_due_longest_comes_first(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, TIMED)
    first = start_small(engine, key="first").reference
    clock.advance(timedelta(minutes=1))
    second = start_small(engine, key="second").reference
    clock.advance(timedelta(days=1))
    run_due_jobs(engine, worker="w", limit=1)
    assert (status(engine, first), status(engine, second)) == (CaseStatus.COMPLETED, CaseStatus.RUNNING)


def _back(clock: FakeClock) -> None:
    clock.advance(-HOUR)


def _ten_years_on(clock: FakeClock) -> None:
    clock.advance(timedelta(days=3_653))


@pytest.mark.parametrize(("jump", "is_due"), [(_back, False), (_ten_years_on, True)])
def test_a_clock_that_jumps_makes_no_timer_early_and_none_fire_twice(
    engine: Engine, clock: FakeClock, jump: Callable[[FakeClock], None], *, is_due: bool
) -> None:
    deploy_small(engine, TIMED)
    reference = start_small(engine).reference
    jump(clock)
    assert run_due_jobs(engine, worker="w") == int(is_due)
    clock.advance(2 * HOUR - timedelta(seconds=1))
    assert run_due_jobs(engine, worker="w") == 0
    clock.advance(timedelta(seconds=1))
    assert run_due_jobs(engine, worker="w") == int(not is_due)
    assert status(engine, reference) is CaseStatus.COMPLETED
    assert lateness(engine, reference, after=HOUR) >= 0
    assert faults_of_all(engine) == []


REMINDED = process(
    START_END
    + user_task("Check", "Check application", "registrar")
    + '<boundaryEvent id="Remind" attachedToRef="Check" cancelActivity="false"><timerEventDefinition>'
    + '<timeCycle xsi:type="tFormalExpression">EVERY</timeCycle></timerEventDefinition></boundaryEvent>'
    + '<endEvent id="Reminded"/>'
    + flow("Start", "Check", "End")
    + flow("Remind", "Reminded")
)


def reminders(engine: Engine, reference: str) -> int:
    timeline = read_case(engine, reference=reference).timeline
    return [(entry.element, entry.lifecycle) for entry in timeline].count(("Reminded", "complete"))


def all_due(engine: Engine) -> None:
    for _ in range(100):
        if not run_due_jobs(engine, worker="w"):
            return
    pytest.fail("a storm")


@pytest.mark.parametrize("every", ["R/PT1M", "R/P1D", "R/P1M", "* * * * *"])
@pytest.mark.parametrize("is_suspended", [False, True])
def test_a_repeating_timer_that_was_missed_often_fires_once_and_goes_on(
    engine: Engine, clock: FakeClock, every: str, *, is_suspended: bool
) -> None:
    deploy_small(engine, REMINDED.replace(b"EVERY", every.encode()))
    reference = start_small(engine).reference
    if is_suspended:
        suspend_case(engine, reference=reference, actor=SYSTEM)
    clock.advance(timedelta(days=400, seconds=10))
    if is_suspended:
        resume_case(engine, reference=reference, actor=SYSTEM)
    all_due(engine)
    assert reminders(engine, reference) == 1
    clock.advance(timedelta(days=31))
    all_due(engine)
    assert reminders(engine, reference) == 2
    assert faults_of_all(engine) == []


def test_a_repeating_timer_that_is_in_time_fires_each_time_and_as_often_as_is_said(
    engine: Engine, clock: FakeClock
) -> None:
    deploy_small(engine, REMINDED.replace(b"EVERY", b"R4/PT1H"))
    reference = start_small(engine).reference
    told = []
    for _ in range(6):
        clock.advance(HOUR)
        clock.advance(timedelta(seconds=3))
        all_due(engine)
        told.append(reminders(engine, reference))
        clock.advance(-timedelta(seconds=3))
    assert told == [1, 2, 3, 4, 4, 4]
