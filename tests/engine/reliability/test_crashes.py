"""Whatever a process is doing when it dies, on either database: nothing of a case is lost, doubled or half done."""

import pytest

from tests.engine.reliability.crashing import run_with_crashes
from tests.engine.reliability.random_services import random_service


def survive(url: str, seed: int, depth: int = 1) -> None:
    """Run one random service to its end, dying at every call of every command on the way."""
    survivor = run_with_crashes(url, random_service(seed, depth=depth), seed=seed)
    assert survivor.faults == [], f"seed {seed}"
    assert survivor.crashes > 30, f"seed {seed}"
    assert len(survivor.received) > len(set(survivor.received)), f"seed {seed}: no effect came again"


def test_ten_random_services_on_sqlite_come_to_their_end_through_a_crash_at_every_call(sqlite_url: str) -> None:
    for seed in range(10):
        survive(sqlite_url, seed)


def test_ten_more_on_postgresql(postgresql_url: str) -> None:
    for seed in range(10, 20):
        survive(postgresql_url, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(100))
def test_a_thousand_larger_random_services_on_each_database(database_url: str, part: int) -> None:
    for seed in range(1000 + part * 10, 1010 + part * 10):
        survive(database_url, seed, depth=2)
