"""Opening the engine, and what it lends to tests."""

from datetime import UTC, timedelta
from pathlib import Path

from engine import Actor, find_cases, open_engine
from engine.testing import FakeClock, open_file_engine, open_memory_engine, sequential_ids
from tests.engine.small_services import CHECKED, deploy_small, start_small


def test_the_computers_clock_is_in_utc(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    assert engine.clock.now().tzinfo is UTC
    assert len({engine.new_id() for _ in range(100)}) == 100
    engine.close()


def test_an_engine_in_memory_works_and_is_gone_afterwards() -> None:
    for _ in range(2):
        with open_memory_engine(clock=FakeClock()) as engine:
            deploy_small(engine, CHECKED)
            start_small(engine)
            assert find_cases(engine).total == 1


def test_an_engine_on_a_file_remembers(tmp_path: Path) -> None:
    with open_file_engine(tmp_path) as engine:
        deploy_small(engine, CHECKED)
        start_small(engine)
    with open_file_engine(tmp_path) as engine:
        assert find_cases(engine).total == 1


def test_a_fake_clock_goes_on_when_it_is_told_to() -> None:
    clock = FakeClock()
    before = clock.now()
    assert clock.now() == before
    clock.advance(timedelta(hours=1))
    assert clock.now() == before + timedelta(hours=1)


def test_sequential_ids_are_counted() -> None:
    new_id = sequential_ids("x")
    assert [new_id(), new_id()] == ["x-1", "x-2"]


def test_an_actor_knows_the_own_groups() -> None:
    assert Actor(id="a", name="A", roles=frozenset({"manager", "group:registrar"})).groups == {"registrar"}
    assert Actor.applicant("R").groups == {"applicant"}
