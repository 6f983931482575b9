"""PostgreSQL ends every connection while work is going on: nothing is lost, and nobody has to restart anything."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from sqlalchemy import make_url

from engine import JobLoop, StorageError, find_cases, find_incidents, find_obstacles, open_engine
from engine.jobs import dispatcher as dispatcher_module
from engine.ports import JobRequest
from engine.store.records import Queue
from engine.values import Json
from tests.engine.reliability.consistency import faults_of_all
from tests.engine.small_services import SERVED, deploy_small, start_small
from tests.engine.test_kill import wait_until

# With a time the server waits until each is gone: a command that comes while it still goes is refused, not lost.
_OTHERS = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


def end_connections(url: str) -> int:
    """End every connection to a database but this one; return how many there were."""
    with psycopg.connect(url, autocommit=True) as connection:
        return len(connection.execute(_OTHERS, (connection.info.dbname,)).fetchall())


def test_a_running_loop_outlives_the_loss_of_every_connection(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher_module, "_SWEEP_S", 0.5)
    keys: list[str] = []

    def effect(request: JobRequest, /) -> dict[str, Json]:
        keys.append(request.idempotency_key)
        return {}

    engine = open_engine(postgresql_url, handlers={"effect": effect})
    deploy_small(engine, SERVED)
    loop = JobLoop(engine)
    loop.start()
    for number in range(3):
        start_small(engine, key=f"before-{number}")
        wait_until(lambda number=number: len(set(keys)) > number)
        assert end_connections(postgresql_url) > 0
    for number in range(3):
        start_small(engine, key=f"after-{number}")
    wait_until(lambda: find_cases(engine, status="completed").total == 6)
    loop.stop()
    assert find_incidents(engine).total == 0
    assert len(set(keys)) == 6
    assert faults_of_all(engine) == []
    engine.close()


@contextmanager
def away(url: str, server: str) -> Iterator[None]:
    """Have a database take no connections and end those it has."""
    name = make_url(url).database
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        connection.execute(_OTHERS, (name,))
        try:
            yield
        finally:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def test_a_dispatcher_that_broke_begins_again_when_the_database_is_back(
    postgresql_url: str, postgresql_server: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(dispatcher_module, "_SWEEP_S", 0.5)
    monkeypatch.setattr(dispatcher_module, "_PAUSE_AFTER_TROUBLE_S", 0.1)
    work = dispatcher_module.Dispatcher._work
    breaks = [ConnectorException()]

    async def break_once(self: dispatcher_module.Dispatcher, app: App, queue: Queue) -> None:
        if breaks:
            raise breaks.pop()
        await work(self, app, queue)

    monkeypatch.setattr(dispatcher_module.Dispatcher, "_work", break_once)
    engine = open_engine(postgresql_url, handlers={"effect": lambda _: {}})
    deploy_small(engine, SERVED)
    loop = JobLoop(engine)
    loop.start()
    start_small(engine, key="broken")
    wait_until(lambda: find_cases(engine, status="completed").total == 1)
    assert "the dispatcher broke" in caplog.text
    with away(postgresql_url, postgresql_server):
        time.sleep(1)
    start_small(engine, key="back")
    wait_until(lambda: find_cases(engine, status="completed").total == 2)
    loop.stop()
    engine.close()


def test_a_command_says_that_the_database_is_away_and_that_nothing_was_done(
    postgresql_url: str, postgresql_server: str
) -> None:
    engine = open_engine(postgresql_url)
    deploy_small(engine, SERVED)
    with away(postgresql_url, postgresql_server):
        with pytest.raises(StorageError) as refused:
            start_small(engine, key="away")
        assert not refused.value.may_be_done
        assert "Nothing was done" in str(refused.value)
        with pytest.raises(StorageError):
            find_cases(engine)
        assert find_obstacles(engine) == ("database",)
    start_small(engine, key="away")
    assert find_cases(engine).total == 1
    engine.close()
