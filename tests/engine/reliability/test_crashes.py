"""Whatever a process is doing when it dies, on either database: nothing of a case is lost, doubled or half done."""

import pytest

from engine import Engine
from engine.jobs import running
from engine.jobs.applying import Result
from engine.store.jobs import JobStore
from engine.store.records import Job
from tests.engine.reliability.crashing import run_with_crashes
from tests.engine.reliability.random_services import random_service


def survive(url: str, seed: int, depth: int = 1) -> None:
    """Run one random service to its end, dying at every call of every command on the way."""
    survivor = run_with_crashes(url, random_service(seed, depth=depth), seed=seed)
    assert survivor.faults == [], f"seed {seed}"
    assert survivor.crashes > 30, f"seed {seed}"
    assert survivor.crashes_after_commit > 0, f"seed {seed}"
    assert len(survivor.received) > len(set(survivor.received)), f"seed {seed}: no effect came again"


def test_ten_random_services_on_sqlite_come_to_their_end_through_a_crash_at_every_call(sqlite_url: str) -> None:
    for seed in range(10):
        survive(sqlite_url, seed)


def test_ten_more_on_postgresql(postgresql_url: str) -> None:
    for seed in range(10, 20):
        survive(postgresql_url, seed)


def test_a_job_that_vanished_before_its_result_was_kept_would_show(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish, apply_result = JobStore.finish, running.apply_result

    def apply_in_two_transactions(engine: Engine, job: Job, result: Result) -> None:
        with engine.database.writing() as work:
            work.jobs.finish(job, engine.clock.now())
        apply_result(engine, job, result)

    monkeypatch.setattr(JobStore, "finish", lambda self, job, now: finish(self, job, now) or True)
    monkeypatch.setattr(running, "apply_result", apply_in_two_transactions)
    assert run_with_crashes(sqlite_url, random_service(0), seed=0).faults != []


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(100))
def test_a_thousand_larger_random_services_on_each_database(database_url: str, part: int) -> None:
    for seed in range(1000 + part * 10, 1010 + part * 10):
        survive(database_url, seed, depth=2)
