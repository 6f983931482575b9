"""Connections that were ended while nobody used them."""

import threading
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import event, text

from engine.store import Database, living

_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


def end_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        ended = connection.execute(_OTHERS, (connection.info.dbname,)).fetchall()
        assert ended
        # The call returns before they have ended.
        while connection.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", (connection.info.dbname,)
        ).fetchall():
            pass


def backend(database: Database) -> int:
    with database.reading() as work:
        return int(work._session.scalar(text("SELECT pg_backend_pid()")) or 0)


@pytest.fixture
def database(postgresql_url: str) -> Iterator[Database]:
    opened = Database(postgresql_url)
    yield opened
    opened.close()


def test_one_that_the_server_has_ended_is_not_given_to_the_next_command(
    database: Database, postgresql_url: str
) -> None:
    first = backend(database)
    end_connections(postgresql_url)
    assert backend(database) != first


def test_all_that_were_ended_at_once_are_replaced_one_by_one(database: Database, postgresql_url: str) -> None:
    both_read = threading.Barrier(2)

    def hold() -> None:
        with database.reading() as work:
            work._session.execute(text("SELECT 1"))
            both_read.wait(timeout=120)

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    end_connections(postgresql_url)
    assert backend(database) > 0
    assert backend(database) > 0


def test_one_on_which_a_notice_has_come_is_kept(database: Database, postgresql_url: str) -> None:
    with database.writing() as work:
        work._session.execute(text("LISTEN news"))
    first = backend(database)
    with psycopg.connect(postgresql_url, autocommit=True) as other:
        other.execute("NOTIFY news")
    assert backend(database) == first


def test_one_that_was_idle_for_long_is_asked_before_it_is_given(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backend(database)
    answers = iter([True, False, True])
    monkeypatch.setattr(living, "_ASKED_AFTER_S", -1.0)
    monkeypatch.setattr(living, "_answers", lambda *_: next(answers))
    assert backend(database) == first
    assert backend(database) != first


def test_what_is_in_use_is_asked_nothing(database: Database) -> None:
    said: list[str] = []
    backend(database)
    event.listen(database._engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    with database.writing() as work:
        assert work.jobs.by_id("none") is None
    assert len(said) == 1
