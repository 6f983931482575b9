"""What a supervisor asks: how it is doing, and what is in the way."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from engine import (
    Engine,
    claim_work_item,
    find_obstacles,
    measure,
    open_documents,
    open_engine,
    run_due_jobs,
)
from engine.ports import TaskFailure
from engine.testing import FakeClock
from tests.engine.conftest import Effects
from tests.engine.inbox import everybodys_work
from tests.engine.small_services import CHECKED, CLERK, SERVED, TIMED, deploy_small, start_small


def test_everything_is_counted_where_it_is(engine: Engine, effects: Effects, clock: FakeClock) -> None:
    deploy_small(engine, CHECKED)
    deploy_small(engine, TIMED, service="timed")
    deploy_small(engine, SERVED, service="served")
    for number in range(3):
        start_small(engine, key=f"k{number}")
    claim_work_item(engine, item_id=everybodys_work(engine)[0].id, actor=CLERK)
    start_small(engine, key="t", service="timed")
    effects.faults = [TaskFailure("no", retry=False)]
    start_small(engine, key="bad", service="served")
    run_due_jobs(engine, worker="w")
    start_small(engine, key="good", service="served")
    run_due_jobs(engine, worker="w")
    start_small(engine, key="due", service="served")
    clock.advance(timedelta(seconds=90))
    found = measure(engine)
    assert found.cases == {
        ("small", "running"): 3,
        ("timed", "running"): 1,
        ("served", "incident"): 1,
        ("served", "completed"): 1,
        ("served", "running"): 1,
    }
    assert found.work_items == {("small", "open"): 2, ("small", "claimed"): 1}
    assert found.jobs == {("timer", "scheduled"): 1, ("service", "failed"): 1, ("service", "due"): 1}
    assert found.incidents == {("served", "service"): 1}
    assert found.oldest_due_job_s == 90


def test_a_job_that_a_worker_has_is_locked(engine: Engine, clock: FakeClock) -> None:
    from engine.jobs.lease import take_job
    from engine.store.records import Queue

    deploy_small(engine, SERVED)
    start_small(engine)
    assert take_job(engine, "w", [Queue.CASES]) is not None
    assert measure(engine).jobs == {("service", "locked"): 1}
    assert measure(engine).oldest_due_job_s == 0


def test_nothing_is_in_the_way_of_a_healthy_installation(engine: Engine) -> None:
    assert find_obstacles(engine) == ()


def test_a_database_of_another_version_is_in_the_way(engine: Engine) -> None:
    with engine.database.connection() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert find_obstacles(engine) == ("version",)


@pytest.mark.parametrize("address", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////proc/none/ortoo.db"])
def test_a_database_that_does_not_answer_is_in_the_way(address: str) -> None:
    engine = open_engine(address)
    assert find_obstacles(engine) == ("database",)
    engine.close()


def test_a_folder_that_cannot_be_written_to_is_in_the_way(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(sqlite_url, documents=open_documents(tmp_path))
    assert find_obstacles(engine) == ()
    allowed = os.access
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path and allowed(path, mode))
    assert find_obstacles(engine) == ("documents",)
    engine.close()
