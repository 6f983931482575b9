"""Units of work: all or nothing, and what they read is what there is."""

import gc
import sqlite3
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from engine.errors import ConflictError, StorageError
from engine.store import Database
from engine.store.database import database_address
from engine.store.tables import DraftRow
from engine.values import Draft

NOW = datetime(2026, 1, 5, 1, tzinfo=UTC)


def draft(draft_id: str = "d", at: datetime = NOW) -> Draft:
    return Draft(id=draft_id, service="s", answers={}, updated_at=at)


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


def test_what_leaves_with_an_exception_leaves_nothing(database: Database) -> None:
    with pytest.raises(LookupError), database.writing() as work:  # noqa: PT012 - the block is what is tested
        work.drafts.add(draft())
        raise LookupError
    with database.reading() as work:
        assert work.drafts.by_id("d") is None
    database.close()


def test_a_row_read_again_is_what_it_is_now(database: Database) -> None:
    with database.writing() as work:
        work.drafts.add(draft())
        session = work._session
        row = session.get(DraftRow, "d")
        work.drafts.mark_sent("d", "R")
        again = work.drafts.by_id("d")
    assert row is not None
    assert again is not None
    assert again.reference == "R"
    database.close()


def test_times_come_back_in_utc(database: Database) -> None:
    local = datetime(2026, 1, 5, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    with database.writing() as work:
        work.drafts.add(draft(at=local))
    with database.reading() as work:
        kept = work.drafts.by_id("d")
    assert kept is not None
    assert kept.updated_at == local
    assert kept.updated_at.tzinfo is UTC
    database.close()


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(Exception, match="without a zone"), database.writing() as work:
        work.drafts.add(draft(at=naive))
    database.close()


def test_a_deadlock_is_a_conflict_and_one_of_the_two_goes_on(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    with database.writing() as work:
        work.drafts.add(draft("a"))
        work.drafts.add(draft("b"))
    both_have_one = threading.Barrier(2)
    outcomes: list[str] = []

    def lock(first: str, second: str) -> None:
        try:
            with database.writing() as work:
                work.drafts.by_id(first, lock=True)
                both_have_one.wait(timeout=120)
                work.drafts.by_id(second, lock=True)
            outcomes.append("done")
        except ConflictError:
            outcomes.append("conflict")

    threads = [threading.Thread(target=lock, args=order) for order in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "done"]
    database.close()


def test_other_troubles_of_the_database_are_no_conflict(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with pytest.raises(StorageError, match="no such table"), database.writing() as work:
        work._session.execute(text("SELECT * FROM no_such_table"))
    database.close()


def test_sqlite_is_opened_durably_and_with_foreign_keys(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.connection() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000}
    database.close()


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("sqlite:///x", "sqlite"),
    ],
)
def test_an_address_gets_the_driver_that_is_installed(given: str, driver: str) -> None:
    assert database_address(given).drivername == driver


def test_what_goes_wrong_is_told_without_what_was_given(database: Database) -> None:
    given = {"name": f"Marker-{4_711}"}  # a traceback quotes the program's lines
    with pytest.raises((StorageError, DBAPIError)) as told, database.writing() as work:
        work._session.execute(text("INSERT INTO nowhere (name) VALUES (:name)"), given)
    assert "Marker-4711" not in "".join(traceback.format_exception(told.value))
    database.close()


@pytest.fixture
def garbage() -> Iterator[None]:
    """Nothing is collected but what nobody refers to any more: what only a cycle keeps stays."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("garbage")
def test_no_unit_of_work_leaves_a_cursor_open_behind_it(sqlite_url: str) -> None:
    """An open cursor that is collected waits for its connection, in whatever thread, and with it all of Python.

    If another thread has that connection by then, and waits with it for the write lock that this one holds, then all
    stands still until it gives up.
    """
    database, ended = Database(sqlite_url), []
    with database.writing() as work:
        work.drafts.add(draft())
        ended.append(work)
    with database.reading() as work:
        work.drafts.by_id("d")
        ended.append(work)
    with suppress(LookupError), database.writing() as work:
        work.cases.by_reference("none", lock=True)
        ended.append(work)
        raise LookupError
    left = [one for one in gc.get_objects() if isinstance(one, sqlite3.Cursor)]
    assert left
    for cursor in left:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            cursor.fetchone()
    database.close()


@pytest.mark.usefixtures("garbage")
def test_who_waits_in_vain_for_the_write_lock_leaves_no_cursor_open(sqlite_url: str) -> None:
    holder, waiting = Database(sqlite_url), Database(sqlite_url)
    event.listen(waiting._engine, "checkout", lambda link, *_: link.execute("PRAGMA busy_timeout=10"))
    with holder.writing(), pytest.raises(ConflictError), waiting.writing():
        pass
    for cursor in (one for one in gc.get_objects() if isinstance(one, sqlite3.Cursor)):
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            cursor.fetchone()
    holder.close()
    waiting.close()


def test_the_connection_that_was_used_last_is_used_next(database: Database) -> None:
    with database.reading_at_one_moment() as first, database.reading_at_one_moment() as second:
        mine = {first.connection.driver_connection, second.connection.driver_connection}
        last = first.connection.driver_connection
    assert len(mine) == 2
    for _ in range(4):
        with database.reading_at_one_moment() as again:
            assert again.connection.driver_connection is last
    database.close()
