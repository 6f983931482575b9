"""A message that comes while somebody begins to wait for it is taken within seconds, whoever of the two is first."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Event

import pytest

from engine import (
    SYSTEM,
    CaseStatus,
    Engine,
    JobLoop,
    check_data,
    deliver_message,
    open_engine,
    read_case,
    run_due_jobs,
)
from engine.commands.messages import deliver_in
from engine.starting import begin_case
from engine.store.records import JobKind
from engine.testing import FakeClock
from tests.engine.jobs.test_kept_messages import (
    DAY,
    SECOND,
    is_taken,
    keep,
    keep_long,
    run_all,
    status,
    waiting,
)
from tests.engine.small_services import deploy_small, start_small
from tests.engine.test_kill import wait_until

PROMISED = timedelta(seconds=5)


def test_of_many_that_begin_to_wait_while_messages_come_each_has_its_own(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, waiting())
    numbers = [str(number) for number in range(12)]

    def start(number: str) -> str:
        return start_small(engine, key=number, number=number).reference

    def send(number: str) -> int:
        return deliver_message(
            engine, name="answer", correlation=number, payload={"said": number}, actor=SYSTEM, keep_for=DAY
        )

    with ThreadPoolExecutor(6) as pool:
        started = [pool.submit(start, number) for number in numbers]
        sent = [pool.submit(send, number) for number in reversed(numbers)]
        looked = [pool.submit(run_due_jobs, engine, worker=f"w{number}") for number in range(3)]
        references = [one.result() for one in started]
        assert all(one.result() >= 0 for one in (*sent, *looked))
    for _ in range(int(PROMISED / SECOND)):
        run_all(engine)
        clock.advance(SECOND)
    run_all(engine)
    assert [read_case(engine, reference=one).data.get("said") for one in references] == numbers
    assert check_data(engine) == ()


@pytest.mark.parametrize("lasts_s", [0, 7, 20, 45])
def test_it_is_seen_soon_after_a_start_that_it_came_in_the_middle_of(
    postgresql_url: str, clock: FakeClock, lasts_s: int
) -> None:
    engine = open_engine(postgresql_url, clock=clock)
    deploy_small(engine, waiting())
    with engine.database.writing() as work:
        version = work.definitions.current("small")
        assert version is not None
        case = begin_case(engine, work, version, data={"number": "1"}, actor_id="clerk")
        keep(engine, "1", said="yes")
        for _ in range(lasts_s):
            run_all(engine)
            clock.advance(SECOND)
    for _ in range(int(PROMISED / SECOND)):
        run_all(engine)
        clock.advance(SECOND)
    assert is_taken(engine, case.reference)
    engine.close()


def test_who_begins_to_wait_between_a_look_and_its_end_is_not_overlooked(
    postgresql_url: str, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(postgresql_url, clock=clock)
    deploy_small(engine, waiting())
    keep_long(engine, clock)
    clock.advance(timedelta(minutes=6))
    has_looked, may_end = Event(), Event()

    def look_and_pause(*given: object, **more: object) -> object:
        outcome = deliver_in(*given, **more)  # type: ignore[arg-type]  # as it was called
        has_looked.set()
        assert may_end.wait(30)
        return outcome

    with ThreadPoolExecutor(2) as pool:
        monkeypatch.setattr("engine.jobs.applying.deliver_in", look_and_pause)
        looking = pool.submit(run_due_jobs, engine, worker="slow", limit=1)
        assert has_looked.wait(30)
        monkeypatch.undo()
        reference = start_small(engine, number="1").reference
        calling = pool.submit(run_due_jobs, engine, worker="w")
        wait([calling], timeout=0.5)  # who does not wait for the other is done by then
        may_end.set()
        assert looking.result(30) == 1
        assert calling.result(30)
    assert is_taken(engine, reference)
    engine.close()


def test_with_workers_at_work_it_is_there_within_seconds(database_url: str) -> None:
    engine = open_engine(database_url)
    deploy_small(engine, waiting())
    keep(engine, "1", said="yes")
    with engine.database.writing() as work:
        (kept,) = work.jobs.of_topic(JobKind.MESSAGE, "")
        work.jobs.reschedule(kept, engine.clock.now() + DAY)
    loop = JobLoop(engine)
    loop.start()
    reference = start_small(engine, number="1").reference
    wait_until(lambda: status(engine, reference) is CaseStatus.COMPLETED)
    loop.stop()
    case = read_case(engine, reference=reference).summary
    assert case.ended_at is not None
    assert case.ended_at - case.started_at <= PROMISED
    engine.close()
