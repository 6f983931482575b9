"""The nightly job that looks after the stored data."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from engine import (
    Allowance,
    Engine,
    JobLoop,
    RetentionRule,
    check_data,
    find_incidents,
    read_case,
    read_session,
    run_due_jobs,
    set_retention,
    take_allowance,
    write_session,
)
from engine.jobs.upkeep import next_night, plan_upkeep
from engine.store.tables import AllowanceRow, SessionRow
from engine.testing import FakeClock
from engine.values import SYSTEM
from tests.engine.small_services import TIMED, deploy_small, start_small


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # Ulaanbaatar is eight hours ahead: three in the morning there is seven in the evening before.
        ("2026-01-05T01:00", "2026-01-05T19:00"),
        ("2026-01-05T18:59", "2026-01-05T19:00"),
        ("2026-01-05T19:00", "2026-01-06T19:00"),
    ],
)
def test_it_is_due_at_the_next_three_in_the_morning_in_ulaanbaatar(now: str, due: str) -> None:
    assert next_night(datetime.fromisoformat(now).replace(tzinfo=UTC)) == datetime.fromisoformat(due).replace(
        tzinfo=UTC
    )


def upkeep_jobs(engine: Engine) -> list[datetime]:
    with engine.database.reading() as work:
        job = work.jobs.by_id("upkeep")
    return [] if job is None else [job.due_at]


def test_it_erases_at_night_and_comes_again_the_next(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, TIMED)
    reference = start_small(engine, name="somebody").reference
    clock.advance(timedelta(hours=1))
    run_due_jobs(engine, worker="w")
    set_retention(engine, rule=RetentionRule(service="small", case_days=0), actor=SYSTEM)
    plan_upkeep(engine)
    run_due_jobs(engine, worker="w")
    assert read_case(engine, reference=reference).data != {}
    (first,) = upkeep_jobs(engine)
    clock.advance(first - clock.now())
    run_due_jobs(engine, worker="w")
    assert read_case(engine, reference=reference).data == {}
    assert upkeep_jobs(engine) == [first + timedelta(days=1)]
    assert check_data(engine) == ()


def test_what_held_somebody_back_and_who_was_signed_in_is_forgotten_at_night(engine: Engine, clock: FakeClock) -> None:
    plan_upkeep(engine)
    night = next_night(clock.now())
    take_allowance(engine, [Allowance(key="full-again", per_hour=1)])
    write_session(engine, session_id="over", data=b"somebody", expires_at=night)
    write_session(engine, session_id="goes-on", data=b"somebody", expires_at=night + timedelta(hours=1))
    clock.advance(night - clock.now())
    with engine.database.writing() as work:
        work.allowances.take([Allowance(key="still-empty", per_hour=1)], clock.now())
    run_due_jobs(engine, worker="w")
    with engine.database.connection() as connection:
        assert connection.scalars(select(AllowanceRow.key)).all() == ["still-empty"]
        assert connection.scalar(select(func.count()).select_from(SessionRow)) == 1
    assert read_session(engine, session_id="goes-on") == b"somebody"


def test_there_is_one_however_many_processes_start(engine: Engine) -> None:
    loops = [JobLoop(engine, worker=f"w{number}") for number in range(3)]
    for loop in loops:
        loop.start()
    for loop in loops:
        loop.stop()
    assert len(upkeep_jobs(engine)) == 1


def test_where_it_fails_it_becomes_an_incident_that_a_retry_closes(
    engine: Engine, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_upkeep(engine)
    with monkeypatch.context() as broken:

        def fail(_engine: Engine) -> None:
            raise OSError("the disk is gone")

        broken.setattr("engine.jobs.running.do_upkeep", fail)
        for _ in range(3):
            clock.advance(timedelta(days=1))
            run_due_jobs(engine, worker="w", limit=2)
    (incident,) = find_incidents(engine).items
    assert incident.kind == "upkeep"
    from engine import retry_incident

    retry_incident(engine, incident_id=incident.id, actor=SYSTEM)
    run_due_jobs(engine, worker="w")
    assert find_incidents(engine).total == 0
    assert len(upkeep_jobs(engine)) == 1
